"""What a course says about scores beside the exercises: when work is due, what lateness costs, and what a person decided.

`load_course` reads `course.yml`; `adjusted` applies it to a grade, beside the machine's own score and never
over it. Knows no store and no report.
"""

from grader.course.adjust import adjusted, unknown, untimed, with_decided
from grader.course.course_file import Course, course_file, for_students, load_course
from grader.course.equal_answers import decided_equally
from grader.course.joint_work import as_handed_in

__all__ = [
    "Course", "adjusted", "as_handed_in", "course_file", "decided_equally", "for_students", "load_course", "unknown", "untimed",
    "with_decided",
]  # fmt: skip
