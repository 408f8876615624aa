"""What judging a descent costs: iterations asked of the program, and milliseconds of our own, over the right corpus.

Run from the repository: `python -m benchmarks.descent`. The program's own time is not counted as the judge's, nor what
is derived once for an exercise. What was found out for a step size before is forgotten: of a class hardly two students
have the same program and the same step size.
"""

from __future__ import annotations

import statistics
import time

from grader.descent.arrival import constant_arrival
from grader.model import Observation, Probe
from tests.descent_programs.driver import Session, play
from tests.descent_programs.right import ONE, ONE_VARIABLE, TWO, TWO_VARIABLES


class Timed(Session):
    """A session that knows how long the program itself took."""

    spent = 0.0

    def ask(self, probe: Probe) -> Observation:
        """What came of the probe, timed."""
        started = time.perf_counter()
        observation = super().ask(probe)
        self.spent += time.perf_counter() - started
        return observation


def measured(source: str, exercise: str) -> tuple[int, float]:
    """Iterations asked for and the judge's milliseconds, the best of five."""
    times, asked = [], 0
    for _ in range(5):
        session = Timed(source)
        constant_arrival.cache_clear()
        started = time.perf_counter()
        result = play(source, exercise, session)
        times.append(1000 * (time.perf_counter() - started - session.spent))
        asked = int(str(result.evidence["iterations_asked"]))
    return asked, min(times)


def main() -> None:
    """Print a line for each program and the medians."""
    rows = [(name, *measured(source, ONE)) for name, source in ONE_VARIABLE.items()]
    rows += [(f"two variables: {name}", *measured(source, TWO)) for name, source in TWO_VARIABLES.items()]
    for name, asked, milliseconds in rows:
        print(f"{asked:6d} iterations  {milliseconds:7.1f} ms  {name}")
    iterations = statistics.median(asked for _, asked, _ in rows)
    milliseconds = statistics.median(ms for _, _, ms in rows)
    print(f"median: {iterations:g} iterations, {milliseconds:.1f} ms in the judge")


if __name__ == "__main__":
    main()
