"""Exercises as authors write them, read into an `Assignment` with every problem found at once."""

from __future__ import annotations

from grader.spec.files import exercise_files
from grader.spec.folders import exercises_called, is_copy_for_students, lesson_folder, nothing_found, places_of
from grader.spec.load import Written, load_assignment, load_exercise, load_written, place_in_course, read_exercise

__all__ = [
    "Written",
    "exercise_files",
    "exercises_called",
    "is_copy_for_students",
    "lesson_folder",
    "load_assignment",
    "load_exercise",
    "load_written",
    "nothing_found",
    "place_in_course",
    "places_of",
    "read_exercise",
]
