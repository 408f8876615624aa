"""The one evaluation of terms: what is right, what follows from one slip, and what follows from a student's own answers.

`evaluate(term, sheet)` gives the reference. With values in place of items it gives what errors carry forward to. With an
operator's slip in one place it gives a wrong answer that has a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby

from grader.algebra.differentiate import NotDifferentiableError
from grader.algebra.numeric import compiled
from grader.algebra.tidy import expanded, number
from grader.algebra.tree import Constant, Expression, Variable, Vector, variables_in
from grader.equality.decimals import with_typed_in_constants
from grader.errors import GraderError
from grader.model import Exercise
from grader.notation.vocabulary import CONSTANTS
from grader.quantities.operators import OPERATORS
from grader.quantities.operators.calculus import numbers
from grader.quantities.operators.data import measured_one_by_one, slips_of, value_of
from grader.quantities.operators.operator import (
    HOLDS,
    MANY,
    Asked,
    Data,
    HalfAxis,
    Mapped,
    Measured,
    MeasuredFunction,
    MisfitError,
    Numbers,
    Operator,
    Place,
    Rule,
    Setting,
    Value,
    called,
    fraction_of,
    is_formula,
    is_larger,
    is_number,
    is_tree,
    of_usual_size,
)
from grader.quantities.operators.steps import is_point
from grader.quantities.references import ContradictedError
from grader.quantities.sheet import (
    Sheet,
    functions_in,
    items_in,
    outermost,
    sheet_of,
    unknown,
    variables_bound,
    variables_of,
)
from grader.quantities.slips.approximate import approximate
from grader.quantities.slips.catalogue import Misconception, in_order, within
from grader.quantities.slips.derivatives import of_one_side
from grader.quantities.terms import (
    Listed,
    Literal,
    Named,
    Operation,
    Quoted,
    Term,
    TermError,
    parts_of,
    shown,
)
from grader.sentences.catalogue import sentence
from grader.sentences.figures import listed

DEEPER = 2
"""Ranks by which a slip in a part of a term is less simple than one of the operator around it."""
MOST_SLIPS = 400  # of a term: a wrong answer is compared with each, a thousandth of a second for all
MOST_CARRIED = 600  # of a term: three times what a slope along a vector in space needs; some hundredths of a second
MOST_PART_SLIPS = 80  # of one part of a term that are carried on into the whole, the simplest first
# of an answer: a gradient over thirty data has so many; of a longer one no wrong answers are derived, and grading names none
_MOST_PARTS_WITH_SLIPS = 4000
_HALF_AXES = 4  # of the plane
_COUNTS = {2: "two", 3: "three"}  # as a sentence says them

Replaced = Mapping[str, Value]


@lru_cache(maxsize=1024)  # a class is asked the same
def reference(item: str, sheet: Sheet) -> Value:
    """Return the right answer to an item, as SymPy and our own rules agree on it. Raises TermError, NotDerivableError."""
    return evaluate(sheet.terms[item], sheet)


def evaluate(term: Term, sheet: Sheet, replaced: Replaced | None = None) -> Value:
    """Return what a term stands for; `replaced` holds values for some items, a student's own.

    Raises:
        TermError: it stands for nothing.
        NotDerivableError: a derivative of it cannot be derived.
    """
    return Evaluation(sheet, replaced).of(term, term)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One way to evaluate terms: as references, or with a student's own values by our rules alone."""

    sheet: Sheet
    replaced: Replaced | None = None
    known: dict[int, Value] = field(default_factory=dict)  # by identity: a part of a term is asked for again and again
    turns: Iterator[int] = field(default_factory=lambda: iter(range(MOST_CARRIED)))  # to carry a slip on
    settled: frozenset[str] = frozenset()  # items in which no slip was made

    def of(self, term: Term, whole: Term) -> Value:
        """Return what a part of a whole term stands for."""
        if not isinstance(term, Operation | Listed):
            return self._of(term, whole)
        if id(term) not in self.known:
            self.known[id(term)] = self._of(term, whole)
        return self.known[id(term)]

    def _of(self, term: Term, whole: Term) -> Value:
        match term:
            case Literal(value):
                return number(value)
            case Quoted(text):
                return text
            case Named():
                return self._named(term, whole)
            case Listed(parts):
                return Vector(tuple(self._component(part, whole) for part in parts))
        operator = OPERATORS[term.operator]
        arguments = self.arguments(term, whole)
        return applied(term, operator.derived if self.replaced is None else operator.value, arguments)

    def _named(self, term: Named, whole: Term) -> Value:
        sheet, name = self.sheet, term.name
        if name in sheet.functions:
            return sheet.functions[name]
        if name in sheet.given:
            return sheet.given[name]
        if name in variables_bound(whole, sheet):
            return Variable(name)
        if name in (self.replaced or {}):
            return (self.replaced or {})[name]
        if name in sheet.terms:
            own = sheet.terms[name]
            return reference(name, sheet) if self.replaced is None else self.of(own, own)
        if name in CONSTANTS:
            return Constant(CONSTANTS[name])
        raise TermError(unknown(name, (*sheet.given, *sheet.functions, *sheet.terms, *sheet.variables())), term.column)

    def _component(self, term: Term, whole: Term) -> Expression:
        value = self.of(term, whole)
        value = value.body if isinstance(value, Mapped) else value
        if not is_formula(value):
            raise TermError(f"a list holds numbers and formulas, and `{shown(term)}` is {called(value)}", term.column)
        return value

    def arguments(self, term: Operation, whole: Term) -> tuple[Value, ...]:
        """Return what an operator is applied to, each as its place takes it. Raises TermError."""
        operator, misfits, found = OPERATORS[term.operator], list[tuple[Term, Value]](), list[Value]()
        for place, part in in_places(term, operator):
            value = self._special(place, part, whole)
            value = self.of(part, whole) if value is None else value
            taken = value if isinstance(value, Data) and operator.is_elementwise else self._taken(place, value, part)
            if taken is None:
                misfits.append((part, value))
            else:
                found.append(taken)
        if misfits:
            part, value = misfits[-1]
            reason = f"`{shown(term)}`: {sign_of(operator)} takes {takes(operator)}, and {shown(part)} is {called(value)}"
            raise TermError(reason, part.column)
        return tuple(found)

    def _special(self, place: Place, part: Term, whole: Term) -> Value | None:
        """Return what stands in a place for names and texts alone; None for any other place."""
        if place.holds == "variable" and isinstance(part, Named) and part.name in variables_bound(whole, self.sheet):
            return Variable(part.name)
        if place.holds == "half_axis" and isinstance(part, Quoted):
            axes = self.sheet.axes
            known = [f"+{axes[0]}", f"+{axes[1]}", f"-{axes[0]}", f"-{axes[1]}"]
            signed = part.text.strip().replace("−", "-")
            signed = signed if signed[:1] in ("+", "-") else f"+{signed}"
            if signed not in known:
                raise TermError(f"`{part.text}` is no half-axis here; there are {', '.join(known)}", part.column)
            return HalfAxis(known.index(signed) % _HALF_AXES, place.name)
        return None

    def _taken(self, place: Place, value: Value, part: Term) -> Value | None:
        """Return a value as a place takes it, a function for its formula and a formula for a function; None for a misfit."""
        if place.holds == "function":
            if is_tree(value):
                variables = variables_of(part, self.sheet)
                domain = {n: e for f in self.sheet.functions.values() for n, e in f.domain.items() if n in variables}
                return Mapped(name="", variables=variables, body=value, domain=domain)
            return value if isinstance(value, Mapped) else None
        if place.holds == "loss":
            written = value.written if isinstance(value, Mapped) else None
            is_loss = isinstance(value, Mapped) and written is not None and written.over_data
            return _with_losses(value, written.over_data, self.sheet) if is_loss else None  # type: ignore[arg-type,union-attr]
        if place.holds == "setting":
            if not (is_tree(value) and is_point(value)):
                return None
            return Setting(place.name, value.components if isinstance(value, Vector) else (value,))
        value = value.body if isinstance(value, Mapped) and place.holds in ("formula", "quantity", "vector") else value
        return value if _FITS[place.holds](value) else None


