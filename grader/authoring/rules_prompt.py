"""Rules about the prompt: it can be shown, asks for what is graded, its points add up, and its numbers are the derived ones.

A prompt is the author's Markdown with formulas in dollars. Knows which commands KaTeX has, and no answer of a student.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import math
import re
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

from grader.algebra.floats import decimals
from grader.authoring.bench import Bench, Fault, Findings
from grader.course.data_columns import headings_in
from grader.course.exercise_files import text_of
from grader.course.yaml_documents import suggestion
from grader.equality.sample_points import value_at as evaluate
from grader.kinds.protocol import Point
from grader.model import Exercise
from grader.notation.answer import read
from grader.reports import points

# where a fault of the prompt stands in the file
_PROMPT = ("prompt",)
# a name of Python
_NAME = re.compile(r"[A-Za-z_]\w*")
# packages and their usual short names, which a prompt may mention
_PACKAGES = frozenset({"numpy", "np", "mygrad", "mg", "sympy", "sp", "scipy", "matplotlib", "plt", "pandas", "pd", "jax"})
# how many points something is worth
_POINTS = re.compile(r"(?<![\w.$^/])(\d+(?:\.\d+)?(?:/\d+)?)[\s-]*(?:points?|pts?|marks?)\b", re.IGNORECASE)


def check_prompt_renders(bench: Bench) -> Findings:
    """Check: the prompt can be shown: formulas are closed, their commands known to KaTeX, and there is no raw HTML."""
    found = list(rendering_faults(bench.exercise.prompt))
    yield from (Fault(_PROMPT, message) for message in found)
    if not found:
        yield None


def check_names_asked_for(bench: Bench) -> Findings:
    """Check: every name that the prompt asks for in backticks is graded, and every item's name is asked for."""
    exercise = bench.exercise
    spans = [match.group(0).strip("`~ \n") for match in _CODE.finditer(exercise.prompt)]
    graded = {name for item in exercise.items for name in item.names}
    columns = headings_in(text_of(bench.written.file))
    for name in dict.fromkeys(name for span in spans for name in _asked_for(span)):
        if name not in graded and name not in _other_names(exercise, spans) | columns:
            hint = suggestion(name, (item.name for item in exercise.items))
            yield Fault(_PROMPT, f"it asks for `{name}`, which no item grades{hint}")
    written = {word for span in spans for word in _NAME.findall(span)}
    for place, item in enumerate(exercise.items):
        yield (None if item.name in written else Fault(("items", place), f"the prompt nowhere asks for `{item.name}` in backticks"))


def _asked_for(span: str) -> Iterator[str]:
    """Yield the names that a piece of code in the prompt defines or is: `name`, `name = …`, `name(x, n)`."""
    span = span.removeprefix("def ").rstrip(": ")
    if _NAME.fullmatch(span):
        yield span
        return
    match = re.match(r"([A-Za-z_]\w*)\s*(=(?!=)|\(.*\)$)", span)
    if match:
        yield match.group(1)


def _other_names(exercise: Exercise, spans: list[str]) -> set[str]:
    """Return names that a prompt may mention without asking for them: what is given, Python's own, and packages."""
    given = {name for function in exercise.functions for name in (function.name, *function.variables)}
    given |= {given.name for given in exercise.given}
    arguments = {name for span in spans for name in _arguments(span)}
    modules = sys.stdlib_module_names
    # packages to use or not to use
    words: set[str] = set()
    for item in exercise.items:
        for key in ("uses", "forbids"):
            words |= {part for name in getattr(item.options, key, ()) for part in (name, *name.split("."))}
    return given | arguments | set(dir(builtins)) | set(keyword.kwlist) | _PACKAGES | set(modules) | words


def _arguments(span: str) -> Iterator[str]:
    """Yield the names inside the brackets of a call or a value in the prompt."""
    try:
        tree = ast.parse(span.removeprefix("def ").rstrip(": "))
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            parts = [*node.args, *(part.value for part in node.keywords)]
            yield from (n.id for part in parts for n in ast.walk(part) if isinstance(n, ast.Name))
            yield from (part.arg for part in node.keywords if part.arg)


