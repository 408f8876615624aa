"""What people call the quantity that a term stands for: `f_xy`, `f(1, 2)`, `D_v f(P)`, `‖∇f(P)‖`, whatever the item is called.

The one place that gives these names, for labels in text and for left sides of equations; each as `said_in` writes it,
however it was written. Knows no student's answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product

from grader.algebra.tree import Number, Vector, parts_of
from grader.model import Exercise, Item
from grader.notation.said_quantities import at_point, bare, differentiated
from grader.quantities.operators.operator import Value, is_tree
from grader.quantities.sheet import Sheet, items_in, outermost, resolved, sheet_of
from grader.quantities.terms import Listed, Literal, Named, Operation, Term

Names = tuple[str, ...]

_MOST = 200  # names of one term: each part has few, and a product of many parts has no usual name
_COMPUTED = frozenset("+-*/")  # operators between two quantities
_UNIT_LENGTH = 1e-9  # how far from 1 the length of a vector of floats may be that has length 1
_OF_UNIT_VECTORS = ("u",)  # what a direction is called in `D_u f` where the exercise has no other name for it


def usual_names(item: str, exercise: Exercise) -> Names:
    """Return the usual names of what an item's term stands for; () for a program, and for what has none."""
    return _usual_names(item, sheet_of(exercise), tuple((each.id, each.names) for each in exercise.items))


@lru_cache(maxsize=1024)  # a class is asked the same
def _usual_names(item: str, sheet: Sheet, known: tuple[tuple[str, Names], ...]) -> Names:
    term = sheet.terms.get(item)
    names = _Naming(sheet, dict(known)).whole(term) if term is not None else ()
    points = dict.fromkeys(found[0] for name in names if (found := re.search(r"@\([^@]*?\)(?=\)?$)", name)))
    return (*names, *(f"{own}{point}" for own in dict(known)[item] for point in points))


def names_of_components(item: str, exercise: Exercise) -> tuple[Names, ...]:
    """Return the usual names of each component of what an item's term stands for; () where they have none of their own."""
    sheet = sheet_of(exercise)
    term = resolved(sheet.terms[item], sheet) if item in sheet.terms else None
    if isinstance(term, Listed):
        naming = _Naming(sheet, {each.id: each.names for each in exercise.items})
        return tuple(map(naming.whole, term.parts))
    found: dict[str, list[str]] = {}
    for name in usual_names(item, exercise):
        gradient = re.fullmatch(r"gradient\((\w+)\)(@\(.*\))?", name)
        function = sheet.functions.get(gradient[1]) if gradient else None
        if gradient is None or function is None:
            continue
        for variable in function.variables:
            found.setdefault(variable, []).append(f"{differentiated(gradient[1], [variable])}{gradient[2] or ''}")
    return tuple(map(tuple, found.values()))


def is_own(said: str, names: Names) -> bool:
    """Tell whether a quantity is one of these names, or one of them with its point left out."""
    return said in names or said in map(without_point, names)


def is_about_functions(said: str, exercise: Exercise) -> bool:
    """Tell whether the name of a quantity has a function in it, of the exercise or drawn as one, and no sum or product."""
    if said.startswith(("(", "-")) or re.search(r"[*/+]|\)-", re.sub(r"@\([^@]*?\)", "", said)):
        return False
    functions = {function.name for function in exercise.functions}
    first = re.match(r"\w+", said.removeprefix("norm("))
    drawn = re.search(r"(?:diff|gradient|slope|dot)\(\w", said) is not None
    return drawn or (first is not None and first[0] in functions)


def computes_with_functions(said: str, exercise: Exercise) -> bool:
    """Tell whether a sum or product of quantities has functions of the exercise in it: `3/5 f_x(P) + 4/5 f_y(P)`."""
    functions = {function.name for function in exercise.functions}
    return said.startswith("(") and not functions.isdisjoint(re.findall(r"\w+", said))


def without_point(said: str) -> str:
    """Return the name of a quantity as a function, where it is one at a point."""
    return re.sub(r"@\([^@]*\)(?=\)*$)", "", said)


def items_called(said: str, exercise: Exercise, *, but: Item) -> bool:
    """Tell whether another item of the exercise asks for the quantity of this name."""
    return any(said in usual_names(item.id, exercise) for item in exercise.items if item.id != but.id)