def _with_losses(loss: Mapped, text: str, sheet: Sheet) -> Mapped:
    """Return a loss over data, written as a text, with the part of each observation: what it is where there is no other one."""
    term = sheet.term(text)
    count = max(len(given.parts) for given in sheet.given.values() if isinstance(given, Data))

    def part(at: int) -> Expression:
        one = {
            name: Data(given.parts[at : at + 1]) if isinstance(given, Data) and len(given.parts) == count else given
            for name, given in sheet.given.items()
        }
        value = evaluate(term, replace(sheet, given=one), {})
        body = value.body if isinstance(value, Mapped) else value
        assert is_formula(body), "what the whole loss is, a part of it is"
        return body

    return replace(loss, losses=tuple(map(part, range(count))))


_FITS: Mapping[str, Callable[[Value], bool]] = {
    "number": is_number,
    "count": lambda value: fraction_of(value) is not None,
    "formula": is_formula,
    "vector": lambda value: isinstance(value, Vector),
    "quantity": is_tree,
    "variable": lambda value: isinstance(value, Variable),
    "half_axis": lambda value: isinstance(value, HalfAxis),
    "rule": lambda value: isinstance(value, Rule),
    "point": is_point,
    "data": lambda value: isinstance(value, Data),
}
"""By what may stand in a place: whether a value may."""