def check_points_add_up(bench: Bench) -> Findings:
    """Check: points that the prompt mentions are those of an item, or of the exercise; and there is something to earn."""
    exercise = bench.exercise
    if not exercise.points:
        yield Fault(("items",), "the whole exercise is worth nothing")
    mentioned = [Fraction(text) for text in _POINTS.findall(exercise.prompt)]
    single = {item.points for item in exercise.items}
    for number in mentioned:
        known = number == exercise.points or number in single
        yield (
            None
            if known
            else Fault(
                _PROMPT,
                f"it mentions {points.text(number)} points; the items are worth "
                f"{', '.join(map(points.text, sorted(single)))} and the exercise {points.text(exercise.points)}",
            )
        )
    parts = [number for number in mentioned if number != exercise.points]
    if len(parts) == len(exercise.items) > 1 and sum(parts) != exercise.points:
        yield Fault(
            _PROMPT,
            f"the points that it mentions add up to {points.text(sum(parts, Fraction(0)))}, not {points.text(exercise.points)}",
        )
    yield None


# a number as a prompt prints it, with either minus sign
_NUMBER = r"[-−]?\d+(?:\.\d+)?"
# "about" in words or a sign, what stands before it in its sentence, and the numbers after it
_ABOUT = re.compile(
    r"(?P<before>[^.;]*?)(?:\b(?:about|around|near|approximately|roughly|close to)\b|\\approx|≈)[^.;\d]{0,24}?"
    rf"(?P<numbers>{_NUMBER}(?:\s*,\s*{_NUMBER})*)"
)
# what a number after such words is about: nothing that is derived
_OF_SOMETHING_ELSE = re.compile(
    r"step|size|rate|δ|\\delta|\\eta|iteration|after|tolerance|second|angle|degree|start", re.IGNORECASE
)


def check_printed_values(bench: Bench) -> Findings:
    """Check: a value that the prompt prints is the derived one, rounded or cut off at the digits printed."""
    for place, item, question in bench.items:
        for key, printed, candidates in item.options.printed(question.function):
            path = (*bench.path_of_options(place), key)
            places = [max(1, decimals(number)) for number in printed]  # 2 and 2.0 are one number in YAML
            agree = any(len(point) == len(printed) and all(map(_rounds_to, point, printed, places)) for point in candidates)
            shown = ", ".join(f"{c:.8g}" for c in candidates[0]) if candidates else "nowhere"
            yield (
                None
                if agree
                else Fault(path, f"({', '.join(map(repr, printed))}) is neither ({shown}) rounded nor cut off at these digits")
            )
            missing = [number for number in map(repr, printed) if number not in bench.exercise.prompt]
            yield Fault(path, f"the prompt does not print {', '.join(missing)}") if missing else None


def _rounds_to(value: float, printed: float, digits: int) -> bool:
    return printed in (round(value, digits), math.trunc(value * 10**digits) / 10**digits)


# a minimum that is "about" something
_SAYS_MINIMUM = re.compile(r"minim\w+[^.]*?(about|around|near|approximately|roughly|\\approx|≈)[^.\d]*\d", re.IGNORECASE)


def check_unchecked_values(bench: Bench) -> Findings:
    """Check: a minimum that the prompt prints is stated in `printed_minimum` too, and so held to the derived one."""
    if not _SAYS_MINIMUM.search(bench.exercise.prompt):
        return
    for place, item, _ in bench.items:
        if "printed_minimum" in type(item.options).model_fields:
            unchecked = getattr(item.options, "printed_minimum") is None  # noqa: B009 - of any kind that has it
            yield (
                Fault(("items", place), "the prompt prints a minimum that nothing checks; write it as `printed_minimum`")
                if unchecked
                else None
            )


def check_approximate_values(bench: Bench) -> Findings:
    """Check: every number that the prompt gives as "about" so much is derived too: a minimum, or the function's value there."""
    derived = [point for _, item, question in bench.items for point in item.options.derived(question.function)]
    stated = {n for _, item, question in bench.items for _, p, _ in item.options.printed(question.function) for n in p}
    for texts in _approximate(bench.exercise.prompt) if derived else ():
        if stated.issuperset(map(float, texts)):
            continue  # `printed_minimum` is held to the derived one where it stands
        digits = [len(text.partition(".")[2]) for text in texts]
        agree = any(
            len(point) == len(texts) and all(map(_rounds_to, point, map(float, texts), digits))
            for point in _printable(bench.exercise, derived)
        )
        shown = " or ".join(f"({', '.join(f'{c:.8g}' for c in point)})" for point in derived)
        yield (
            None
            if agree
            else Fault(
                ("prompt",),
                f"it says about {', '.join(texts)}, which is neither the minimum {shown}, nor a coordinate or the "
                "function's value there, rounded or cut off at these digits",
            )
        )


def _approximate(prompt: str) -> Iterator[tuple[str, ...]]:
    """Yield the numbers after each "about", as they are written; without those of step sizes, counts and the like."""
    for match in _ABOUT.finditer(prompt):
        texts = tuple(text.strip().replace("−", "-") for text in match["numbers"].split(","))
        if any("." in text for text in texts) and not _OF_SOMETHING_ELSE.search(match["before"]):
            yield texts


