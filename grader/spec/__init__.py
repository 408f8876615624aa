"""Exercises as authors write them, read into an `Assignment` with every problem found at once."""

from __future__ import annotations

from grader.spec.load import load_assignment, load_exercise, read_exercise

__all__ = ["load_assignment", "load_exercise", "read_exercise"]