def applied(term: Operation, function: Callable[..., Value], arguments: tuple[Value, ...]) -> Value:
    """Return an operator's value. Raises TermError where the arguments do not fit each other."""
    try:
        return of_usual_size(value_of(OPERATORS[term.operator], arguments, function))
    except MisfitError as misfit:
        raise TermError(f"`{shown(term)}`: {misfit}", term.column) from None
    except (NotDifferentiableError, ArithmeticError) as error:
        raise TermError(f"`{shown(term)}`: {error}", term.column) from None


def sign_of(operator: Operator) -> str:
    """Return an operator as a sentence calls it."""
    return operator.name if operator.name.isidentifier() and operator.name != "neg" else f"`{operator.name.replace('neg', '-')}`"


def takes(operator: Operator) -> str:
    """Return what an operator takes, in words: `two vectors`, `a function and a variable`."""
    alike = [list(same) for _, same in groupby(place.holds for place in operator.places)]
    held = [HOLDS[same[0]] if len(same) == 1 else f"{_COUNTS.get(len(same), len(same))} {MANY[same[0]]}" for same in alike]
    return listed(held)


def in_places(term: Operation, operator: Operator) -> list[tuple[Place, Term]]:
    """Return each part of a term with the place where it stands. Raises TermError for one too few or too many."""
    places, named = operator.places, len(term.keywords)
    by_order, by_name = term.parts[: len(term.parts) - named], term.parts[len(term.parts) - named :]
    found = list(zip(places, by_order, strict=False))
    if len(by_order) > len(places):
        if not places[-1].repeated:
            raise TermError(f"`{shown(term)}`: {sign_of(operator)} takes {takes(operator)}, no more", term.column)
        found += [(places[-1], part) for part in by_order[len(places) :]]
    for name, part in zip(term.keywords, by_name, strict=True):
        place = next((place for place in places if place.name == name), None)
        if place is None or any(place is taken for taken, _ in found):
            known = ", ".join(place.name for place in places)
            raise TermError(f"`{shown(term)}`: {sign_of(operator)} takes {known}, and no second `{name}`", part.column)
        found.append((place, part))
    filled = [place for place in places if any(place is taken for taken, _ in found)]
    last = max(map(places.index, filled), default=-1)
    skipped = [place for place in places[:last] if not place.apart]
    missing = [place for place in (*skipped, *places) if place not in filled and (place in skipped or not place.optional)]
    if missing:
        reason = f"`{shown(term)}`: {sign_of(operator)} takes {takes(operator)}; `{missing[0].name}` is missing"
        raise TermError(reason, term.column)
    return sorted(found, key=lambda pair: places.index(pair[0]))


# --- Wrong answers --------------------------------------------------------------------------------


@lru_cache(maxsize=512)  # a class is asked the same, and a part of a term stands in several
def slips(item: str, sheet: Sheet, settled: frozenset[str] = frozenset()) -> tuple[Misconception, ...]:
    """Return the wrong answers to an item by one slip, the simplest first; () for an answer that is no formula.

    None is made in the `settled` items, which a student has shown right.
    """
    right = reference(item, sheet)
    if not is_tree(right) or is_larger(right, _MOST_PARTS_WITH_SLIPS):
        return ()
    single = list(every_slip(item, sheet, settled))
    single += of_one_side(right) if single and variables_in(right) and not isinstance(right, Vector) else ()
    general = [candidate for candidate in single if candidate.any_length]
    references = (right,) if isinstance(right, Vector) else (right, expanded(right))
    kept = in_order([candidate for candidate in single if not candidate.any_length], references)
    return (*kept[:MOST_SLIPS], *general)


def every_slip(item: str, sheet: Sheet, settled: frozenset[str] = frozenset()) -> Iterator[Misconception]:
    """Yield what each slip in an item's term leads to, the right answer among them where a slip makes no difference."""
    return _of_part(sheet.terms[item], sheet.terms[item], Evaluation(sheet, settled=settled))


