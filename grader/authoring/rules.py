"""Everything that `grade verify` holds an exercise to: one function a rule, in the order in which they are tried.

What a rule proves is said in the first line of its function's docstring, after "Check:"; the documentation shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.authoring import rules_answers, rules_printed, rules_prompt, rules_settings, rules_wrong
from grader.authoring.bench import Bench
from grader.authoring.findings import Findings


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the column of the table in which it is counted; without a `needed` one, no other can be tried."""

    column: str
    check: Callable[[Bench], Findings]
    needed: bool = False

    @property
    def sentence(self) -> str:
        """Return what holds when the rule does."""
        said = (self.check.__doc__ or "").splitlines()[0].removeprefix("Check: ")
        return said[:1].upper() + said[1:]


RULES = (
    Rule("derived", rules_settings.check_derivatives, needed=True),
    Rule("derived", rules_settings.check_domain),
    Rule("solved", rules_answers.check_reference_solution),
    Rule("solved", rules_answers.check_empty_submission),
    Rule("solved", rules_answers.check_template),
    Rule("solved", rules_settings.check_limits),
    Rule("accepts", rules_answers.check_accepted),
    Rule("rejects", rules_answers.check_rejected),
    Rule("rejects", rules_settings.check_misconceptions),
    Rule("no work", rules_wrong.check_effortless_answers),
    Rule("no work", rules_wrong.check_cheating_programs),
    Rule("no work", rules_wrong.check_starts),
    Rule("no work", rules_wrong.check_sampled_points),
    Rule("no work", rules_wrong.check_trivial_follow_through),
    Rule("wrong", rules_wrong.check_wrong_answers),
    Rule("wrong", rules_wrong.check_hedged_answers),
    Rule("wrong", rules_wrong.check_cut_functions),
    Rule("code", rules_wrong.check_changed_programs),
    Rule("prompt", rules_prompt.check_prompt_renders),
    Rule("prompt", rules_prompt.check_names_asked_for),
    Rule("prompt", rules_prompt.check_points_add_up),
    Rule("prompt", rules_printed.check_printed_values),
    Rule("prompt", rules_printed.check_unchecked_values),
    Rule("prompt", rules_printed.check_approximate_values),
)
