"""What a course says about scores beside the exercises: when work is due, what lateness costs, and what a person decided.

`load_course` reads `course.yml`; `adjusted` applies it to a grade, beside the machine's own score and never
over it. Knows no store and no report. What is done where:

    YAML with lines, held against a model .............. yaml_documents
    exercises/*.yml to an assignment ................... exercise_files, exercise_schema, exercises
    columns of numbers beside them ..................... data_columns
    functions, givens and terms of an exercise ......... sheet_keys
    what to write in place of the form of before ....... old_form
    course.yml to a course ............................. course_schema, course_file
    schemas for editors ................................ json_schemas
    whom and what a word means ......................... names
    who handed in together, and when ................... joint_work
    lateness, weights, bonus ........................... score_rules
    a student's total, line by line .................... total
    a course applied to a grade ........................ adjust
    answers that wait for a person ..................... equal_answers
"""

from grader.course.adjust import adjusted, unknown, untimed, with_decided
from grader.course.course_file import Course, course_file, for_students, load_course
from grader.course.equal_answers import decided_equally
from grader.course.joint_work import as_handed_in

__all__ = [
    "Course", "adjusted", "as_handed_in", "course_file", "decided_equally", "for_students", "load_course", "unknown", "untimed",
    "with_decided",
]  # fmt: skip
