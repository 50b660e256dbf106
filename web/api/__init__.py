"""/api/v1: in JSON, everything the pages can do."""
