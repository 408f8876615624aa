from fractions import Fraction

import pytest

from grader.model import CheckResult, Criterion, Key, Verdict
from grader.reports.line_to_blame import Blame, blame_of, line_to_blame
from grader.sentences.catalogue import say, sentence, slip_text
from grader.submission.handed_in_work import read_text

ENDED = """
def descend(x, y, n):
    for k in range(n):
        dx = x - 1
        x = x - 0.1/n*dx
        if abs(dx) < 0.1: break
    return x
"""
HELPER = """
def slope(x, y):
    gx = 4*x + y
    return gx, x
"""
SEPARATE = """
def descend(x_start, y_start, n):
    x, y = 0, y_start
    for _ in range(n - 1):
        dx = 4*x + 3*y
        dy = x
        x = x - 0.1*dx
        y = y - 0.1*dy
    return x, y
"""
TOGETHER = """
def descend(x, y, n):
    lr = 0.1
    while n > 0:
        g = slope(x, y)
        new_x, new_y = x - lr*g[0], y - lr*g[1]
        x, y = new_x, new_y
        n -= 1
    return np.array([x, y])
"""
NEWTON = """
def descend(x, n):
    for _ in range(n):
        e = math.exp(x)
        d1 = e - 2
        d2 = e + x
        x = x - d1/d2
    return x
"""
SCALED = """
def descend(x, y, n):
    for _ in range(n):
        e = math.exp(x - y)
        gx, gy = e + x, 2*y + e
        dx, dy = 0.1*gx, 0.1*gy
        x, y = x - dx, y - dy
    return x, y
"""
IN_ONE = """
def descend(x, n):
    for _ in range(n):
        x = x - 0.1*(x - 2)
    return round(x)
"""
IN_TURN = """
def descend(x_start, y_start, n):
    p = [x_start, y_start]
    for i in range(n):
        if i % 2 == 0:
            p[0] = (3 + p[1]) / 2
        else:
            p[1] = -p[0] / 4
    return p
"""
WITH_MEMORY = """
def descend(x, y, n):
    p, v = np.array([x, y]), np.zeros(2)
    for k in range(n):
        g = np.array([p[0] + p[1], p[0] + 10*p[1]])
        v = 0.8*v + 0.2*g
        p = p - 0.05*v
    return p
"""
OVER_DATA = """
def descend(x, y, X, n):
    for k in range(n):
        r = x*X + y
        gx = 2/3 * np.sum(r*X)
        gy = 2/3 * np.sum(r)
        x, y = x - 0.1*gx, y - 0.1*gy
    return x, y
"""
KEPT_WITHIN = """
def descend(x, y, n):
    for k in range(n):
        x = x - 0.1*(x + y)
        y = y - 0.1*x
        x = min(max(x, 0), 1)
        y = np.clip(y, 0, 2)
    return x, y
"""
SOLVED = """
def descend(x, y, n):
    for k in range(n):
        gx, gy = x + y, x
        a, b, c = 4, 1, 2*x
        det = a*c - b**2
        x, y = x - (c*gx - b*gy)/det, y - (a*gy - b*gx)/det
    return x, y
"""
PARTLY_INSIDE = """
def descend(x, y, n):
    p = np.array([x, y])
    for k in range(n):
        r = p[1] - p[0]**2
        p = p - 0.1*np.array([2*(1 - p[0]) - 4*p[0]*r, 2*r])
    return p
"""
WITHIN = """
def descend(x, y, n):
    grad = lambda x, y: (x + y, x + 5*y)
    for _ in range(n):
        gx, gy = grad(x, y)
        x = x - 0.1*gx
        y = y - 0.1*gy
    return x, y
"""
HEAVY = """
def descend(x, y, n):
    p, v = np.array([x, y]), np.zeros(2)
    for k in range(n):
        g = np.array([p[0] - np.exp(-p[0]), p[0] + 10*p[1]])
        v = 0.8*v - 0.05*g
        p = p - v
    return p
"""
CLIPPED = """
def descend(p, n):
    for i in range(n):
        g = np.array([2*p[0], 6*p[1]])
        p = np.clip(p + 0.1*g, [0, 0], [1, 2])
    return p
"""
HALF_INSIDE = """
def descend(x, y, X, n):
    for _ in range(n):
        r = x*X + y
        x, y = x - 0.1*((r*X).sum()/4 - x/5), y - 0.1*r.sum()/4
    return x, y
"""
BOUND_BEFORE = """
def descend(x_start, y_start, n):
    x_start, y_start = 1.0, 1.0
    p = np.array([x_start, y_start])
    for i in range(n):
        p = p - 0.1*p
    return p
"""
BEGUN_AGAIN = """
def descend(x_start, n):
    x = x_start
    for i in range(n):
        x = x_start
        x = x - 0.1*x
    return x
"""
SUMMED = """
def descend(w, X):
    total = 0
    for x in X:
        total += max(0, 1 - w*x)
    return total
"""
BESIDE = """
def descend(x_start, n):
    d = 3
    x = x_start - d*slope(x_start)
    for k in range(n):
        x = x - d*slope(x)
    return x
"""
STOPS = slip_text("stops_too_early", steps="", start="", next="")
GUARDS = slip_text("stops_too_early", steps="", start="", next=sentence("stops_too_early.far_away"))
GUARDED = """
def descend(x, n):
    for _ in range(n):
        x = x + 0.1*x
        if abs(x) > 50:
            break
    return x
"""
HELPER_IN_ROWS = """
def descend(x, y, n):
    def grad(x, y):
        return np.array([x + y,
                         x + 5*y])
    p = np.array([x, y])
    for _ in range(n):
        p = p - 0.1*grad(*p)
    return p
"""
PLACE_BY_PLACE = """
def descend(x, y, n):
    p = np.array([x, y])
    for _ in range(n):
        g = np.zeros(2)
        g[0] = p[0] + p[1]
        g[1] = p[0] + 10*p[1]
        p = p - 0.1*g
    return p
"""
HALVED = """
def descend(x, n):
    d = 0.5
    for _ in range(n):
        dx = x + 2
        x = x - d*dx
        d *= 0.5
    return x
"""
SUMMED_IN_STEP = """
def descend(x, y, X, n):
    for k in range(n):
        r = x*X + y
        x, y = x - 0.1*np.sum(r*X), y - 0.1*np.sum(r)
    return x, y
"""
WRONG_IN_Y = slip_text("wrong_gradient", by=sentence("wrong_gradient.by", axis="`y`"), text=slip_text("sign"))
SECOND = slip_text("wrong_second_derivative", by="", text=slip_text("sign"))
WRONG = slip_text("wrong_gradient", by=sentence("wrong_gradient.by", axis="x"), text=slip_text("sign"))


