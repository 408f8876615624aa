"""An answer gets one result, whatever the course's secret: the points of comparison decide nothing."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator

import numpy as np
import pytest

from grader.model import CheckResult
from tests.kinds.test_quotients import ARRAYS, CENTRAL, F2, ONE_SIDED, WORDINGS, WRONG
from tests.kinds.test_steps_rows import HALF_RIGHT, NOT_RIGHT, RIGHT, TWO_LISTS
from tests.kinds.test_unreadable import FOR_A_PERSON, IN_A_SENTENCE
from tests.played import judge_handed_in

SECRETS = [f"secret {number}" for number in range(8)]
FORMULAS = {
    "partial_derivatives": {
        "df_dx": (
            "4x - 3y", "4*x - 3*y + 0*z", "4x + 3y", "4x", "4x - 3y + 1e-6", "4x - 3y + 1e-12", "4.0000001x - 3y", "4.00x - 3y",
            "4x - 3.001y", "(4x^2 - 3xy)/x", "sqrt((4x - 3y)^2)", "abs(4x - 3y)", "4x - 3y + 1e-9 x^9", "2x - 3y", "x", "7",
            "4x - 3y + sin(pi*x)/1000", "ln(e^(4x-3y))", "4x - 3y + max(0, x - 100)", "floor(4x) - 3y", "-3x + 4y", "4x - 3",
        ),
        "df_dz": (
            "3z^2", "3z", "z^2", "3z^3", "3*z*abs(z)", "3z^2 + y", "3z^2.0001", "3(z^2)^(1/2) z", "2.9999999 z^2", "3 z**2 + 1e-15",
        ),
    },
    "directional_derivative": {
        "gradient": (
            "(4y, 4x + 3y^2)", "(4y, 4x + y^2)", "(4x + 3y^2, 4y)", "4y", "(4y, 4x + 3y^2, 0)", "(4.0y, 4x + 3.0y^2)",
            "(4y, 4x + 3y^2 + 1e-7)", "(4y, 3y^2 + 4x^1.0000001)", "4y i + (4x + 3y^2) j", "(8y, 8x + 6y^2)",
        ),
        "u_hat": (
            "(-sqrt(3)/2, 1/2)", "(-0.866, 0.5)", "(-0.87, 0.5)", "(-0.9, 0.5)", "(-0.8660, 0.5000)",
            "(-0.865, 0.5)", "(-0.8661, 0.5)",
            "(cos(150°), sin(150°))", "(cos(150), sin(150))", "(-sqrt(3), 1)", "(sqrt(3)/2, 1/2)",
            "(-0.866, 0.51)", "(-1.732/2, 0.5)",
        ),
        "slope": (
            "-2sqrt(3)y + 2x + 3/2 y^2", "2x + 1.5y^2 - 3.464y", "2x + 1.5y^2 - 3.46y",
            "2x + 1.5y^2 - 3.5y", "2x + 1.5y^2 - 3.465y",
            "-0.866*4y + 0.5(4x + 3y^2)", "2x + 1.5 y^2 + 3.464y", "4y + 4x + 3y^2", "2x + 1.5y^2", "(-2sqrt(3)y, 2x + 3/2 y^2)",
        ),
    },
}  # fmt: skip
BODIES = {
    "df_dx": (
        "4*x - 3*y", "4*x + 3*y", "4*x - 3*y + 1e-7", "4*x - 3*y + 1e-13", "round(4*x - 3*y, 2)", "round(4*x - 3*y, 3)",
        "round(4*x - 3*y, 6)", "float(np.float32(4*x - 3*y))", "4*x - 3*y if x < 1e3 else 0", "4*x - 3*y if x > -2.5 else 0",
        "4*x - 3*y + 1e-3*(x > 0.5)", "4*x - 3*y if x != 1 else 9", "int(4*x - 3*y)", "abs(4*x - 3*y)", "(4*x*x - 3*x*y)/x",
        "4*x - 3.0000001*y", "4*x - 3.00000000001*y", "math.log(math.exp(4*x - 3*y))", "np.round(4*x - 3*y, 1)",
    ),
    "slope": (
        "-2*3**0.5*y + 2*x + 1.5*y**2", "-3.464*y + 2*x + 1.5*y**2", "-3.46*y + 2*x + 1.5*y**2", "-3.4641*y + 2*x + 1.5*y**2",
        "-3.5*y + 2*x + 1.5*y**2", "-0.866*4*y + 0.5*(4*x + 3*y**2)", "-0.87*4*y + 0.5*(4*x + 3*y**2)", "2*x + 1.5*y**2",
        "math.cos(2.618)*4*y + math.sin(2.618)*(4*x + 3*y**2)", "math.cos(150)*4*y + math.sin(150)*(4*x + 3*y**2)",
    ),
}  # fmt: skip
CARRIED = (
    "gradient = '(4y, 4x + y^2)'\nu_hat = '(-sqrt(3)/2, 1/2)'\nslope = '-2 sqrt(3) y + 2x + y^2/2'",
    "gradient = '(4y, 4x + 3y^2)'\nu_hat = '(-0.87, 0.5)'\nslope = '-3.48 y + 2x + 1.5 y^2'",
    "gradient = '(1, 0)'\nu_hat = '(1, 0)'\nslope = '1'",
    "gradient = '(4y, 4x + 3y^2)'\nu_hat = '(1, 0)'\nslope = '4y'",
    "def gradient(x, y): return (4*x, 4*y)\nu_hat = (-0.5, 3**0.5/2)\n"
    "def slope(x, y):\n    a, b = gradient(x, y)\n    return a*u_hat[0] + b*u_hat[1]",
)
WIDTHS = ("0.5", "0.1", "0.05", "0.02", "1e-2", "5e-3", "2e-3", "1e-3", "1e-5", "1e-8", "1e-9", "1e-10", "1e-11", "1e-12", "1e-14")


def answers() -> Iterator[tuple[str, str, str]]:
    """Formulas, functions and texts that are right, wrong and nearly right, as (exercise, item, source)."""
    for exercise, items in FORMULAS.items():
        for item, texts in items.items():
            yield from ((exercise, item, f"{item} = {text!r}") for text in texts)
    for item, bodies in BODIES.items():
        exercise = "partial_derivatives" if item == "df_dx" else "directional_derivative"
        for body in bodies:
            yield exercise, item, f"import math\nimport numpy as np\ndef {item}(x, y, z=0): return {body}"
    yield from (("directional_derivative", "slope", source) for source in CARRIED)
    for item, source in [*ONE_SIDED.items(), *CENTRAL.items()]:
        exercise = "directional_derivative" if item in ("gradient", "slope") else "partial_derivatives"
        yield from ((exercise, item, source.format(h=width)) for width in WIDTHS)
    yield from (("partial_derivatives", "df_dx", source) for source in WORDINGS.values())
    yield from (("directional_derivative", "gradient", source) for source in ARRAYS.values())
    for item, source in WRONG.values():
        yield ("directional_derivative" if source.startswith(F2) else "partial_derivatives"), item, source
    yield from (("descent_by_hand", "steps", source) for source in (*RIGHT, *HALF_RIGHT, *NOT_RIGHT, *TWO_LISTS))
    yield from (("partial_derivatives", "df_dx", f"df_dx = {text!r}") for text in (*IN_A_SENTENCE, *FOR_A_PERSON))


def judged(result: CheckResult) -> tuple[object, ...]:
    """All that a student and a gradebook see of a judgement but for numbers in sentences."""
    return result.verdict, result.credit, result.misconception, tuple(feedback.code for feedback in result.feedback)


@pytest.mark.parametrize(("exercise", "item", "source"), list(answers()))
def test_every_secret_gives_an_answer_the_same_judgement(exercise: str, item: str, source: str):
    """Credit, the named mistake and the sentences, under eight secrets."""
    names: dict[str, object] = {"__name__": "__main__"}
    exec(source, names)  # the tests' own
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        results = {judged(judge_handed_in(exercise, source, names, secret)[item]) for secret in SECRETS}
    assert len(results) == 1, results