def _printable(exercise: Exercise, derived: list[Point]) -> Iterator[Point]:
    """Yield the points, each of their coordinates, and the functions' values there."""
    for point in derived:
        yield point
        yield from ((coordinate,) for coordinate in point)
        for function in exercise.functions:
            formula = read(function.expression, variables=function.variables)
            value = evaluate(formula, dict(zip(function.variables, point, strict=False)))
            if value is not None and len(point) == len(function.variables):
                yield (float(value),)


# code in backticks or between fences
_CODE = re.compile(r"(```.*?```|~~~.*?~~~|(`+)(?!`).*?(?<!`)\2(?!`))", re.DOTALL)
# a dollar that is meant as one
_ESCAPED_DOLLAR = re.compile(r"\\\$")
# a formula between dollars, one or two at each end
_FORMULA = re.compile(r"\$\$(.*?)\$\$|\$([^$]*?)\$", re.DOTALL)
# a command of TeX: a word, or one sign
_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
# signs that may follow a backslash
_SPACING = frozenset(",;:!> \\{}|%$&#_'`^=~\".\n")
# those that KaTeX knows
_ENVIRONMENTS = frozenset(
    "array darray matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix matrix* pmatrix* bmatrix* Bmatrix* vmatrix* Vmatrix* "
    "smallmatrix subarray cases dcases rcases drcases align align* aligned split gathered gather gather* alignat "
    "alignat* alignedat equation equation* CD".split()
)


@cache
def _known() -> frozenset[str]:
    """Return the names of all commands that KaTeX knows."""
    text = (Path(__file__).parent / "files" / "katex_commands.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def rendering_faults(prompt: str) -> Iterator[str]:
    """Yield what a reader would see wrongly, one sentence each."""
    text = _ESCAPED_DOLLAR.sub("  ", _CODE.sub(" ", prompt))
    if _FORMULA.sub(" ", text).count("$"):
        yield "a `$` opens a formula that no other `$` closes"
        return
    for match in _FORMULA.finditer(text):
        formula = match.group(1) if match.group(1) is not None else match.group(2)
        yield from (f"in `${' '.join(formula.split())}$` {fault}" for fault in _in_formula(formula))
    yield from _in_markdown(_FORMULA.sub(" formula ", text))


def _in_formula(formula: str) -> Iterator[str]:
    if not formula.strip():
        yield "there is nothing"
    depth = 0
    for sign in re.sub(r"\\.", "", formula, flags=re.DOTALL):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            break
    if depth:
        yield f"a brace is {'not closed' if depth > 0 else 'closed that was never opened'}"
    commands = _COMMAND.findall(formula)
    for name in dict.fromkeys(commands):
        if name not in _known() and name not in _SPACING:
            near = get_close_matches(name, sorted(_known()), n=1, cutoff=0.7)
            yield f"the command `\\{name}` is not known to KaTeX" + (f"; did you mean `\\{near[0]}`?" if near else "")
    if commands.count("left") != commands.count("right"):
        yield r"every `\left` needs its `\right`"
    yield from _environments(formula)
    if re.search(r"[\^_]\s*($|[\^_}])", re.sub(r"\\.", "x", formula)):
        yield "nothing stands after a `^` or `_`"


def _environments(formula: str) -> Iterator[str]:
    begun: list[str] = []
    for which, name in re.findall(r"\\(begin|end)\s*\{([^}]*)\}", formula):
        if which == "begin":
            begun.append(name)
            if name not in _ENVIRONMENTS:
                yield f"the environment `{name}` is not known to KaTeX"
        elif not begun or begun.pop() != name:
            yield rf"`\end{{{name}}}` has no `\begin{{{name}}}`"
            return
    if begun:
        yield rf"`\begin{{{begun[-1]}}}` has no `\end`"


def _in_markdown(text: str) -> Iterator[str]:
    for token in _flat(MarkdownIt("commonmark").parse(text)):
        if token.type in ("html_block", "html_inline"):
            yield f"`{token.content.strip()[:60]}` is HTML, which not every page shows; write Markdown"
    stray = _COMMAND.search(re.sub(r"\\[^A-Za-z]", "", text))
    if stray:
        yield f"the command `{stray.group(0)}` stands outside of `$…$`"
    if text.count("`") % 2:
        yield "a backtick opens code that no other closes"


def _flat(tokens: list) -> Iterator:  # type: ignore[type-arg]
    for token in tokens:
        yield token
        yield from _flat(token.children or [])