@pytest.mark.parametrize(
    ("program", "criterion", "text", "line"),
    [
        (SEPARATE, "direction", WRONG, "dx = 4*x + 3*y"),
        (SEPARATE, "direction", slip_text("ascends", "program", because=""), None),  # both lines move the point
        (SEPARATE, "direction", slip_text("ascends_in_one_coordinate", axis="y"), "y = y - 0.1*dy"),
        (BESIDE, "count", slip_text("one_step_too_many", because=sentence("counting.beside")), "x = x_start - d*slope(x_start)"),
        (BESIDE, "count", slip_text("one_step_too_many", because=sentence("counting.question")), "for k in range(n):"),
        (BESIDE, "arrives", slip_text("step_size_too_large", size=3, start="1", largest=""), "d = 3"),
        (BESIDE.replace("d = 3\n    ", ""), "arrives", slip_text("step_size_too_large", size=3, start="1", largest=""), None),
        (SEPARATE, "count", slip_text("one_step_too_few"), "for _ in range(n - 1):"),
        (SEPARATE, "start", slip_text("ignores_start"), "x, y = 0, y_start"),
        (GUARDED, "direction", GUARDS, "x = x + 0.1*x"),
        (GUARDED, "direction", STOPS, "if abs(x) > 50:"),
        (SEPARATE.replace("dy = x", "dy = 2*x"), "direction", slip_text("moved_by_another", axis="y", other="x"), "dy = 2*x"),
        (SEPARATE.replace("0.1*dy", "0.1*dx"), "direction", slip_text("moved_by_another", axis="y", other="x"), "y = y - 0.1*dx"),
        (HELPER + TOGETHER.replace("lr*g[1]", "lr*g[0]"), "direction", slip_text("moved_by_another", axis="y", other="x"),
         "new_x, new_y = x - lr*g[0], y - lr*g[0]"),
        (ENDED, "arrives", STOPS, "if abs(dx) < 0.1: break"),
        (ENDED.replace("if abs(dx) < 0.1: break", "pass"), "arrives", STOPS, "for k in range(n):"),
        (ENDED, "count", slip_text("step_size_from_n", "program"), "x = x - 0.1/n*dx"),
        (SEPARATE.replace("x, y = 0, y_start", "x = x_start\n    y = 0"), "start", slip_text("ignores_start"), "y = 0"),
        (SEPARATE, "start", slip_text("returns_trajectory"), "return x, y"),
        (SEPARATE, "start", slip_text("keeps_state", call="`descend(0, 0, 1)`"), None),
        (HELPER + TOGETHER, "direction", WRONG, "gx = 4*x + y"),
        (
            HELPER + TOGETHER,
            "direction",
            slip_text("ascends", "program", because=""),
            None,
        ),  # the step subtracts, so a derivative has another sign
        (NEWTON, "direction", SECOND, "d2 = e + x"),
        (NEWTON, "direction", WRONG, "d1 = e - 2"),
        (NEWTON, "direction", sentence("wrong_direction"), None),  # the update is right where another line is wrong
        (SCALED, "direction", WRONG, "gx, gy = e + x, 2*y + e"),
        (IN_ONE, "direction", sentence("wrong_direction"), "x = x - 0.1*(x - 2)"),  # all of the step stands in it
        (IN_ONE, "start", slip_text("rounds_to_integers"), "return round(x)"),
        (IN_ONE, "start", slip_text("returns_nothing"), None),
        (HELPER + TOGETHER, "step_size", sentence("no_step_size"), None),  # the number stands elsewhere
        (IN_TURN, "direction", WRONG, "p[0] = (3 + p[1]) / 2"),
        (IN_TURN, "direction", sentence("wrong_direction"), None),  # both lines move the point
        (WITH_MEMORY, "numbers", sentence("no_step_size"), None),  # two lines have a number
        (OVER_DATA, "direction", WRONG, "gx = 2/3 * np.sum(r*X)"),
        (KEPT_WITHIN, "direction", WRONG, "x = x - 0.1*(x + y)"),
        (SOLVED, "direction", SECOND, "a, b, c = 4, 1, 2*x"),
        (PARTLY_INSIDE, "direction", WRONG, None),  # either line may be it
        (WITHIN, "direction", WRONG, "grad = lambda x, y: (x + y, x + 5*y)"),
        (HEAVY, "direction", WRONG, "g = np.array([p[0] - np.exp(-p[0]), p[0] + 10*p[1]])"),
        (HEAVY, "direction", slip_text("ascends", "program", because=""), None),  # two lines have a minus
        (
            HEAVY.replace("v - ", "v + ").replace("p - v", "p + v"),
            "direction",
            slip_text("ascends", "program", because=""),
            "p = p + v",
        ),
        (CLIPPED, "direction", slip_text("ascends", "program", because=""), "p = np.clip(p + 0.1*g, [0, 0], [1, 2])"),
        (HALF_INSIDE, "direction", WRONG, None),  # a term of the derivative stands in the step
        (BOUND_BEFORE, "start", slip_text("ignores_start"), "x_start, y_start = 1.0, 1.0"),
        (HELPER_IN_ROWS, "direction", WRONG_IN_Y, "x + 5*y])"),
        (PLACE_BY_PLACE, "direction", WRONG, "g[0] = p[0] + p[1]"),
        (PLACE_BY_PLACE, "direction", slip_text("wrong_gradient", by="", text=slip_text("sign")), None),
        (HALVED, "arrives", sentence("ends_elsewhere.schedule", start="1"), "d *= 0.5"),
        (HALVED.replace("d *= 0.5", "while d > 1: d *= 0.5"), "arrives", sentence("ends_elsewhere.schedule", start="1"), None),
        (HALVED, "direction", slip_text("ascends", "program", because=""), "dx = x + 2"),
        (HALVED.replace("d*dx", "d * -dx"), "direction", slip_text("ascends", "program", because=""), "x = x - d * -dx"),
        (HALVED.replace("x - d*dx", "x + -d*dx"), "direction", slip_text("ascends", "program", because=""), "dx = x + 2"),
        (SUMMED_IN_STEP, "direction", WRONG, None),  # of the derivative a part stands in the step
        (IN_ONE, "count", slip_text("ignores_n", because=sentence("same.unchanged", name="x")), "x = x - 0.1*(x - 2)"),
        (BEGUN_AGAIN, "count", slip_text("ignores_n", because=sentence("same.begins_again", text="x = x_start")), "x = x_start"),
    ],
)
def test_the_line_that_is_to_blame(program: str, criterion: str, text: str, line: str | None) -> None:
    """It is the step, the derivative behind it, the loop, the beginning or the end, by what is told; never the head."""
    submission = read_text(program, "a.py")
    lost = Criterion(id=criterion, text="", verdict=Verdict.INCORRECT, share=Fraction(1), credit=Fraction(0), feedback=text)
    key = Key(exercise="e", item="descend")
    result = CheckResult(key=key, verdict=Verdict.PARTIAL, feedback=(say("slow", size=1, steps=2),), criteria=(lost,))
    place = line_to_blame(submission.definitions(("descend",))[-1], submission, blame_of(result, ("x", "y")))
    assert (program.splitlines()[place.line - 1].strip() if place else None) == line


