"""Class lists and sign-in codes: pure functions from values to values; one library, for .xlsx."""
