"""Homework in the notebook server: what answers in place of nbgrader's Assignment List handlers.

They stand at the same addresses and answer in the same shape, so that nbgrader's own panel works
on. Why they are ours: docs/decisions/0013-a-homework-panel-of-ours.md.
"""