def test_what_is_made_of_another_line_is_not_shown() -> None:
    """Which of the two is wrong nobody knows."""
    submission = read_text("x, y = sp.symbols('x y')\nf = x*y\ng = sp.diff(f, x)\nh = sp.cos(x)\n", "a.py")
    places = [line_to_blame(submission.definitions((name,))[0], submission, Blame()) for name in "gh"]
    assert [place and place.line for place in places] == [None, 4]


@pytest.mark.parametrize(
    ("source", "name", "code", "line"),
    [
        ("v = ('y', 'z')\nv = list(v)\n", "v", None, 1),
        ("v = ('y', 'z')\nw = list(v)\n", "w", None, 1),
        ("d, p, s = 0.1, 2, []\nd = 0.1\nfor k in range(2):\n    p = p - d*p\n    s.append(p)\n    d = d/2\n", "s",
         "slip.another_step_size.step", 6),
    ],
)  # fmt: skip
def test_a_line_that_only_passes_on_is_not_to_blame(source: str, name: str, code: str | None, line: int) -> None:
    """What it passes on is, and of a size that changes the line that changes it."""
    submission = read_text(source, "a.py")
    feedback = (say(code),) if code is not None else ()
    result = CheckResult(key=Key(exercise="e", item=name), verdict=Verdict.INCORRECT, feedback=feedback)
    place = line_to_blame(submission.definitions((name,))[-1], submission, blame_of(result, ("x", "y")))
    assert place is not None
    assert place.line == line


