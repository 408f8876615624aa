"""What the judge of descents says of every program of the tests and of 500 generated ones, kept and compared pair by pair.

Run from the repository: `python -m benchmarks.descent_verdicts keep FILE` with one judge, then
`python -m benchmarks.descent_verdicts compare FILE` with another: every difference is a line.
"""

from __future__ import annotations

import contextlib
import json
import random
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from grader.authoring.wrong_programs import changed_programs
from grader.kinds.descent.example import Pieces, cheats
from grader.model import CheckResult, Question
from tests.descent_programs import cunning, endless, functions, rounding, styles, valleys, wrong
from tests.descent_programs.disguised import ASTRAY, DISGUISED, NEARLY_RIGHT
from tests.descent_programs.driver import SEED, lesson, play
from tests.descent_programs.honest import honest
from tests.descent_programs.right import ONE, ONE_VARIABLE, SIZES, STYLES, TWO, TWO_VARIABLES

GENERATED = 500
Program = tuple[str, str, str]  # its name, the exercise, the source


def programs() -> Iterator[Program]:
    """Yield every program: those of the lesson first, then those of other functions, then the generated ones."""
    yield from lessons()
    yield from grounds()
    yield from other_functions()
    yield from generated()


def lessons() -> Iterator[Program]:
    """Yield the programs of the lesson's two exercises."""
    for exercise, found in ((ONE, ONE_VARIABLE), (TWO, TWO_VARIABLES)):
        yield from ((f"right/{exercise[:6]}/{name}", exercise, source) for name, source in found.items())
    for style, (exercise, source) in STYLES.items():
        for size in SIZES[exercise]:
            yield f"sizes/{style}/{size:.4g}", exercise, source.format(size=size)
    for table, name in ((wrong.MISTAKES, "wrong"), (DISGUISED, "disguised")):
        for mistake, (_, found) in table.items():
            yield from ((f"{name}/{mistake}/{i}", exercise, source) for i, (exercise, source) in enumerate(found))
    yield from ((f"unnamed/{i}", *each) for i, each in enumerate(wrong.UNNAMED))
    yield from ((f"nearly/{name}", *each) for name, each in NEARLY_RIGHT.items())
    yield from ((f"astray/{name}", *each) for name, (_, *each) in ASTRAY.items())
    yield from ((f"rounding/{name}", *each) for name, each in rounding.ROUNDING.items())


def grounds() -> Iterator[Program]:
    """Yield programs for functions with kinks, flat bottoms and no minimum."""
    for name, ground in endless.GROUNDS.items():
        made = {"right": {}, "schedule": {"rate": f"{ground.size} / (1 + 0.002 * k)"}, "uphill": {"size": -ground.size},
                "large": {"size": 1000 * ground.size}}  # fmt: skip
        made |= {f"range({count})": {"count": count} for count in ("2 * n", "n + 1", "n - 1", "n**2")}
        yield from ((f"endless/{name}/{what}", ground.exercise, ground.program(**keys)) for what, keys in made.items())
        yield from ((f"endless/{name}/{cheat.what}", ground.exercise, cheat.source) for cheat in cheats(asked(ground.exercise)))


def asked(exercise: str) -> Question:
    """Return the question of an exercise with one program."""
    known = lesson(exercise)
    return Question(exercise=known, item=known.items[0], seed=SEED)


