"""The step size as marks: whether its rule is one that counts, and its number the one that is fixed."""

from __future__ import annotations

from grader.descent.explanation import Finding
from grader.equality.agreement import agree
from grader.kinds.descent.program_trial import Trial, rounded

_SAME_SIZE = 1e-6  # a size that was read off a few steps is known to more digits than that, and a typo shows in the first


def mark_step_size(trial: Trial, finding: Finding) -> None:
    """Tell whether the rule for the step size is one of those that count, and the number the one that is fixed."""
    rule, fixed = finding.rule, trial.options.step_size
    assert rule is not None
    if finding.mistake in ("zero_step_size", "never_moves"):
        return
    kind = rule.kind if rule.kind in ("schedule", "line_search") else "constant"
    several = len(trial.landscape.variables) > 1
    if kind not in trial.options.allowed and not (kind == "line_search" and several and not _fixes_one(trial)):
        wanted = " or ".join(trial.options.allowed).replace("_", " ")
        trial.name("step_size_not_allowed", "step_size", found=f"a {kind.replace('_', ' ')}", wanted=f"a {wanted} one")
    elif isinstance(fixed, float) and rule.by_start:
        trial.name("step_size_not_allowed", "step_size", found="another from each start", wanted=str(fixed))
    elif isinstance(fixed, float) and rule.step_size is not None and not agree(abs(rule.step_size), fixed, _SAME_SIZE, least=0.0):
        trial.name("step_size_not_allowed", "step_size", found=rounded(rule.step_size), wanted=str(fixed))


def _fixes_one(trial: Trial) -> bool:
    return isinstance(trial.options.step_size, float) or trial.options.allowed == ("constant",)