def test_a_condition_is_that_of_the_parameter_told() -> None:
    """What is compared with it stands there."""
    program = SEPARATE.replace("        dy = x\n", "        dy = x\n        if dx*dx + dy*dy < tol:\n            break\n")
    submission = read_text(program, "a.py")
    text = slip_text("other_measure", parameter="tol", tolerance=1, found="", asked="")
    lost = Criterion(id="count", text="", verdict=Verdict.INCORRECT, share=Fraction(1), credit=Fraction(0), feedback=text)
    result = CheckResult(key=Key(exercise="e", item="descend"), verdict=Verdict.PARTIAL, criteria=(lost,))
    place = line_to_blame(submission.definitions(("descend",))[-1], submission, blame_of(result, ("x", "y")))
    assert place is not None
    assert program.splitlines()[place.line - 1].strip() == "if dx*dx + dy*dy < tol:"


@pytest.mark.parametrize(("program", "line"), [(SUMMED, None), (SUMMED.replace("+=", "="), 5)])
def test_a_sum_is_made_in_more_than_one_line(program: str, line: int | None) -> None:
    """A mean that is not taken, and what is not added, stand in none of them."""
    submission = read_text(program, "a.py")
    result = CheckResult(key=Key(exercise="e", item="descend"), verdict=Verdict.INCORRECT)
    place = line_to_blame(submission.definitions(("descend",))[-1], submission, blame_of(result, ()))
    assert (place and place.line) == line