def _of_part(term: Term, whole: Term, evaluation: Evaluation) -> Iterator[Misconception]:
    """Yield the wrong values of a part of a term: a slip made there, or the right thing done with one wrong part."""
    sheet = evaluation.sheet
    if isinstance(term, Named) and term.name in sheet.terms and term.name not in variables_bound(whole, sheet):
        yield from () if term.name in evaluation.settled else slips(term.name, sheet, evaluation.settled)
    if isinstance(term, Named) and term.name in sheet.over_data:
        own = sheet.over_data[term.name]
        yield from _of_part(own, own, evaluation)
    if not isinstance(term, Operation):
        return
    operator, arguments = OPERATORS[term.operator], evaluation.arguments(term, whole)
    parts = [part for _, part in in_places(term, operator)]
    made_by = tuple(outermost(part, sheet) for part in parts)
    settled = all(isinstance(part, Named) and part.name in evaluation.settled for part in parts)
    yield from slips_of(operator, Asked(arguments=arguments, made_by=made_by, settled=settled))
    for at, part in enumerate(parts):
        if isinstance(arguments[at], HalfAxis | Rule) or (isinstance(arguments[at], Variable) and isinstance(part, Named)):
            continue
        yield from _carried(term, whole, evaluation, at)


def _carried(term: Operation, whole: Term, evaluation: Evaluation, at: int) -> Iterator[Misconception]:
    """Yield what follows from the slips in one part of an operation."""
    operator, arguments = OPERATORS[term.operator], evaluation.arguments(term, whole)
    part = in_places(term, operator)[at][1]
    simplest_first = sorted(_of_part(part, whole, evaluation), key=lambda candidate: candidate.rank)
    wrong = [candidate for candidate in simplest_first if not candidate.any_length]
    noun = OPERATORS[made].noun if (made := outermost(part, evaluation.sheet)) else ""
    for candidate in wrong[:MOST_PART_SLIPS]:
        if next(evaluation.turns, None) is None:
            return
        value = _as_argument(arguments[at], candidate.expression)
        found = None if value is None else _worked_out(operator, (*arguments[:at], value, *arguments[at + 1 :]))
        if found is None or not isinstance(found, Expression | Data):
            continue
        text: str = candidate.text
        if noun:
            deeper = within(noun, candidate)
            said = text.startswith((deeper.partition(":")[0], f"The {sentence(f'part.{noun}')} "))
            text = text if said or (candidate.on_the_way and not candidate.carried) else deeper
        rank = candidate.rank + DEEPER
        yield replace(candidate.of(found), text=text, rank=rank, carried=True, component="")


def _as_argument(right: Value, wrong: Expression) -> Value | None:
    """Return a wrong value in the place of a right argument; None where it has another shape."""
    if isinstance(right, Data) or isinstance(wrong, Data):
        return wrong if isinstance(right, Data) and isinstance(wrong, Data) else None
    if isinstance(right, Mapped):
        same = isinstance(right.body, Vector) == isinstance(wrong, Vector)
        return replace(right, name="", body=wrong, written=None) if same else None
    if isinstance(right, Vector) != isinstance(wrong, Vector):
        return None
    return wrong


def arguments_of(item: str, sheet: Sheet, replaced: Replaced | None = None) -> tuple[Value, ...]:
    """Return what the outermost operator of an item's term is applied to."""
    term = sheet.terms[item]
    while isinstance(term, Named) and term.name in sheet.terms:
        term = sheet.terms[term.name]
    return Evaluation(sheet, replaced).arguments(term, term) if isinstance(term, Operation) else ()


MadeBy = tuple[Operator, tuple[Value, ...], tuple[str, ...], Mapping[str, float]]
"""An operator, its arguments, what made these, and the point of a question, if it has one."""


def drawn_by(item: str, sheet: Sheet) -> MadeBy | None:
    """Return the operator that makes the right answer, its arguments, what made these, and the point of the question.

    By our own rules alone. None where no operator makes it.
    """
    term, at = _named_by(sheet.terms[item], sheet), {}
    evaluation = Evaluation(sheet, {})
    if isinstance(term, Operation) and term.operator == "at":
        values = [evaluation.of(part, term) for part in term.parts[1:]]
        trees = [part for value in values for part in (value.components if isinstance(value, Vector) else (value,))]
        functions = functions_in(term.parts[0], sheet)
        names = sheet.functions[functions[0]].variables if functions else variables_of(term.parts[0], sheet)
        if len(trees) == len(names) and all(map(is_number, trees)):
            at = {name: compiled(tree, ())() for name, tree in zip(names, trees, strict=True)}
        term = _named_by(term.parts[0], sheet)
    if not isinstance(term, Operation) or term.operator not in OPERATORS:
        return None
    made_by = tuple(outermost(part, sheet) for part in term.parts)
    return OPERATORS[term.operator], evaluation.arguments(term, term), made_by, at


