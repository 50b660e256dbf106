"""Assignments out, submissions in, grades back."""
