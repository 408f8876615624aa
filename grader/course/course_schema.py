"""What may stand in `course.yml`: the keys, their types and what they mean. Knows nothing of lines and files."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from grader.collect import times
from grader.course.exercise_schema import Points
from grader.course.names import TOTAL
from grader.course.score_rules import Amount


def _share(value: object) -> Fraction:
    text = str(value).strip()
    try:
        share = Fraction(text.removesuffix("%").strip()) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        raise ValueError("must be a share, like 10% or 0.1") from None
    if isinstance(value, bool) or not 0 <= share <= 1:
        raise ValueError("must lie between 0 and 1, or 0% and 100%: it is a share of the score")
    return share


def _moment(value: object) -> str:
    if not isinstance(value, str) or not times.is_moment(value):
        raise ValueError("must be a time, like 2026-03-01 23:59 or 2026-03-01 23:59 +01:00")
    return value


def _span(value: object) -> str:
    if not isinstance(value, str) or times.span(value) is None:
        raise ValueError("must be a span of time, like 2 hours, 15 min or 1 day")
    return value


def _moment_or_span(value: object) -> str:
    if isinstance(value, str) and (times.is_moment(value) or times.span(value) is not None):
        return value
    raise ValueError("must be a new due time, like 2026-03-05 23:59, or a span of time, like 3 days")


def _amount(value: object) -> Amount:
    """Return points, or with a per cent sign a share of what is possible."""
    text = str(value).strip()
    try:
        number = Fraction(text.removesuffix("%").strip())
    except (ValueError, ZeroDivisionError):
        raise ValueError("must be points, like 2 or 0.5, or a share of what is possible, like 50%") from None
    if isinstance(value, bool) or not 0 <= number <= _MOST_POINTS:
        raise ValueError(f"must lie between 0 and {_MOST_POINTS}")
    return Amount(number=number / 100, of_possible=True) if text.endswith("%") else Amount(number=number)


def _weight(value: object) -> Fraction:
    amount = _amount(value)
    return amount.number * 100 if amount.of_possible else amount.number


def _step(value: object) -> Fraction:
    """Return a step for rounding; scores are told in hundredths."""
    try:
        step = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError("must be what scores are rounded to, like 0.01, 0.5 or 1") from None
    if isinstance(value, bool) or not 0 < step <= 100 or (step * 100).denominator != 1:
        raise ValueError("must be a number of hundredths, like 0.01, 0.5 or 1")
    return step


def _said_by_exercise(check: Callable[[object], str]) -> Callable[[object], dict[str, str]]:
    """Return a check for what is said of all exercises at once, kept under the word total, or of each."""

    def checked(value: object) -> dict[str, str]:
        if not isinstance(value, dict):
            return {TOTAL: check(value)}
        if not value:
            raise ValueError("must name an exercise, or be written without one for all")
        return {str(word): check(said) for word, said in value.items()}

    return checked


def _reason(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be the reason, in words that the student reads")
    return value.strip()


def _times(value: object) -> tuple[str, str]:
    """Return the file with the times (or `roster`, or `git`) and the column, which may be left out."""
    said = {"file": value} if isinstance(value, str) else value
    if not isinstance(said, dict) or not set(said) <= {"file", "column"} or not said:
        raise ValueError("must be a CSV file, `roster`, `git`, or {file: times.csv, column: Submitted}")
    return _said(str(said.get("file", "roster"))), str(said.get("column", "")).strip()


def _groups(value: object) -> object:
    if isinstance(value, str) and value.strip():
        return value.strip()
    if isinstance(value, dict) and all(isinstance(own, list) and own for own in value.values()):
        return {str(name): [_said(str(word)) for word in own] for name, own in value.items()}
    raise ValueError("must be lists of students by group, {red: [s1, s2]}, or the title of a column of the roster")


def _or_one(schema: dict[str, Any]) -> None:
    """Let the schema of a list allow one of its elements alone."""
    schema["anyOf"] = [schema["items"], {"type": schema.pop("type"), "items": schema.pop("items")}]


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _zone(value: str) -> str:
    if times.zone_called(value) is None:
        raise ValueError(f"`{value}` is no time zone that this machine knows; write one like Europe/Berlin or UTC")
    return value


def _said(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value.strip()


def _address(value: str) -> str:
    if not re.fullmatch(r"https://[^\s\"`#?]+", value):
        raise ValueError("must be the address of a repository, such as https://github.com/course/calculus")
    return value


_MOST_POINTS = 10_000  # as for an item

# What editors complete and check by; the words of what is wrong come from the validators alone.
_NUMBER_OR_TEXT = WithJsonSchema({"type": ["number", "string"]})
# Of all, or by exercise.
_BY_EXERCISE = WithJsonSchema({"type": ["string", "object"], "additionalProperties": {"type": "string"}})
_FILE_AND_COLUMN = WithJsonSchema(  # where times stand
    {
        "type": ["string", "object"],
        "additionalProperties": False,
        "properties": {"file": {"type": "string"}, "column": {"type": "string"}},
    }
)
_LISTS_OR_TITLE = WithJsonSchema(  # groups
    {"type": ["string", "object"], "additionalProperties": {"type": "array", "items": {"type": ["string", "integer"]}}}
)
# A name alone stands for a list of one.
_ONE_OR_SEVERAL = WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}})

Share = Annotated[Fraction, BeforeValidator(_share), _NUMBER_OR_TEXT]
Moment = Annotated[str, BeforeValidator(_moment)]
Span = Annotated[str, BeforeValidator(_span)]
MomentOrSpan = Annotated[str, BeforeValidator(_moment_or_span)]
Extension = Annotated[dict[str, str], BeforeValidator(_said_by_exercise(_moment_or_span)), _BY_EXERCISE]
Submitted = Annotated[dict[str, str], BeforeValidator(_said_by_exercise(_moment)), _BY_EXERCISE]
Excuse = Annotated[dict[str, str], BeforeValidator(_said_by_exercise(_reason)), _BY_EXERCISE]
Times = Annotated[tuple[str, str], BeforeValidator(_times), _FILE_AND_COLUMN]
Groups = Annotated[str | dict[str, list[str]], BeforeValidator(_groups), _LISTS_OR_TITLE]
Bound = Annotated[Amount, BeforeValidator(_amount), _NUMBER_OR_TEXT]
Step = Annotated[Fraction, BeforeValidator(_step), _NUMBER_OR_TEXT]
Weight = Annotated[Fraction, BeforeValidator(_weight), _NUMBER_OR_TEXT]
Zone = Annotated[str, AfterValidator(_zone)]
Said = Annotated[str, AfterValidator(_said)]
Address = Annotated[str, AfterValidator(_address)]


class _Keys(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class LateKeys(_Keys):
    """What lateness costs: so much a day, an hour or in steps, taken off its base."""

    per_day: Share | None = Field(None, description="Taken off for each day that has begun after the due time: 10% or 0.1.")
    per_hour: Share | None = Field(None, description="The same for each hour.")
    steps: dict[str, Share] = Field({}, description="What is taken off up to so late: {1 day: 10%, 3 days: 25%}.")
    last: MomentOrSpan | None = Field(None, description="What comes later than this earns nothing: a time, or 7 days.")
    cap: Share = Field(Fraction(1), description="The most that is taken off.")
    grace: Span = Field("0 min", description="So long after the due time nothing is taken off.")
    of: Literal["earned", "possible"] = Field("earned", description="Of what the shares are: the score, or all points.")
    on: Literal["total", "exercise", "item"] = Field("total", description="What it is taken off, and no more than that has.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        said = [name for name in ("per_day", "per_hour", "steps") if getattr(self, name)]
        if len(said) > 1:
            raise ValueError(f"has {' and '.join(said)}; keep one")
        if not {"per_day", "per_hour", "steps", "last"} & self.model_fields_set:
            raise ValueError("must say what lateness costs: per_day, per_hour, steps or last")
        for word in self.steps:
            if times.span(word) is None:
                raise ValueError(f"has the step `{word}`; a step is a span of time, like 1 day")
        return self


class RuleKeys(_Keys):
    """What holds for an exercise, or for an item, for everybody."""

    due: Moment | None = Field(None, description="When this exercise is due.")
    late: LateKeys | None = Field(None, description="What lateness of this exercise costs.")
    weight: Weight | None = Field(None, description="The points that the exercise counts as; its own by default.")
    bonus: bool = Field(False, description="Adds to what is earned and not to what is possible.")
    least: Bound | None = Field(None, description="The least that the exercise counts: points, or 20% of its own.")
    most: Bound | None = Field(None, description="The most that it counts.")
    struck: Said | None = Field(None, description="Counts for nobody, with the reason.")
    given: Said | None = Field(None, description="Counts in full for everybody, with the reason.")

    @model_validator(mode="after")
    def _one_ruling(self) -> Self:
        if self.struck and self.given:
            raise ValueError("is struck out and given in full; keep one")
        if self.late is not None and self.late.on == "total" and "on" in self.late.model_fields_set:
            raise ValueError("takes lateness off the total; an exercise's own policy is taken off the exercise or its items")
        return self


class BestKeys(_Keys):
    """Of several exercises only a student's best count."""

    count: int = Field(ge=1, description="So many count.")
    of: list[Said] = Field([], description="Of these exercises; of all by default.")