def _named_by(term: Term, sheet: Sheet) -> Term:
    """Return the term itself, in place of the name of an item that stands for it."""
    while isinstance(term, Named) and term.name in sheet.terms and term.name not in sheet.functions:
        term = sheet.terms[term.name]
    return term


# --- Other values of a term -----------------------------------------------------------------------


def typed_in(item: str, sheet: Sheet) -> Iterator[Expression]:
    """Yield what an item's term comes to with a constant of it typed in with few digits, such as 0.866 for √3/2."""
    for value in _typed_in(sheet.terms[item], sheet.terms[item], Evaluation(sheet, {})):
        if is_tree(value):
            yield value


def _typed_in(term: Term, whole: Term, evaluation: Evaluation) -> Iterator[Value]:
    sheet = evaluation.sheet
    if isinstance(term, Named) and term.name in items_in(whole, sheet):
        own = sheet.terms[term.name]
        yield from _typed_in(own, own, evaluation)
        return
    if not isinstance(term, Operation | Listed):
        return
    value = evaluation.of(term, whole)
    if is_tree(value) and not variables_in(value):
        yield from with_typed_in_constants(value) if approximate(value, {}) is not None else ()
    elif isinstance(term, Operation):
        operator, arguments = OPERATORS[term.operator], evaluation.arguments(term, whole)
        for at, (_, part) in enumerate(in_places(term, operator)):
            for short in _typed_in(part, whole, evaluation) if is_tree(arguments[at]) else ():
                found = _worked_out(operator, (*arguments[:at], short, *arguments[at + 1 :]))
                yield from () if found is None else (found,)


def _worked_out(operator: Operator, arguments: tuple[Value, ...]) -> Value | None:
    """Return an operator's value of what somebody may have put in; None where there is none, or one too long."""
    try:
        return of_usual_size(value_of(operator, arguments))
    except (MisfitError, NotDifferentiableError, ArithmeticError, ValueError):
        return None


def is_pointwise_in(term: Term, item: str, sheet: Sheet) -> bool:
    """Tell whether a term needs no more of an item than its value at each point."""
    if isinstance(term, Operation) and not OPERATORS[term.operator].is_pointwise and item in items_in(term, sheet):
        return False
    return all(is_pointwise_in(part, item, sheet) for part in parts_of(term))


def measured(term: Term, whole: Term, sheet: Sheet) -> Measured:
    """Return what a term stands for as it is measured: in floats, by differences, by another way than the reference."""
    match term:
        case Literal(number_of_term):
            return lambda _: float(number_of_term)
        case Listed(parts):
            components = [measured(part, whole, sheet) for part in parts]
            return lambda point: tuple(part for component in components for part in numbers(component(point)))
        case Named(name) if name in items_in(whole, sheet):
            return measured(sheet.terms[name], sheet.terms[name], sheet)
        case Named() | Quoted():
            value = Evaluation(sheet, {}).of(term, whole)
            if isinstance(value, Data):
                data = tuple(float(_value_of(part, {})) for part in value.parts)  # type: ignore[arg-type]
                return lambda _: data
            tree = value.body if isinstance(value, Mapped) else value
            assert is_tree(tree), "what else a name may stand for is no part of a quantity"
            return lambda point: _value_of(tree, point)
    operator = OPERATORS[term.operator]
    right, places = Evaluation(sheet, {}).arguments(term, whole), in_places(term, operator)
    arguments: list[object] = []
    for value, (place, part) in zip(right, places, strict=True):
        if place.holds == "function":
            variables = value.variables if isinstance(value, Mapped) else ()
            arguments.append(MeasuredFunction(variables=variables, at=measured(part, whole, sheet)))
        elif place.holds in ("formula", "quantity", "vector", "number", "data"):
            arguments.append(measured(part, whole, sheet))
        else:
            arguments.append(value)
    if operator.is_elementwise and any(isinstance(value, Data) for value in right):
        return measured_one_by_one(operator, right, arguments)
    return operator.measured(*arguments)


def _value_of(tree: Expression, point: Mapping[str, float]) -> Numbers:
    """Return a value in floats. Raises ArithmeticError where there is none."""
    value = approximate(tree, point)
    if value is None:
        raise ArithmeticError("no value there")
    return value


def compile_references(exercises: Iterable[Exercise]) -> None:
    """Derive what grading will read and keep its record, where there is none yet: before any work, once for a whole class.

    What cannot be derived is said where it is asked for.

    Raises:
        ContradictedError: MyGrad contradicts a derivative.
    """
    for exercise in exercises:
        sheet = sheet_of(exercise)
        for item in sheet.terms:
            try:
                reference(item, sheet)
            except ContradictedError:
                raise
            except GraderError:
                continue
