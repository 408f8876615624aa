"""How many random courses have the same totals, flags, days and attempts in every report as docs/course.md says they have.

`python benchmarks/courses.py 2000` works out so many courses with the oracle of tests/course, which imports nothing of the
package, and prints each that differs; it ends with 1 when one does. The normal suite does the same with a hundred.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.course.test_oracle import disagreements


def main() -> None:
    """Compare so many courses as the first argument says, from the seed on that the second one names."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    wrong = 0
    for seed in range(first, first + many):
        with tempfile.TemporaryDirectory() as folder:
            found = disagreements(seed, Path(folder))
        wrong += bool(found)
        for line in found[:5]:
            print(f"course {seed}: {line}")
    print(f"{many - wrong} of {many} courses are as docs/course.md says")
    sys.exit(int(wrong > 0))


if __name__ == "__main__":
    main()