class BoundsKeys(_Keys):
    """The least and the most of the total."""

    least: Bound | None = Field(None, description="The least: points, or a share of what is possible (10%).")
    most: Bound | None = Field(None, description="The most.")


class OverrideKeys(_Keys):
    """What a person decided about an item, an exercise or the total of a student."""

    earned: Points = Field(description="Points that count in place of the machine's.")
    why: Said = Field(description="The reason; the student reads it.")
    by: Said = Field(description="Who decided.")


class PlatformKeys(_Keys):
    """Where scores go back to, as far as its own file does not say it."""

    name: Literal["canvas", "moodle", "blackboard", "brightspace", ""] = Field(
        "", description="The learning platform; by default its file tells."
    )
    column: str = Field("", description="The title of the column for these scores, or the id in it.")
    maximum: Points | None = Field(None, description="The points there, where the file does not say them.")
    rounding: Step = Field(Fraction(1, 100), description="What scores are rounded to, once and last: 0.01, 0.5 or 1.")
    scale: dict[str, Share] = Field(
        {}, description="Of a scale each text, with the least share that earns it: {pass: 50%, fail: 0%}."
    )


class CourseKeys(_Keys):
    """The whole file; every key may be left out."""

    title: Said | None = Field(None, description="The assignment's title in reports.")
    secret: str | None = Field(None, description="The course's secret; decides the points of comparison.")
    exercises: Said | None = Field(None, description="Folder of the exercises, from this file on.")
    order: list[Said] = Field([], description="Exercises in the order of reports, by id; others follow.")
    files: list[Said] = Field([], description="Files that the course gave out, from this file on: [data.csv, plotting.py].")
    roster: Said | None = Field(None, description="CSV of students, from this file on.")
    repository: Address | None = Field(None, description="Address of the students' repository: https://github.com/…")
    timezone: Zone | None = Field(None, description="The zone of times that say none: Europe/Berlin.")
    due: Moment | None = Field(None, description="When work is due; a day alone means its end.")
    late: LateKeys | None = Field(None, description="What lateness costs; nothing without this key.")
    rules: dict[str, RuleKeys] = Field({}, description="By exercise or exercise/item: due, late, weight, bonus, struck, given.")
    best: Annotated[list[BestKeys], BeforeValidator(_listed)] = Field(
        [], description="Of several exercises the best n count.", json_schema_extra=_or_one
    )
    total: BoundsKeys = Field(BoundsKeys(), description="The least and the most of the total.")
    unreadable: Literal["zero"] | None = Field(
        None, description="`zero`: work that cannot be read is a final 0; without this key it waits for a person."
    )
    decimal: Literal["comma", "point"] = Field(
        "point", description="`comma`: students write 0,5 for a half, in text and in strings; a vector needs `;` or blanks then."
    )
    language: Said = Field("en", description="What students are told in: `en`, or another language that the grader knows.")
    sentences: Said | None = Field(
        None, description="YAML of sentences in place of the grader's, by the codes of `grade sentences`, from this file on."
    )
    extensions: dict[str, Extension] = Field({}, description="By student: a later due time, or how much later; or by exercise.")
    submitted: dict[str, Submitted] = Field({}, description="By student: when work came, where no platform says it.")
    times: Times | None = Field(None, description="When work came: a CSV, roster, git, or {file: times.csv, column: Submitted}.")
    groups: Groups = Field({}, description="Who hands in together: {red: [s1, s2]}, or the title of a column of the roster.")
    excused: dict[str, Excuse] = Field({}, description="By student: why nothing of it counts; or by exercise or exercise/item.")
    platform: PlatformKeys | None = Field(None, description="Where scores go back to: name, column, maximum, rounding, scale.")
    decisions: Annotated[list[Said], BeforeValidator(_listed), _ONE_OR_SEVERAL] = Field(
        [], description="CSV of decisions about equal answers, as `grade review --decisions` writes it, from this file on."
    )
    overrides: dict[str, dict[str, OverrideKeys]] = Field({}, description="By student and exercise/item, exercise, or total.")
