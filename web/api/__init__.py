"""In JSON, everything the pages can do."""

PREFIX = "/api/v1"