def test_a_list_that_grows_is_made_where_it_grows() -> None:
    """`steps = []` says nothing."""
    submission = read_text("steps = []\nfor k in range(2):\n    steps.append((k, k))\n", "a.py")
    result = CheckResult(key=Key(exercise="e", item="steps"), verdict=Verdict.INCORRECT)
    place = line_to_blame(submission.definitions(("steps",))[0], submission, blame_of(result, ("x", "y")))
    assert place is not None
    assert place.line == 3


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("steps = set()\nfor v in ('z', 'y'):\n    steps.add(v)\n", 2),
        ("p, steps = (1, 2), []\nfor k in range(2):\n    g = 2*p[0]\n    p = (p[0] - 0.1*g, p[1])\n    steps.append(p)\n", None),
        ("p, steps = (1, 2), []\nfor k in range(2):\n    p = (p[0] - 0.2*p[0], p[1] - 0.2*p[0])\n    steps.append(p)\n", 3),
    ],
)
def test_what_is_added_is_told_where_it_is_made(source: str, line: int | None) -> None:
    """A loop that adds what it goes through, the step if all of it stands in it; of two lines nobody knows which is wrong."""
    submission = read_text(source, "a.py")
    result = CheckResult(key=Key(exercise="e", item="steps"), verdict=Verdict.INCORRECT)
    place = line_to_blame(submission.definitions(("steps",))[0], submission, blame_of(result, ("x", "y")))
    assert (place and place.line) == line


MADE = "delta = 0.01\np = [(2, 1)]\nfor k in range(2):\n    x, y = p[-1]\n    p.append((x - delta*y, y - delta*x))\nsteps = p[1:]\n"
CUT = "p = np.array([1, 2])\nsteps = []\nfor k in range(2):\n    p[:] = p - 0.1*p\n    steps.append((int(p[0]), int(p[1])))\n"


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        (MADE, "slip.another_step_size.step", 1),
        (MADE, "step.other_start", 2),
        (MADE.replace("delta = 0.01", "gamma, delta = 0.01, gamma"), "slip.another_step_size.step", 5),
        (CUT, "step.cut_to_whole", 1),
        (CUT.replace("1, 2", "1.0, 2.0"), "step.cut_to_whole", 5),
        (CUT.replace("np.array([1, 2])", "np.zeros(2, dtype=int)"), "step.cut_to_whole", 1),
    ],
)
def test_what_a_list_of_steps_is_made_with_is_set_in_a_line_of_its_own(source: str, code: str, line: int) -> None:
    """The size, the start and whole numbers are told where they are set, and a list cut out of another where that grows."""
    submission, text = read_text(source, "a.py"), sentence(code, first="(2, 1)", start="(1, 2)")
    lost = Criterion(id="step_1", text="", verdict=Verdict.INCORRECT, share=Fraction(1), credit=Fraction(0), feedback=text)
    result = CheckResult(key=Key(exercise="e", item="steps"), verdict=Verdict.INCORRECT, criteria=(lost,))
    place = line_to_blame(submission.definitions(("steps",))[-1], submission, blame_of(result, ("x", "y")))
    assert place is not None
    assert place.line == line


def test_a_parameter_that_gets_a_value_of_its_own_is_told_there() -> None:
    """Not at the loop that runs by it."""
    submission = read_text("def descend(x, n):\n    n = 500\n    for k in range(n):\n        x = x - 0.1*x\n    return x\n", "a.py")
    text = sentence("same.overwritten", text="n = 500", name="n")
    lost = Criterion(id="count", text="", verdict=Verdict.INCORRECT, share=Fraction(1), credit=Fraction(0), feedback=text)
    result = CheckResult(key=Key(exercise="e", item="descend"), verdict=Verdict.INCORRECT, criteria=(lost,))
    place = line_to_blame(submission.definitions(("descend",))[-1], submission, blame_of(result, ("x",)))
    assert place is not None
    assert place.line == 2
