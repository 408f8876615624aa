"""What is said about what happened when a student's code ran."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # statements that were left out
    "statement_raised": "{place}: `{line}` stopped with {error}. The statements after it were still run.",
    "statement_timed_out":
        "{place}: `{line}` did not finish in time and was stopped. The statements after it were still run.",
    "statement_out_of_memory":
        "{place}: `{line}` asked for more memory than is allowed. The statements after it were still run.",
    "statement_unavailable":
        "{place}: `{line}` needs `{package}`, which is not installed where this is graded. That is not your fault.",
    "statement_unavailable.removed":
        "{place}: `{line}` stopped: it uses {removed}. The statements after it were still run.",
    "statement_killed":
        "{place}: `{line}` ended the Python process. It was left out, and the other statements were run without it.",
    "more_statements_failed": "{count} more statements stopped and were left out.",
    # statements that came too early
    "ran_at_the_end":
        "{place}: `{line}` needs `{name}`, which is defined further down, so it was run once more at the end. "
        "Put the definition above it: a notebook should run from top to bottom.",
    "ran_at_the_end.below":
        "{place}: `{line}` needs `{name}`, which is defined further down ({definition}), so it was run once more at the end. "
        "Put the definition above it: a notebook should run from top to bottom.",
    "ran_at_the_end.hint":
        "{place}: `{line}` has `{name}` in a type hint, which nothing defines. Hints do nothing here; import it or leave it out.",
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
    "refused_array": "an array of one element as a number, which newer versions of NumPy refuse",
}
