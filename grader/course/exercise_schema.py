"""What an author may write in an exercise file: the keys, their types and what they mean.

These models are the one description of the YAML: the loader validates with them, the JSON Schema
and the documentation are made from them. They know nothing of lines or files.
"""

from __future__ import annotations

import keyword
import math
import re
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from grader.kinds.answer_options import term_text_of
from grader.kinds.constants import as_float

# Of an exercise or an item: file names, columns and anchors of pages are made of it.
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*$")


def _name(value: str) -> str:
    if not is_name(value):
        raise ValueError(f"`{value}` is not a name that Python allows")
    return value


def is_name(text: str) -> bool:
    """Tell whether a function, a variable or an answer may be called this: what Python allows."""
    return text.isidentifier() and not keyword.iskeyword(text)


def is_identifier(text: str) -> bool:
    """Tell whether an exercise or an item may be called this."""
    return _IDENTIFIER.match(text) is not None


def _identifier(value: str) -> str:
    if not is_identifier(value):
        raise ValueError(f"`{value}` must consist of letters, digits and underscores and begin with a letter")
    return value


def _points(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("must be a number, like 2 or 0.5 or 1/3")
    try:
        points = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError("must be a number, like 2 or 0.5 or 1/3") from None
    if points < 0 or points > 10_000:
        raise ValueError("must lie between 0 and 10000")
    return points


def _share(value: object) -> Fraction:
    share = _points(value)
    if share > 1:
        raise ValueError("must lie between 0 and 1: it is a share of the item's points")
    return share


def _expression(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _number(value: object) -> object:
    """Return a number that is written exactly, such as 1/2 or 2*pi, as the nearest float."""
    return as_float(value) if isinstance(value, str) and math.isfinite(as_float(value)) else value


def _end(value: object) -> object:
    """Return the end of an interval: a number, exact or not, or `.inf` with either sign."""
    if isinstance(value, str) and value.strip().lstrip("+-.").lower() in _ENDLESS:
        return -math.inf if value.strip().startswith("-") else math.inf
    return _number(value)


def _data(value: object) -> object:
    """Return a list of numbers as texts, or the name of a column."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str | int | float) and not isinstance(part, bool) for part in value):
        return list(map(str, value))
    raise ValueError("must be a list of numbers, such as [1, 2.5, 1/3], or a column of a CSV, such as houses.csv:area")


_ENDLESS = ("inf", "infinity", "oo")  # as YAML, Python and SymPy write it
Name = Annotated[str, AfterValidator(_name)]
End = Annotated[float, BeforeValidator(_end), Field(json_schema_extra={"type": ["number", "string"]})]
Identifier = Annotated[str, AfterValidator(_identifier)]
_DATA = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": ["number", "string"]}}]}  # to an editor
_NUMBER = {"type": ["number", "string"]}  # to an editor; `1/3` is a text of YAML
Points = Annotated[Fraction, BeforeValidator(_points), Field(json_schema_extra=_NUMBER)]
Share = Annotated[Fraction, BeforeValidator(_share), Field(json_schema_extra=_NUMBER)]
_ANY_TERM = {"type": ["string", "number", "array"]}  # to an editor
TermText = Annotated[str, BeforeValidator(term_text_of), Field(json_schema_extra=_ANY_TERM)]
DataList = Annotated[str | list[str], BeforeValidator(_data), Field(json_schema_extra=_DATA)]
ExpressionText = Annotated[str, BeforeValidator(_expression), Field(json_schema_extra=_NUMBER)]


class _Keys(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class FunctionKeys(_Keys):
    """A function with more to say than its formula."""

    formula: ExpressionText = Field(alias="is", description="Its formula, a term.", examples=["log(x*y)"])
    domain: dict[str, tuple[End, End]] = Field(
        default_factory=dict,
        description="The interval that counts for a variable, where not every number does.",
        examples=[{"x": [0.1, 10]}],
    )


class MisconceptionKeys(_Keys):
    """A wrong answer that the author expects."""

    name: Identifier = Field(description="A short slug that reports show.", examples=["doubled_angle"])
    expression: ExpressionText = Field(description="The wrong answer, written like a right one.", examples=["2*cos(y)"])
    text: str = Field(description="One sentence for the student who gives it.")
    credit: Share = Field(Fraction(0), description="The share of the points that it still earns.", examples=["1/2"])


Written = str | float | list["Written"]


def _written(value: object) -> object:
    """Return an answer that can be text, a number or a list of these; a boolean or a mapping is a slip of the author's."""
    if isinstance(value, list):
        return [_written(part) for part in value]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("must be text, a number, or a list of these, as a student would write the answer")
    return value


class AcceptedKeys(_Keys):
    """A right answer. A text, number or list alone stands for `answer`."""

    answer: Annotated[Any, BeforeValidator(_written), Field(json_schema_extra={"type": ["string", "number", "array"]})] = Field(
        None, description="The answer as text, number or list: handed in as a text cell and as a value in code."
    )
    code: str | None = Field(None, description="Python that defines the answer.", examples=["df_dx = 2"])
    file: str | None = Field(
        None, description="A `.py` or `.ipynb` that defines it, beside the exercise file.", examples=["wrong.py"]
    )

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> object:
        return {"answer": value} if isinstance(value, str | int | float | list) else value

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if sum(part is not None for part in (self.answer, self.code, self.file)) != 1:
            raise ValueError("give one of answer, code and file")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        whole = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [{"type": ["string", "number", "array"]}, whole], "description": cls.__doc__}


class RejectedKeys(AcceptedKeys):
    """A wrong answer, and what it must get. A text, number or list alone stands for `answer`."""

    verdict: Literal["incorrect", "partial", "did_not_run", "unanswered", "needs_review"] | None = Field(
        None, description="The verdict it must get; `incorrect`, or `partial` with some credit, when left out."
    )
    credit: Share = Field(Fraction(0), lt=1, description="The share of the points it must earn.", examples=["1/2"])
    misconception: Identifier | None = Field(None, description="The misconception that must be named.", examples=["sign"])
    hint: str | None = Field(None, description="Words that the feedback to the student must hold.", examples=["A term is missing"])


class ItemKeys(BaseModel):
    """One item: what the student defines and what it is worth. What is asked stands under `answer` or `program`."""

    model_config = ConfigDict(frozen=True, extra="allow", arbitrary_types_allowed=True)

    id: Identifier = Field(description="How reports call the item; unique in the exercise.", examples=["df_dx"])
    name: Name | None = Field(None, description="What the student defines; the id when left out.")
    aliases: list[Name] = Field(default_factory=list, description="Other spellings that are accepted.", examples=[["dfdx", "f_x"]])
    points: Points = Field(Fraction(1), description="What a right answer is worth.", examples=[2, "1/3"])
    tolerance: Annotated[float, Field(gt=0, lt=1, json_schema_extra=_NUMBER), BeforeValidator(_number)] | None = Field(
        None, description="How far a number may be off, relative to the right one (absolute near zero).", examples=[0.01]
    )
    misconceptions: list[MisconceptionKeys] = Field(
        default_factory=list, description="Wrong answers to recognise, beside those that the grader derives itself."
    )
    carried_credit: Share = Field(
        Fraction(1),
        description="The share earned by an answer that is right for the student's own wrong earlier ones.",
        examples=["1/2"],
    )
    reveal: bool = Field(False, description="Whether feedback may show the right answer.")
    accepts: list[AcceptedKeys] = Field(
        default_factory=list, description="Right answers, in as many ways of writing as you like; `grade verify` tries them."
    )
    rejects: list[RejectedKeys] = Field(
        default_factory=list, description="Wrong answers and what each must get; `grade verify` tries them."
    )


OF_SOME_ITEMS = ("tolerance", "misconceptions", "reveal", "carried_credit")
"""The keys of `ItemKeys` that only some items look at; where they would do nothing they are refused."""


class LimitKeys(_Keys):
    """What student code may use."""

    statement_seconds: Annotated[float, Field(gt=0, le=3600)] | None = Field(
        None, description="Seconds for one statement of a cell; 10 when left out.", examples=[20]
    )
    call_seconds: Annotated[float, Field(gt=0, le=3600)] | None = Field(
        None, description="Seconds for one call of a function; 10 when left out.", examples=[20]
    )
    submission_seconds: Annotated[float, Field(gt=0, le=86400)] | None = Field(
        None, description="Seconds for a whole submission; 60 when left out.", examples=[120]
    )
    memory_megabytes: Annotated[int, Field(ge=64, le=65536)] | None = Field(
        None, description="Memory of the process; 1024 when left out.", examples=[2048]
    )
    output_kilobytes: Annotated[int, Field(ge=1, le=65536)] | None = Field(
        None, description="Printed text that is kept; 64 when left out.", examples=[16]
    )
    file_megabytes: Annotated[int, Field(ge=1, le=1024)] | None = Field(
        None, description="The largest file that it may write; 16 when left out.", examples=[1]
    )


class ExerciseKeys(_Keys):
    """One exercise file."""

    id: Identifier | None = Field(None, description="How reports call the exercise; the file's name when left out.")
    title: str = Field(description="Its heading.")
    prompt: str = Field(description="What the student reads: Markdown with LaTeX.")
    functions: dict[str, ExpressionText | FunctionKeys] = Field(
        default_factory=dict,
        max_length=20,
        description="The functions that the questions are about, each as `f(x, y): formula`, or with `is` and `domain`.",
        examples=[{"f(x, y)": "4*x*y + y**3"}],
    )
    given: dict[str, TermText] = Field(
        default_factory=dict,
        max_length=50,
        description="Numbers, points and vectors that the questions name; exact.",
        examples=[{"P": [2, 1], "v": [3, 4], "k": "1/2"}],
    )
    data: dict[str, DataList] = Field(
        default_factory=dict,
        max_length=20,
        description="Lists of numbers, one for each observation, or columns of a CSV beside this file; arithmetic takes them one "
        "by one, `mean` and `sum` together.",
        examples=[{"X": [1, 2, 3], "Y": [2, 4, 5]}, {"X": "houses.csv:area"}],
    )
    points: Points | None = Field(None, description="What the whole exercise is worth; verification holds the items to it.")
    limits: LimitKeys = Field(
        default_factory=LimitKeys,
        description="What student code may use. Where several exercises say so, the most generous counts.",
    )
    for_students: bool = Field(
        False,
        description="Set in the copies of a handout: expected values, notes for staff and evidence beyond the student's own are "
        "then written nowhere.",
    )
    items: list[dict[str, Any]] = Field(min_length=1, max_length=100, description="What is graded.")
