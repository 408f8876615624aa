"""What the left side of an equation says of an answer: that it is the one asked for, or something else.

In `df_dx = "f_xx = 4x - 3y"` the text has a name of its own, and so has each text in a list of components. A name that
may be the item's, a variable and plain words say nothing against an answer. Knows no answer and not what is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from grader.kinds import asked
from grader.kinds.usual_names import (
    computes_with_functions,
    is_about_functions,
    is_own,
    items_called,
    names_of_components,
    usual_names,
)
from grader.model import Exercise, Question, Value
from grader.notation.answer import passed_over, read_or_none
from grader.notation.labels import LEADING, Label, Labels, derivative_of, enumerated, identifier_of
from grader.notation.lexer import Lexer
from grader.notation.line import is_in_another_order, place_of, with_words
from grader.notation.prose import OPERATORS
from grader.notation.said_quantities import said_in
from grader.notation.tokens import Token, Unreadable
from grader.notation.vocabulary import Vocabulary, words_of
from grader.quantities.sheet import sheet_of

_HATS = ("_hat", "_vec")  # endings of a vector's name that say how it is drawn
_SHORT = 2  # letters of a name that is no word, such as `fy` and `gx`


@dataclass(frozen=True, kw_only=True, slots=True)
class _About:
    """What an answer, or a component of one, is: its names, and the variable of the derivative if it is one.

    `quantities` are its usual names that are no words, as `usual_names` gives them.
    """

    question: Question
    names: frozenset[str]
    derived_by: str | None
    what: asked.Asked | Literal["component"]
    quantities: tuple[str, ...] = ()


def foreign_left_side(text: str, question: Question) -> str | None:
    """Return the first side of an equation in a text, where it names something else than what the item asks for."""
    exercise, item = question.exercise, question.item
    derivative, what = asked.derivative_of(exercise, item), asked.what(exercise, item)
    by = derivative[1] if derivative else None
    said = usual_names(item.id, exercise)
    about = _About(question=question, names=frozenset(item.names), derived_by=by, what=what, quantities=said)
    return _foreign(text, about)


def named_members(pieces: Iterable[str], question: Question) -> tuple[str | None, list[str]]:
    """Return the first side in a chain that is plainly another quantity, and the pieces without the item's own names.

    In `height = f(2, 1) = 12` that is `f(2, 1)`, where f is asked for at another point.
    """
    exercise, item = question.exercise, question.item
    if asked.what(exercise, item) not in asked.SAID_BY_QUANTITIES:
        return None, list(pieces)
    names, parts = usual_names(item.id, exercise), names_of_components(item.id, exercise)
    if not names and not parts:
        return None, list(pieces)
    foreign, others = list[str](), list[str]()
    for piece in pieces:
        said = said_in(piece, sheet_of(exercise).variables()) if piece.startswith("=") else None
        if said is None:
            others += [] if _is_next_component(piece, parts, exercise) else [piece]
        elif not any(is_own(said, each) for each in (names, *parts)):
            foreign += [piece] if is_about_functions(said, exercise) else []
            others += [] if computes_with_functions(said, exercise) else [piece]
    return next(iter(foreign), None), others


def _is_next_component(piece: str, parts: Sequence[tuple[str, ...]], exercise: Exercise) -> bool:
    """Tell whether a piece is a component and the name of the next one: `= 4, f_y` of `f_x = 4, f_y = 11`."""
    _, comma, name = piece.rpartition(",")
    said = said_in(name, sheet_of(exercise).variables()) if comma else None
    return said is not None and any(is_own(said, each) for each in parts)


def foreign_component(parts: Sequence[Value], question: Question) -> str | None:
    """Return the left side of the first text in a list of components that names something else than its component."""
    exercise, item, variables = question.exercise, question.item, question.function.variables
    if asked.components_of(exercise, item) != len(parts):
        return None
    what = asked.what(exercise, item)
    said = names_of_components(item.id, exercise) if what in asked.SAID_BY_QUANTITIES else ()
    listed = bool(said) and what == "other"
    for place, part in enumerate(parts):
        by = variables[place] if what in {"gradient", "gradient at a point"} and place < len(variables) else None
        names = frozenset(() if listed else variables[place : place + 1])
        quantities = said[place] if place < len(said) else ()
        about = _About(question=question, names=names, derived_by=by, what="component", quantities=quantities)
        found = _foreign(part, about) if isinstance(part, str) else None
        if found is not None:
            return found
    return None


def _foreign(text: str, about: _About) -> str | None:
    """Return the first side of an equation in a text where it names something else."""
    question, variables = about.question, about.question.function.variables
    inside = [piece for piece in passed_over(text, variables=variables) if piece[:1] != "≈"]
    if not inside or (inside[0][:1] != "=" and not inside[0].endswith(":")):
        return None
    side = inside[0].strip(" =:$")
    listed = asked.components_of(question.exercise, question.item) != 1 and any("," in piece for piece in inside[1:])
    if listed and about.what != "component" and _is_component(side, about):
        return None  # `f_x = 4y, f_y = 4x`, in the order of its names
    quantity = said_in(side, sheet_of(question.exercise).variables()) if about.quantities else None
    if quantity is not None and quantity in about.quantities:
        return None
    sort = asked.what(question.exercise, question.item)
    if quantity is not None and sort in asked.SAID_BY_QUANTITIES and is_about_functions(quantity, question.exercise):
        own = is_own(quantity, about.quantities) and not items_called(quantity, question.exercise, but=question.item)
        return None if own or (about.what == "component" and is_own(quantity, about.quantities)) else side
    return side if _names_another(side, about) else None


def _is_component(side: str, about: _About) -> bool:
    """Tell whether a side is the name of a component of the answer."""
    variables, function = about.question.function.variables, about.question.function.name
    name = identifier_of(side, Vocabulary(variables=variables, function=function))
    place = place_of(name, variables) if name else None
    return place is not None and (place[0] in {"", function} or about.what != "gradient")


def _names_another(side: str, about: _About) -> bool:
    """Tell whether a left side is the name of something else, or computes with a name."""
    variables = about.question.function.variables
    vocabulary = Vocabulary(variables=variables, function=about.question.function.name)
    if "(" not in side:
        side = side.rpartition(", ")[2]  # `Since y is constant, f_x = …`
    if "_".join(side.split()) in about.names or _is_product_of_names(side, about):
        return False
    if about.what == "component" and not about.names and side in variables:
        return True
    if read_or_none(side, variables=variables) is not None:
        return False  # a formula, which has to be equal to the answer
    found = _label_of(side, vocabulary)
    if found is not None and found[1]:
        return not found[0].names or any(_is_another(name, found[0], about) for name in found[0].names)
    if not OPERATORS.isdisjoint(side.lower().split()):
        return True
    if found is None or all(token.kind in {"word", "variable", "unit", "constant"} for token in found[2]):
        name = identifier_of(side, vocabulary)
        derived = derivative_of(name, variables) if name else None
        return derived is not None and derived != (vocabulary.function, about.derived_by)
    quotient = any(token.value == "/" for token in found[2])
    return not (about.what == "direction" and quotient)  # `u/|u| = …`


def _is_product_of_names(side: str, about: _About) -> bool:
    """Tell whether a slope is said to be the product of two vectors of the exercise: `gradient · u_hat`."""
    factors = [factor.strip() for factor in side.replace("·", "*").replace("@", "*").split("*")]
    known = about.question.surroundings.names
    return about.what == "slope" and len(factors) > 1 and all(factor in known for factor in factors)


def _label_of(side: str, vocabulary: Vocabulary) -> tuple[Label, bool, Sequence[Token]] | None:
    """Return the first name in a side, whether nothing but fillers stands around it, and the tokens; None without a name."""
    words = words_of(vocabulary)
    try:
        tokens = with_words(Lexer(side, words).tokens(), side)
    except Unreadable:
        return None
    at = enumerated(tokens)
    while tokens[at].kind in {"word", "sign"} and str(tokens[at].value).lower() in LEADING:
        at += 1
    labels = Labels(tokens, side, words)
    label = labels.at(at)
    if label is not None:
        return label, label.end >= len(tokens) - 1, tokens[at:-1]
    found = next(iter(labels.all()), None)
    return (found, False, tokens[at:-1]) if found is not None else None


def _is_another(name: str, label: Label, about: _About) -> bool:
    """Tell whether a name as a whole is that of something else."""
    question = about.question
    function, variables = question.function.name, question.function.variables
    if name in about.names or name == f"{function}_prime":
        return False
    if label.shape == "tuple":
        return is_in_another_order(f"({name})", variables)
    derived = derivative_of(name, variables)
    if derived is not None and (about.derived_by is not None or about.what in {"gradient", "slope"}):
        return derived != (function, about.derived_by)
    place = place_of(name, variables)
    if about.what == "component" and place is not None:
        return variables[place[1]] not in about.names
    if name == function or name in question.names_elsewhere:
        return True
    symbol, _, of = name.partition("_")
    if symbol in {"nabla", "grad"}:
        return about.what != "gradient" or of != function
    if symbol == "D" and of:
        return about.what != "slope" or not _is_along(of, question)
    bare = symbol if of in {hat[1:] for hat in _HATS} else name
    if about.what == "direction" and len(bare) == 1:
        return False
    return label.shape == "mathematical" or (len(symbol) == 1 and bool(of)) or (len(name) == _SHORT and name[1:] in variables)


def _is_along(rest: str, question: Question) -> bool:
    """Tell whether `u_f` in `D_u_f` is the item's direction and its function, as far as the exercise names a direction."""
    direction, _, of = rest.partition("_")
    direction = direction[: len(direction) - (len(direction) > 1 and direction.endswith(question.function.name))]
    exercise = question.surroundings
    vectors = {name for item in exercise.items if asked.what(exercise, item) == "direction" for name in item.names}
    known = not vectors or any(name in vectors for name in (direction, *(f"{direction}{hat}" for hat in _HATS)))
    return known and of in {"", question.function.name}
