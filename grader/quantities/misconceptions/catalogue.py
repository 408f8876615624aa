"""What a recognised wrong answer is, and the sentence for each name.

The sentences say what the answer looks like and where to look next, never what would be right. A smaller rank is
a simpler slip. Knows no rule of calculus and no way to compare.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from grader.algebra.tidy import ZERO
from grader.algebra.tree import Expression


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Misconception:
    """A wrong answer somebody could give: its name (a slug), the answer, a sentence for the student.

    `credit` is the author's, a share from 0 to 1. With `any_length` every positive multiple of the expression is this
    mistake. A `carried` one was made in another answer, from which this one follows. Each is equal to itself alone, so
    that what is worked out from one is quickly found again.
    """

    name: str
    expression: Expression
    text: str
    rank: int
    credit: Fraction = Fraction(0)
    any_length: bool = False
    carried: bool = False


RANKS = {
    "components_swapped": 5,
    "not_negated": 5,
    "supplementary_angle": 5,
    "sine_cosine_swapped": 8,
    "other_variable": 10,
    "sign": 10,
    "opposite_direction": 10,
    "degrees_as_radians": 10,
    "dot_product_not_taken": 10,
    "cosine_only": 10,
    "sine_only": 10,
    "component_left_out": 10,
    "not_normalised": 15,
    "dropped_term": 20,
    "kept_term": 20,
    "integrated": 20,
    "total_derivative": 22,
    "exponent_not_lowered": 30,
    "exponent_factor_forgotten": 30,
    "chain_factor_missing": 30,
    "power_rule_on_exponential": 30,
    "quotient_rule": 32,
    "product_rule_half": 33,
    "product_of_derivatives": 34,
    "quotient_of_derivatives": 33,
    "function_itself": 33,
    "base_logarithm_missing": 35,
    "trigonometric_sign": 35,
    "constant_factor_forgotten": 40,
    "inner_differentiated": 40,
    "outer_not_differentiated": 40,
    "term_not_differentiated": 40,
    "other_factor_dropped": 40,
    "second_derivative": 42,
    "evaluated_at_point": 42,
    "component_missing": 45,
    "components_added": 45,
    "length_given": 45,
    "normalised": 45,
    "divided_by_squared_length": 45,
    "divided_by_sum": 45,
    "angle_given": 45,
}
"""Smaller is simpler. Decides which sentence is said of a name, and in which order candidates are looked at."""

COVERS: dict[str, frozenset[str]] = {
    name: frozenset(covered.split())
    for name, covered in {
        # a rule that was broken says more than what came of it
        "base_logarithm_missing": "function_itself term_not_differentiated",
        "chain_factor_missing": "constant_factor_forgotten term_not_differentiated function_itself sign",
        "exponent_factor_forgotten": "constant_factor_forgotten",
        "product_rule_half": "dropped_term product_of_derivatives",
        "quotient_rule": "sign",
        "total_derivative": "kept_term",
        "other_factor_dropped": "second_derivative",
        "cosine_only": "dropped_term",
        "sine_only": "dropped_term",
        "component_left_out": "dropped_term",
        "not_normalised": "dot_product_not_taken",
        "supplementary_angle": "sign",
        "opposite_direction": "sign",
        "sine_cosine_swapped": "components_swapped",
        "divided_by_squared_length": "not_normalised",
        "divided_by_sum": "not_normalised",
        # a sign, or the whole, is all that can be said where a rule for single functions would come to the same
        "sign": "trigonometric_sign",
        "function_itself": "outer_not_differentiated term_not_differentiated kept_term",
    }.items()
}
"""Of two names that fit, the one that says all that the other does; any other two are different causes."""

TEXTS = {
    "components_swapped": "The components look right but stand in the wrong order. "
    "Check which variable belongs to which place.",
    "not_negated": "Your answer points exactly the opposite way. Check whether up or down the slope was asked for.",
    "supplementary_angle": "The length is right, but this direction leans to the other side of the vertical axis. "
    "Draw it, and check from which half of the axis the angle is counted.",
    "sine_cosine_swapped": "Sine and cosine have changed places. "
    "Check which of the two gives the horizontal component.",
    "other_variable": "This is what comes out when one differentiates with respect to another variable. "
    "Check which one the question asks for.",
    "sign": "A sign is wrong; apart from that your answer fits. Go through the signs once more.",
    "opposite_direction": "Your answer points exactly the opposite way. Draw the direction and compare its signs.",
    "degrees_as_radians": "The angle in degrees seems to have gone into sine and cosine as if it were in radians. "
    "Convert it first.",
    "dot_product_not_taken": "A directional derivative is one number at each point, found as a dot product. "
    "Your answer has not been brought to that.",
    "cosine_only": "Only the cosine of the direction has been used. The vector has another component, too.",
    "sine_only": "Only the sine of the direction has been used. The vector has another component, too.",
    "component_left_out": "Not every component of the direction has been used. "
    "Each of its components belongs to the answer, one for each variable.",
    "not_normalised": "The direction is right, but the direction vector does not have length 1. Divide by its length.",
    "dropped_term": "A term is missing; the others fit. Differentiate the function term by term and compare.",
    "kept_term": "There is a term too many: one that does not change when only {variable} changes. "
    "What does such a term contribute?",
    "integrated": "This looks like an integral with respect to {variable}. The question asks for a derivative.",
    "total_derivative": "It looks as if the derivatives by several variables had been added up. "
    "In a partial derivative only {variable} changes and the other variables are held fixed.",
    "exponent_not_lowered": "The exponent has come down as a factor, but somewhere the power itself has not become "
    "one smaller.",
    "exponent_factor_forgotten": "The power has become one smaller, but somewhere the exponent has not come down "
    "as a factor.",
    "chain_factor_missing": "The outer function is differentiated, but somewhere the derivative of what stands "
    "inside is missing (chain rule).",
    "power_rule_on_exponential": "The rule for powers has been used where the variable stands in the exponent. "
    "An exponential function has a rule of its own.",
    "quotient_rule": "The parts of the quotient rule are there, but not put together as the rule says. "
    "Check its signs, its order and its denominator.",
    "product_rule_half": "Only one half of the product rule is there. Each factor gets its turn to be differentiated.",
    "product_of_derivatives": "A product has been differentiated factor by factor. "
    "That is not the derivative of a product; use the product rule.",
    "quotient_of_derivatives": "Numerator and denominator have been differentiated separately. "
    "That is not the derivative of a quotient; use the quotient rule.",
    "function_itself": "This is the function itself. It has still to be differentiated.",
    "base_logarithm_missing": "The derivative of an exponential function with a base other than e has one more "
    "factor. Look up the rule.",
    "trigonometric_sign": "Check the signs in the derivatives of sine and cosine.",
    "constant_factor_forgotten": "A constant factor has got lost on the way; apart from that your answer fits.",
    "inner_differentiated": "What stands inside a function has been differentiated in place. "
    "By the chain rule it stays, and its derivative becomes a factor.",
    "outer_not_differentiated": "The derivative of what stands inside is there, but the outer function itself "
    "has not been differentiated.",
    "term_not_differentiated": "One term still stands as it does in the function; the others are differentiated.",
    "other_factor_dropped": "A variable that is held fixed has vanished from a product. "
    "It behaves like a number there: a constant factor stays.",
    "second_derivative": "It looks as if you had differentiated once too often.",
    "evaluated_at_point": "This is a value at one point. The question asks for an expression in the variables.",
    "component_missing": "This is one component only. A gradient is a vector with one component for each variable.",
    "components_added": "The partial derivatives have been added up. A gradient keeps them apart as a vector.",
    "length_given": "This is the length of the gradient. The gradient itself is a vector.",
    "normalised": "This has the direction of the gradient but length 1. The gradient itself is asked for.",
    "divided_by_squared_length": "The vector has been divided by the square of its length. Divide by the length.",
    "divided_by_sum": "The vector has been divided by the sum of its components. Divide by its length.",
    "angle_given": "This is the angle. The question asks for the vector that points this way.",
}
"""One or two sentences for each name; `{variable}` is the variable asked for."""


def named(name: str, expression: Expression, *, variable: str = "", text: str = "", later: int = 0) -> Misconception:
    """Return the misconception with its usual sentence and rank, or with another sentence and `later` by some ranks."""
    sentence = text or TEXTS[name].replace("{variable}", variable)
    return Misconception(name=name, expression=expression, text=sentence, rank=RANKS[name] + later)


def in_order(found: list[Misconception], references: tuple[Expression, ...]) -> tuple[Misconception, ...]:
    """Return the candidates by rank, each name, expression and sentence once, none that is written like the reference.

    A bare 0 is no candidate: too many ways lead there to name one.
    """
    best: dict[tuple[str, Expression, str], Misconception] = {}
    for candidate in sorted(found, key=lambda candidate: candidate.rank):
        if candidate.expression not in references and candidate.expression != ZERO:
            best.setdefault((candidate.name, candidate.expression, candidate.text), candidate)
    return tuple(best.values())


def placed(candidate: Misconception, expression: Expression, variable: str) -> Misconception:
    """Return the same slip as one component of a vector; the sentence says in which."""
    text = f"In the component for {variable}: {candidate.text[0].lower()}{candidate.text[1:]}"
    return replace(candidate, expression=expression, text=text, rank=candidate.rank + 1)
