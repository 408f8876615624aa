"""The keys of an item that asks for a quantity: what is to be found, and what counts as the same."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from grader.kinds.protocol import Options

OF_SOME_SHAPES = ("form", "up_to")
"""The keys of an answer that only some shapes look at."""
Form = Literal["expanded", "factored", "single_fraction", "exact"]
UpTo = Literal["factor", "positive factor", "sign", "order", "constant"]


def term_text_of(value: object) -> str:
    """Return the text of a term that may stand in YAML as a text, a number, or a list of these. Raises ValueError."""
    if isinstance(value, list):
        return f"[{', '.join(map(term_text_of, value))}]"
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("must be a term: text, a number, or a list of these")
    return str(value)


def _term_or_none(value: object) -> str | None:
    """Return the text of a term, or none as students' copies have it in place of some."""
    return None if value is None else term_text_of(value)


class AnswerOptions(Options):
    """What is to be found, as a term, and what counts as the same.

    There is no term in a student's copy where it would be the answer itself.
    """

    answer: Annotated[str | None, BeforeValidator(_term_or_none), WithJsonSchema({"type": ["string", "number", "array"]})] = Field(
        description="What is to be found: a term in the names of this file.", examples=["diff(f, x)", "dot(gradient, u_hat)"]
    )
    up_to: UpTo | None = Field(
        None,
        description="What may be different in an answer that counts as equal: `factor`, `positive factor`, `sign`, `order` "
        "or `constant`, where the answer's shape has it.",
        examples=["positive factor"],
    )
    form: Form | None = Field(
        None,
        description="The form asked for: `expanded`, `factored`, `single_fraction` or `exact`; any form counts when left out.",
        examples=["factored"],
    )
    form_share: Fraction = Field(Fraction(1, 4), ge=0, le=1, description="The share of the points that the form is worth.")

    @model_validator(mode="after")
    def _share_of_a_form(self) -> Self:
        if self.form is None and "form_share" in self.model_fields_set:
            raise ValueError("form_share does nothing without a form: name a form, or leave it out")
        return self
