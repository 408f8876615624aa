"""The keys with which an author asks for a form, shared by the kinds whose answer is an expression."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from grader.kinds.protocol import Options

Form = Literal["expanded", "factored", "single_fraction", "exact"]


class FormOptions(Options):
    """The form an answer must have, judged apart from its value."""

    form: Form | None = Field(None, description="The form asked for; any form counts when left out.")
    form_share: Fraction = Field(
        Fraction(1, 4), ge=0, le=1, description="The share of the points that the form is worth."
    )

    @model_validator(mode="after")
    def _share_of_a_form(self) -> Self:
        if self.form is None and "form_share" in self.model_fields_set:
            raise ValueError("form_share does nothing without a form: name a form, or leave it out")
        return self
