"""Notebook servers: what is wanted, what is seen, and what to do about it."""
