"""How long a decision takes, beside SymPy's `simplify(a - b) == 0` and sampling with NumPy, on the same pairs.

The pairs are the scalar rows of the hand-checked tables and generated ones: rewritten right answers and answers with
one slip. Ours is timed from text to decision with every cache emptied before each pair; the others get their
expressions ready-made. Times are CPU time of this one process, so that a busy machine changes little. Run it with
`python benchmarks/answers.py`; it needs the packages of the `test` extra.
"""

from __future__ import annotations

import gc
import math
import os
import random
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("SYMPY_GROUND_TYPES", "python")  # with FLINT's integers SymPy dies of a signal on high powers

import numpy as np
import sympy

from grader.algebra import balls
from grader.algebra.tree import (
    Application,
    Constant,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    Vector,
)
from grader.equality import scalar as equality
from grader.equality.compare import compare
from grader.equality.decision import Comparison, Relation
from grader.model import Function
from grader.notation import answer as reading
from grader.notation.answer import read
from grader.notation.printing import plain
from grader.notation.tokens import Unreadable
from grader.quantities import references as derive
from grader.quantities.slips.derivatives import candidates_for_derivative
from grader.quantities.slips.recognise import recognise
from tests.algebra.generated import VARIABLES as MUTANT_VARIABLES
from tests.algebra.generated import expression as random_expression
from tests.algebra.generated import one_for_each_slip
from tests.equality.test_table import TABLE, rows_of
from tests.notation.rewriting import REWRITINGS, SYMBOLS, expressions

PATIENCE = 5
GENERATED = 60
SAMPLES = 20


@dataclass(frozen=True)
class Pair:
    """An answer, a reference, and whether they are equal."""

    student: str
    reference: str
    variables: tuple[str, ...]
    equal: bool
    notation: str = "auto"


def pairs() -> list[Pair]:
    """All pairs: of the tables without a domain, tolerance or decimal policy of their own, and generated."""
    found = [*_of_tables(), *_rewritten(), *_slipped()]
    return [pair for pair in found if _is_scalar(pair)]


def _of_tables() -> Iterator[Pair]:
    for table in (TABLE, TABLE.with_name("table_second.tsv")):
        for row in rows_of(table):
            plain_settings = not {"domain", "tolerance"} & set(row.settings)
            if row.verdict in {"equal", "not_equal"} and plain_settings and row.notation != "sympy":
                yield Pair(row.student, row.reference, row.variables, row.verdict == "equal", row.notation)