def other_functions() -> Iterator[Program]:
    """Yield programs for valleys of one curvature and others, honest and cunning, and the honest styles for many functions."""
    for name, valley in valleys.VALLEYS.items():
        bodies = {**cunning.TYPED_IN, **{key: body for key, (body, _) in cunning.COSTS.items()}}
        bodies |= cunning.LEFT if name in valleys.ONE_CURVATURE else {}
        bodies |= {f"cut {cut}": f"p = np.array([{cut}(c) for c in [START]], float)\nfor k in range(n): p = p - "
                   "SIZE*np.array([SLOPES])\nreturn p" for cut in cunning.CUTS}  # fmt: skip
        for what, body in bodies.items():
            yield f"cunning/{name}/{what}", valley.exercise(), valley.program(body)
        for what, rate in styles.SCHEDULES.items():
            source = valley.program(styles.SCHEDULED.replace("RATE", rate), 0.9 / (valley.curvature or 0.9 / valley.size))
            yield f"schedules/{name}/{what}", valley.exercise(), source
    for name in ("parabola", "bowl at (1, -2)", "cosh", "ellipse", "lesson, two"):
        valley = valleys.VALLEYS[name]
        for what, (above, body) in styles.STYLES.items():
            for share in (0.1, 0.5, 1, 1.3) if valley.curvature else (1,):
                size = share / (valley.curvature or 1 / valley.size)
                yield f"styles/{name}/{what}/{size:.3g}", valley.exercise(), valley.program(body, size, above)
    for name, exercise in functions.EXERCISES.items():
        yield from ((f"honest/{name}/{style}", exercise, source) for style, source in honest(Pieces(asked(exercise))).items())


def generated() -> Iterator[Program]:
    """Yield small changes of right programs, of the lesson's and of other functions'."""
    chance = random.Random(19)
    known = [(ONE, source) for source in ONE_VARIABLE.values()] + [(TWO, source) for source in TWO_VARIABLES.values()]
    for exercise in functions.EXERCISES.values():
        known += [(exercise, source) for source in list(honest(Pieces(asked(exercise))).values())[:6]]
    made = [
        (exercise, changed.source)
        for exercise, source in known
        if "mygrad" not in source
        for changed in changed_programs(source)
    ]
    for i, (exercise, source) in enumerate(chance.sample(made, GENERATED)):
        yield f"generated/{i}", exercise, source


def told(result: CheckResult) -> dict[str, object]:
    """Return what of a judgement is compared: the credit, the criteria and the mistake that is named."""
    return {
        "verdict": str(result.verdict),
        "credit": str(result.credit),
        "lost": sorted(line.id for line in result.criteria if str(line.verdict) == "incorrect"),
        "left": sorted(line.id for line in result.criteria if str(line.verdict) == "needs_review"),
        "name": result.misconception,
        "said": sorted({feedback.code for feedback in result.feedback}),
        "asked": result.evidence.get("iterations_asked"),
    }


def judged(source: str, exercise: str) -> dict[str, object]:
    """Return what is said of a program; of one that cannot be run or judged, which error it was."""
    try:
        return told(play(source, exercise))
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:200]}


def main() -> None:
    """Keep what is said of all programs, or compare it with what was kept."""
    word, path, *prefixes = sys.argv[1:]
    file, start = Path(path), time.process_time()
    before = {} if word == "keep" or not file.exists() else json.loads(file.read_text())
    after: dict[str, dict[str, object]] = {}
    kinds: Counter[tuple[str, bool]] = Counter()
    for name, exercise, source in programs():
        if prefixes and not name.startswith(tuple(prefixes)):
            continue
        after[name] = judged(source, exercise)
        if name in before:
            compared = ("verdict", "credit", "lost", "left", "name", "error")
            same = all(after[name].get(key) == before[name].get(key) for key in compared)
            kinds[name.partition("/")[0], same] += 1
            if not same:
                print(name, *(f"{each.get('error') or [each[k] for k in compared[1:5]]}" for each in (before[name], after[name])),
                      sep="\n    ", flush=True)  # fmt: skip
        if word == "keep" and len(after) % 50 == 0:
            file.write_text(json.dumps(after))
    if word == "keep":
        file.write_text(json.dumps(after))
    for (kind, same), count in sorted(kinds.items()):
        print(f"{count:5d} {kind} {'agree' if same else 'differ'}")
    print(f"{len(after)} programs, {time.process_time() - start:.0f} s of processor time")


if __name__ == "__main__":
    with warnings.catch_warnings(), contextlib.suppress(BrokenPipeError):
        warnings.simplefilter("ignore")
        main()
