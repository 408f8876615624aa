"""Throws 40,000 damaged formulas and lines at the reader: nothing but `Unreadable` comes out, and nothing takes long.

The strings are rows of the tables in `tests/notation/`, with characters lost, doubled, swapped or put in, two of them
joined, and some that are repeated up to the longest answer. Run it with `python benchmarks/fuzz_notation.py [COUNT]`;
it ends with status 1 where a string raised anything else or took longer than a tenth of a second.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from grader.notation.answer import read_answer
from grader.notation.line import read_line
from grader.notation.printing import plain
from grader.notation.tokens import MAX_CHARACTERS, Unreadable
from grader.notation.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[1]
COUNT = 40_000  # strings, as issue 17 asks for; a minute and a half
LONGEST = 0.1  # seconds of one string; what takes longer would be felt in a class
SEED = 17  # any number, so that a find can be found again
SIGNS = "xyzeifd0123456789.,;:+-*/^()[]{}|\\'\"<>=≈°²³√π∂∇$&_ \n\t#%!?µ−·×½û，（）😀\u202e\x00\x02\x03"
VOCABULARY = Vocabulary(
    variables=("x", "y", "z"), names=frozenset(("df_dx", "df_dy", "f_x", "f_y", "gradient", "nabla_f", "u_hat", "slope"))
)


def seeds() -> list[str]:
    """Return the texts of the tables."""
    found = []
    for table in ("formulas.tsv", "lines.tsv"):
        for row in (ROOT / "tests" / "notation" / table).read_text(encoding="utf-8").split("\n"):
            if row and not row.startswith("#"):
                found.append(row.split("\t")[1])
    return found


def damaged(draw: random.Random, texts: list[str]) -> str:
    """Return a text with up to four accidents."""
    text = draw.choice(texts)
    for _ in range(draw.randrange(5)):
        at = draw.randrange(len(text) + 1)
        match draw.randrange(6):
            case 0:
                text = text[:at] + text[at + 1 :]
            case 1:
                text = text[:at] + draw.choice(SIGNS) + text[at:]
            case 2:
                text = text[:at] + text[at : at + 3] + text[at:]
            case 3:
                text = text[:at] + draw.choice(texts)
            case 4:
                text = text[at:] + text[:at]
            case _:
                text = text[: at - 1] + text[at : at + 1] + text[at - 1 : at] + text[at + 1 :] if at else text
    if draw.random() < 0.01:
        text *= MAX_CHARACTERS // max(1, len(text))
    return text[:MAX_CHARACTERS]


def tried(text: str) -> Iterator[tuple[str, float]]:
    """Yield what happened to a text, as an answer and as a line, and how long it took."""
    begun = time.process_time()
    try:
        expression = read_answer(text, VOCABULARY)
    except Unreadable:
        yield "answer refused", time.process_time() - begun
    else:
        yield "answer read", time.process_time() - begun
        plain(expression)
    begun = time.process_time()
    pieces = read_line(text, VOCABULARY)
    yield f"line of {min(len(pieces), 3)} pieces", time.process_time() - begun


def main() -> int:
    """Try the strings, print what became of them, and return the exit status."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    draw, texts = random.Random(SEED), seeds()
    outcomes, times, faults = Counter[str](), list[float](), list[str]()
    for _ in range(count):
        text = damaged(draw, texts)
        try:
            for outcome, seconds in tried(text):
                outcomes[outcome] += 1
                times.append(seconds)
                if seconds > LONGEST:
                    faults.append(f"{seconds * 1000:.0f} ms, {outcome}: {text[:80]!r} ({len(text)} characters)")
        except Exception as error:  # whatever comes out is what is looked for
            faults.append(f"{type(error).__name__}: {error}: {text[:200]!r}")
    for outcome, number in sorted(outcomes.items()):
        print(f"{outcome:20} {number:7}")
    times.sort()
    median, p99 = statistics.median(times), times[len(times) * 99 // 100]
    print(f"median {median * 1e3:.3f} ms, p99 {p99 * 1e3:.2f} ms, max {times[-1] * 1e3:.1f} ms")
    print(*faults[:40], sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