def _rewritten() -> Iterator[Pair]:
    for seed in range(GENERATED // len(REWRITINGS) * 3):
        value = expressions(seed)
        for rewrite in REWRITINGS.values():
            yield Pair(str(rewrite(value)), str(value), SYMBOLS, equal=True)


def _slipped() -> Iterator[Pair]:
    draw = random.Random(11)
    for _ in range(GENERATED):
        reference = random_expression(draw)
        for answer in (mutant.expression for mutant in one_for_each_slip(draw, reference)):
            decision = compare(answer, reference, Comparison(variables=MUTANT_VARIABLES))
            if decision.relation is Relation.NOT_EQUAL:
                yield Pair(plain(answer), plain(reference), MUTANT_VARIABLES, equal=False)


def both_read(pair: Pair) -> tuple[Expression, Expression]:
    """The trees of the two texts."""
    student = read(pair.student, variables=pair.variables, notation=pair.notation)
    return student, read(pair.reference, variables=pair.variables)


def _is_scalar(pair: Pair) -> bool:
    try:
        trees = both_read(pair)
    except Unreadable:
        return False
    return not any(isinstance(tree, Vector) for tree in trees)


# --- The three ways to decide ----------------------------------------------------------------------


def forget() -> None:
    """Empties the caches of the engine, so that each pair is read and compiled anew."""
    for cached in (reading._read, balls.compiled, equality._key):
        cached.cache_clear()


def ours(pair: Pair) -> bool | None:
    """From two texts to a decision."""
    decision = compare(pair.student, pair.reference, Comparison(variables=pair.variables), notation=pair.notation)
    return {Relation.EQUAL: True, Relation.NOT_EQUAL: False}.get(decision.relation)


def by_simplify(student: Any, reference: Any, symbols: list[Any]) -> bool | None:  # noqa: ANN401 - SymPy has no types
    """SymPy's own test."""
    return bool(sympy.simplify(student - reference) == 0)


def by_sampling(student: Any, reference: Any, symbols: list[Any]) -> bool | None:  # noqa: ANN401 - SymPy has no types
    """Doubles at twenty points, as many graders do."""
    points = np.random.default_rng(1).uniform(-2, 2, (len(symbols), SAMPLES))
    with np.errstate(all="ignore"):
        one, other = (
            np.broadcast_to(np.asarray(sympy.lambdify(symbols, side, "numpy")(*points), dtype=float), (SAMPLES,))
            for side in (student, reference)
        )
    defined = np.isfinite(other)
    return bool(np.allclose(one[defined], other[defined], rtol=1e-9, atol=0)) if defined.any() else None


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """Ends what takes longer with TimeoutError."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


@dataclass
class Record:
    """What one way did: seconds for each pair, and how its verdicts turned out."""

    name: str
    seconds: list[float]
    wrong_accepted: int = 0
    right_rejected: int = 0
    undecided: int = 0

    def add(self, seconds: float, verdict: bool | None, expected: bool) -> None:
        """Counts one pair."""
        self.seconds.append(seconds)
        if verdict is None:
            self.undecided += 1
        elif verdict and not expected:
            self.wrong_accepted += 1
        elif expected and not verdict:
            self.right_rejected += 1

    def line(self) -> str:
        """One line of the report."""
        ordered = sorted(self.seconds)
        p99 = ordered[min(len(ordered) - 1, math.ceil(len(ordered) * 0.99) - 1)]
        return (
            f"{self.name:34} median {statistics.median(ordered) * 1e3:9.3f} ms   p99 {p99 * 1e3:9.2f} ms   "
            f"max {ordered[-1] * 1e3:9.2f} ms   wrong accepted {self.wrong_accepted:3}   "
            f"right rejected {self.right_rejected:3}   undecided {self.undecided:3}"
        )


def timed(record: Record, decide: Callable[[], bool | None], expected: bool) -> None:
    """Runs one decision and counts it; an error or a time-out is undecided."""
    start = time.process_time()
    try:
        with patience(PATIENCE):
            verdict = decide()
    except Exception:  # whatever the other ways raise, they have not decided
        verdict = None
    record.add(time.process_time() - start, verdict, expected)


def measured(chosen: list[Pair]) -> list[Record]:
    """All three ways on all pairs; ours twice, with cold and with warm caches."""
    cold, warm = Record("text to decision, caches empty", []), Record("the same, reference known", [])
    simplify, sampling = Record("sympy.simplify(a - b) == 0", []), Record("NumPy, 20 points (lambdify)", [])
    for pair in chosen:
        forget()
        timed(cold, lambda: ours(pair), pair.equal)  # noqa: B023 - called at once
        reading._read.cache_clear()
        timed(warm, lambda: ours(pair), pair.equal)  # noqa: B023 - called at once
    for pair in chosen:
        try:
            student, reference = map(to_sympy, both_read(pair))
        except (KeyError, ZeroDivisionError):
            continue
        symbols = [sympy.Symbol(name, real=True) for name in pair.variables]
        timed(simplify, lambda: by_simplify(student, reference, symbols), pair.equal)  # noqa: B023 - called at once
        timed(sampling, lambda: by_sampling(student, reference, symbols), pair.equal)  # noqa: B023 - called at once
    return [cold, warm, simplify, sampling]


_SYMPY = {
    "asin": sympy.asin, "log": sympy.log, "abs": sympy.Abs, "max": sympy.Max, "min": sympy.Min, "ceil": sympy.ceiling,
    "root": sympy.real_root,
}  # fmt: skip


def to_sympy(tree: Expression) -> Any:  # noqa: ANN401 - SymPy has no types
    """The SymPy object of a tree, with real symbols."""
    match tree:
        case Number(value):
            return sympy.Rational(value.numerator, value.denominator)
        case Constant(name):
            return sympy.pi if name == "pi" else sympy.E
        case Variable(name):
            return sympy.Symbol(name, real=True)
        case Sum(terms):
            return sympy.Add(*map(to_sympy, terms))
        case Product(factors):
            return sympy.Mul(*map(to_sympy, factors))
        case Negative(operand):
            return -to_sympy(operand)
        case Quotient(above, below):
            return to_sympy(above) / to_sympy(below)
        case Power(base, exponent):
            return to_sympy(base) ** to_sympy(exponent)
        case Application(function, arguments):
            return (_SYMPY.get(function) or getattr(sympy, function))(*map(to_sympy, arguments))
    raise KeyError(type(tree).__name__)


# --- Misconceptions ----------------------------------------------------------------------------------

QUESTIONS = [
    ("2*x**2 - 3*x*y + z**3", "x", ["-3*x", "x**2", "4*x + 3*y", "4*x", "2*x - 3*y", "17*x"]),
    ("4*x*y + y**3", "y", ["4*y", "4*x - 3*y**2", "4*x + y**2", "4*x + 3*y", "3*y**2", "5*x*y"]),
    ("2*x**2 + 4*y**2 + exp(-3*x) + 3*exp(-2*y)", "x", ["4*x + exp(-3*x)", "4*x + 3*exp(-3*x)", "8*y - 6*exp(-2*y)"]),
    ("x**2*sin(x*y)", "x", ["2*x*sin(x*y)", "x**2*cos(x*y)", "2*x*sin(x*y) + x**2*cos(x*y)", "x*sin(y)"]),
]


def misconceptions() -> Record:
    """From a wrong answer to its name, the candidates derived anew each time."""
    record = Record("wrong answer to its name", [])
    for function, variable, answers in QUESTIONS:
        variables = ("x", "y", "z")
        tree = read(function, variables=variables)
        reference = derive.derivative(Function(name="f", variables=variables, expression=function), variable)
        for text in answers:
            answer = read(text, variables=variables)
            start = time.process_time()
            recognise(answer, candidates_for_derivative(tree, variables, variable), reference, Comparison(variables=variables))
            record.add(time.process_time() - start, True, True)
    return record


def main() -> None:
    """Prints the report."""
    chosen = pairs()
    compare("x", "y", Comparison(variables=("x", "y")))
    gc.collect()
    records = measured(chosen)
    print(f"{len(chosen)} pairs, {sum(pair.equal for pair in chosen)} of them equal")
    for record in [*records, misconceptions()]:
        print(record.line())
    own = statistics.median(records[0].seconds)
    for record in records[2:]:
        ratio = statistics.median(record.seconds) / own
        mean = statistics.fmean(record.seconds) / statistics.fmean(records[0].seconds)
        print(f"{record.name}: {ratio:.1f} times our median, {mean:.1f} times our mean")


if __name__ == "__main__":
    main()
