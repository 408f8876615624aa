"""The same descent in twenty styles, for any function whose gradient a student can type."""

from __future__ import annotations

from grader.kinds.descent.example import Pieces


def honest(pieces: Pieces) -> dict[str, str]:
    """Right programs by style, each with another step size below the largest."""
    begin, step, end = pieces.begin, pieces.step, f"return {pieces.each('{v}')}"
    starts, names, several = pieces.each("{v}_start"), pieces.each("{v}"), len(pieces.names) > 1
    slopes = ", ".join(pieces.slopes)
    gradient = f"def gradient({names}):\n    return [{slopes}]\n"
    f = f"def f({names}):\n    return {pieces.question.function.expression}\n"
    d = pieces.size
    moved_on = pieces.each("{v} - {d} * {g}")
    moved = pieces.each("{v} - d * {g}")
    by_index = ", ".join(f"{v} - {d} * g[{i}]" for i, v in enumerate(pieces.names))
    point = f"({starts},)"
    unpacked = f"({names},) = p"
    last = "return tuple(p)" if several else "return p[0]"
    quotients = ", ".join(
        f"{v} - {d} * (f({', '.join(w if w != v else f'{w} + 1e-6' for w in pieces.names)})"
        f" - f({', '.join(w if w != v else f'{w} - 1e-6' for w in pieces.names)})) / 2e-6"
        for v in pieces.names
    )
    small = " + ".join(f"abs({slope})" for slope in pieces.slopes)
    return {
        "plain": pieces.descent(),
        "while": pieces.program(begin, "k = 0", "while k < n:", f"    {step}", "    k += 1", end),
        "counting down": pieces.program(begin, "while n > 0:", f"    {step}", "    n = n - 1", end),
        "gradient as a function": pieces.program(
            begin, "for k in range(n):", f"    g = gradient({names})", f"    {names} = {by_index}", end, above=gradient
        ),
        "names for the slopes": pieces.program(
            begin, f"d = {d}", "for i in range(1, n + 1):", f"    {pieces.each('d{v}')} = {slopes}",
            f"    {names} = {pieces.each('{v} - d * d{v}')}", end),
        "a list of points": pieces.program(
            f"points = [{point}]", "for k in range(n):", f"    ({names},) = points[-1]", f"    points.append(({moved_on},))",
            f"({names},) = points[-1]", end),
        "recursion": pieces.program(
            "if n == 0:", f"    return {starts}", begin, step, f"return {pieces.question.item.name}({names}, n - 1)"),
        "numpy": pieces.program(
            f"p = np.array([{starts}], dtype=float)", "for k in range(n):", f"    ({names},) = p",
            f"    p = p - {d} * np.array([{slopes}])", last, above="import numpy as np"),
        "numpy, in place": pieces.program(
            f"p = np.array([{starts}], dtype=float)", "for k in range(n):", f"    p -= {d} * np.array(gradient(*p))",
            last, above=f"import numpy as np\n{gradient}"),
        "reduce": pieces.program(
            "def go(p, _):", f"    {unpacked}", f"    return ({moved_on},)",
            f"p = reduce(go, range(n), {point})", last, above="from functools import reduce"),
        "a class": pieces.program(
            f"walk = Walk({point})", "for k in range(n):", "    walk.advance()", "p = walk.p", last,
            above=f"class Walk:\n    def __init__(self, p):\n        self.p = p\n    def advance(self):\n"
            f"        {unpacked.replace('= p', '= self.p')}\n        self.p = ({moved_on},)\n"),
        "a generator": pieces.program(
            "def walk():", f"    {begin}", "    while True:", f"        yield ({names},)", f"        {step}",
            "points = walk()", "for k in range(n):", "    next(points)", "p = next(points)", last),
        "a falling size": pieces.descent(step=f"{names} = {pieces.each('{v} - {d} / (1 + 0.01 * k) * {g}')}"),
        "another size later": pieces.program(
            begin, "for k in range(n):", f"    d = {d} if k < 3 else {d} / 2", f"    {names} = {moved}", end),
        "difference quotients": pieces.program(begin, "for k in range(n):", f"    {names} = {quotients}", end, above=f),
        "stops when it is there": pieces.program(
            begin, "for k in range(n):", f"    if {small} < 1e-9:", "        break", f"    {step}", end),
        "converts its start": pieces.program(
            f"{names} = {pieces.each('float({v}_start)')}", "for k in range(int(n)):", f"    {step}", end),
        "remembers what it prints": pieces.program(
            begin, "history = []", "for k in range(n):", f"    history.append(({names},))", f"    {step}",
            "best = min(len(history), 3)", end),
        "uses its parameters": pieces.program(
            "for k in range(n):", f"    g = gradient({starts})",
            f"    {starts} = {by_index.replace(' - ', '_start - ')}", f"return {starts}", above=gradient),
        "a small size": pieces.descent(step=f"{names} = {pieces.each('{v} - {d} / 7 * {g}')}"),
    }  # fmt: skip

