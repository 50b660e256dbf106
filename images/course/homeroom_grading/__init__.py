"""Grading jobs: trusted code prepares and scores, and a sealed runner executes in between."""