class _Naming:
    """One sheet, and what its items are called."""

    def __init__(self, sheet: Sheet, known: dict[str, Names]) -> None:
        self.sheet, self.known = sheet, known

    def whole(self, term: Term) -> Names:
        """Return the names of a term, none of them twice."""
        return tuple(dict.fromkeys(islice(self.of(term), _MOST)))

    def of(self, term: Term) -> Iterator[str]:
        """Yield the names of a part of a term."""
        match term:
            case Literal(value):
                yield str(value)
            case Named(name):
                yield from self._named(term, name)
            case Listed(parts):
                yield from self._listed(parts)
            case Operation("at", (of, *point)):
                yield from (at_point(one, place) for one, place in product(self.of(of), self._points(point)))
            case Operation("diff", (of, *by)):
                yield from self._derivatives(of, [part.name for part in by if isinstance(part, Named)])
            case Operation("gradient", (of,)):
                yield from (f"gradient({name})" for name in self.of(of) if name.isidentifier())
            case Operation("norm", (of,)):
                yield from (f"norm({name})" for name in self.of(of))
            case Operation("abs", (of,)):
                yield from (f"norm({name})" for name in self.of(of))
            case Operation("dot", (left, right)):
                yield from self._slopes(left, right)
            case Operation("neg", (of,)):
                yield from (f"-{name}" for name in self.of(of))
            case Operation(sign, (left, right)) if sign in _COMPUTED:
                yield from (f"({one}{sign}{other})" for one, other in product(self.of(left), self.of(right)))

    def _named(self, term: Term, name: str) -> Iterator[str]:
        if name in items_in(term, self.sheet):
            yield from self.of(self.sheet.terms[name])
            yield from self.known.get(name, ())
            return
        yield name
        value = self.sheet.given.get(name)
        if value is not None:
            yield from _written(value)

    def _listed(self, parts: Iterable[Term]) -> Iterator[str]:
        yield from (f"({','.join(names)})" for names in product(*map(self.whole, parts)))
        value = Listed(tuple(parts))
        for name, given in self.sheet.given.items():
            if set(_written(given)) & {f"({','.join(names)})" for names in product(*map(self.whole, value.parts))}:
                yield name

    def _points(self, point: list[Term]) -> list[Names]:
        """Return the ways to write a point in brackets behind a name."""
        if len(point) == 1:
            return [tuple(name[1:-1].split(",")) if name[0] == "(" else (name,) for name in self.whole(point[0])]
        coordinates = list(product(*map(self.whole, point)))
        return [*coordinates, *((name,) for name in self._listed(point) if name.isidentifier())]

    def _derivatives(self, of: Term, by: list[str]) -> Iterator[str]:
        for name in self.of(of):
            if not name.isidentifier() and not name.startswith("diff("):
                continue
            found = differentiated(name, by)
            yield found
            inner = re.fullmatch(r"diff\((\w+),([\w,]+)\)", found)
            function = self.sheet.functions.get(inner[1]) if inner else None
            if inner and function is not None and len(function.variables) == 1:
                yield f"{inner[1]}{chr(39) * len(inner[2].split(','))}"

    def _slopes(self, left: Term, right: Term) -> Iterator[str]:
        """Yield the names of a gradient times a direction, which may stand in either order."""
        for one, other in ((left, right), (right, left)):
            if outermost(one, self.sheet) != "gradient":
                continue
            for name, along in product(self.whole(one), self._directions(other)):
                found = re.fullmatch(r"gradient\((\w+)\)(@\(.*\))?", name)
                if found:
                    yield f"{along[0]}({found[1]},{along[1]}){found[2] or ''}"

    def _directions(self, term: Term) -> list[tuple[str, str]]:
        """Return what a direction is called, each with `slope` for one of length 1 and `dot` for one as it stands."""
        if outermost(term, self.sheet) not in {"unit", "direction"}:
            names = [bare(name) for name in self.whole(term)]
            unit = isinstance(term, Named) and _has_length_one(self.sheet.given.get(term.name))
            return [(kind, name) for name in names for kind in (("slope", "dot") if unit else ("dot",))]
        within = self._within(term)
        names = [bare(name) for name in self.whole(within)] if within is not None else []
        of_items = [bare(name) for name in self.whole(term) if name.isidentifier()]
        taken = {*self.sheet.given, *self.sheet.functions} - set(names)
        drawn = [name for name in _OF_UNIT_VECTORS if name not in taken]
        return [*(("slope", name) for name in (*names, *of_items, *drawn)), *(("dot", name) for name in (*of_items, *drawn))]

    def _within(self, term: Term) -> Term | None:
        """Return the vector that is divided by its length, by way of an item."""
        while isinstance(term, Named) and term.name in items_in(term, self.sheet):
            term = self.sheet.terms[term.name]
        return term.parts[0] if isinstance(term, Operation) and term.operator == "unit" else None


def _written(value: Value) -> list[str]:
    """Return an exact number, a point or a vector as it is written; nothing for anything else."""
    if not is_tree(value):
        return []
    parts = parts_of(value)
    numbers = [str(part.value) for part in parts if isinstance(part, Number)]
    if len(numbers) < len(parts):
        return []
    return [f"({','.join(numbers)})"] if isinstance(value, Vector) else numbers


def _has_length_one(value: Value | None) -> bool:
    if not isinstance(value, Vector):
        return False
    numbers = [float(part.value) for part in value.components if isinstance(part, Number)]
    return len(numbers) == len(value.components) and abs(sum(n * n for n in numbers) - 1) < _UNIT_LENGTH
