"""What is said about what happened when a student's code ran."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # statements that were left out
    "statement_raised": "{place!C}: `{line}` stopped with {error}. The statements after it were still run.",
    "statement_raised.means":
        "{place!C}: `{line}` stopped. {means} Python says: {error}. The statements after it were still run.",
    "statement_timed_out":
        "{place!C}: `{line}` did not finish in time and was stopped. The statements after it were still run.",
    "statement_out_of_memory":
        "{place!C}: `{line}` asked for more memory than is allowed. The statements after it were still run.",
    "statement_unavailable":
        "{place!C}: `{line}` needs `{package}`, which is not installed where this is graded. That is not your fault.",
    "statement_unavailable.removed":
        "{place!C}: `{line}` stopped: it uses {removed}. The statements after it were still run.",
    "statement_killed":
        "{place!C}: `{line}` ended the Python process. It was left out, and the other statements were run without it.",
    "more_statements_failed": "{count} more statements stopped and were left out.",
    # statements that came too early
    "ran_at_the_end":
        "{place!C}: `{line}` needs `{name}`, which is defined further down, so it was run once more at the end. "
        "Put the definition above it: a notebook should run from top to bottom.",
    "ran_at_the_end.below":
        "{place!C}: `{line}` needs `{name}`, which is defined further down ({definition}), so it was run once more at the end. "
        "Put the definition above it: a notebook should run from top to bottom.",
    "ran_at_the_end.hint":
        "{place!C}: `{line}` has `{name}` in a type hint, which nothing defines. Hints do nothing here; import it or leave it out.",
    # what stopped a statement or a call, said after its name
    "time_limit": "stopped after {seconds} seconds",
    "time_limit.submission": "the {seconds} seconds for the whole submission were used up",
    "not_tried": "not tried, because earlier calls of it did not come to an end",
    "process_ended": "the process ended with status {status}",
    "process_ended.signal": "the process was ended by {signal}",
    "process_ended.files": "wrote more files than a submission may",
    "process_ended.too_often": "the code ended the Python process too often",
    # what of an older version the code uses
    "removed_name": "`{name}`, which newer versions of {package} lack",
    "refused_array": "an array as a number, which NumPy once allowed for one element and refuses in newer versions",
    # a call or a definition that did not come to an end
    "happened.call": "The call {call}",
    "happened.at": " ({place})",
    "raised": "{what} stopped: {error}.",
    "raised.error": "{kind}: {message}",
    "raised.means": "{means} {what} stopped; Python says: {error}.",
    "raised.because": "{what} stopped: {error}. The line that would define `{missing}` fails{cause_at}: {cause}.",
    "raised.unset": "`{name}` was never set, because the line that would set it fails: {error}.",
    "raised.unset.means": "{means} `{name}` was never set, because the line that would set it fails; Python says: {error}.",
    "raised.no_parameter": "`{name}` has no value inside the function. It is a variable here: make it a parameter, `{call}`.",
    "raised.not_called":
        "`{name}` is a function that takes arguments, and what it gives is asked for. Call it in your code, and give the name "
        "`{name}` to what comes out.",
    "raised.unknown": "{what} ended with an exception. Run it yourself to see which.",
    "timed_out": "{what} did not finish within the time limit{at}. Is there a loop that never ends?",
    "out_of_memory": "{what} asked for more memory than is allowed{at}. Does a list or an array keep growing?",
    "killed": "{what} ended the Python process{at}. Leave out calls that stop the program.",
    "malformed": "{what} gave something that could not be read back. Return plain numbers, lists or arrays.",
    # what we could not provide
    "needs_review.not_run": "This could not be run here. It is not your fault; a person will look.",
    "needs_review.sandbox":
        "The sandbox could not run this: {reason}. This is no fault of the student; grade again once the grading "
        "environment has it.",
    "needs_review.apart": "the code could not be run apart",
    "package_not_installed":
        "Your code uses `{package}`, which is not installed where it is graded. A person will look at it.",
    "package_not_installed.staff":
        "pip install {package} in the grading environment. This is no fault of the student; grade again once the grading "
        "environment has it.",
    "file_not_there":
        "{happened} `{file}` was not handed in, and the course did not bring it either. If it is your own file, hand it in "
        "beside your work; a person will look at it.",
    "file_not_there.staff":
        "`{file}` is missing beside the submission. If the course gave it out, name it in course.yml (`files: [{named}]`) "
        "and grade again; else ask the student for it.",
    "newer_package":
        "Your code{at} uses {removed}. It may have run where you wrote it, so a person will look at it.",
    "newer_package.staff":
        "{error}. It may be right with an older {package}: read it, or grade it where that is installed.",
    "raised.left_empty": "`{name}` was not filled, because what should fill it stops{at}: {error}.",
}

CHECKS: dict[str, tuple[str, ...]] = {
    "grader.kinds.code_remarks._overtaken": ("raised.left_empty",),
    "grader.kinds.outcomes._raised_text": (
        "raised.unset", "raised.unset.means", "raised.because", "raised.no_parameter", "raised.not_called",
    ),
    "grader.sandbox.host.faults._late": ("ran_at_the_end", "ran_at_the_end.below", "ran_at_the_end.hint"),
}
SEEN = ("not_tried",)  # the earlier calls were seen
