"""Works out totals from docs/course.md alone, in plain Python and exact fractions; imports nothing of the package.

A `Book` is a course with its class as a random generator made it: what `course.yml` says as plain data, and the attempts of
each student. `course_text` writes the file and `outcome` says what a student's row has to be.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

ZONES = ("Europe/Berlin", "America/New_York", "UTC", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Auckland")
AROUND = (  # days near which clocks change somewhere, and ordinary ones
    "2026-03-28", "2026-10-24", "2026-03-07", "2026-10-31", "2026-04-04", "2026-09-26", "2026-02-27", "2026-12-31", "2026-06-15",
)  # fmt: skip
CREDITS = [Fraction(n) for n in ("0", "0", "1/4", "1/3", "1/2", "2/3", "1", "1", "1")]
POINTS = [Fraction(n) for n in ("1", "2", "1/2", "3", "5/2", "4", "1/3")]
TINY = timedelta(microseconds=1)


@dataclass(frozen=True)
class Said:
    """A time as it is written: its text, and how long it lasts from its first instant on."""

    local: datetime  # without a zone
    zone: str  # a name or an offset
    lasts: timedelta
    text: str

    @property
    def end(self) -> datetime:
        """The last instant of what was said."""
        named = "/" in self.zone or self.zone == "UTC"
        zone = ZoneInfo(self.zone) if named else datetime.fromisoformat(f"2026-01-01T00:00{self.zone}").tzinfo
        return (self.local + self.lasts - TINY).replace(tzinfo=zone).astimezone(UTC)


@dataclass
class Attempt:
    """What was handed in once: when, the share of each item's points, and what the machine leaves to a person."""

    when: Said
    credits: dict[str, Fraction]
    reviews: frozenset[str] = frozenset()


@dataclass
class Book:
    """A course's file as plain data, the items' points, and each student's attempts in the order of their times."""

    says: dict[str, Any]
    times: dict[str, Said]  # by their text
    points: dict[str, Fraction]
    attempts: dict[str, list[Attempt]]
    missing: list[str]
    which: str
    zone: str


@dataclass
class Outcome:
    """What a student's row has to be. `days` is None where nothing is due."""

    total: Fraction
    possible: Fraction
    days: int | None
    attempt: int
    excused: bool = False
    waits: bool = False

    @property
    def flags(self) -> set[str]:
        """The flags of the row."""
        told = {"late": bool(self.days), "provisional": self.waits, "excused": self.excused}
        return {name for name, holds in told.items() if holds}


# --- time, as the page has it ---


def span(text: str) -> tuple[timedelta, timedelta]:
    """The days and the hours of `1 day 12 hours`."""
    words = text.split()
    days = hours = timedelta()
    for number, unit in zip(words[::2], words[1::2], strict=True):
        if unit.startswith(("day", "week")):
            days += timedelta(days=int(number) * (7 if unit.startswith("week") else 1))
        else:
            hours += timedelta(minutes=int(number) * (60 if unit.startswith("hour") else 1))
    return days, hours


def after(instant: datetime, text: str, zone: str) -> datetime:
    """The instant so much later: days by the course's clock, hours in true time."""
    days, hours = span(text)
    return (instant.astimezone(ZoneInfo(zone)) + days).astimezone(UTC) + hours


def days_late(came: datetime, due: datetime, zone: str) -> int:
    """The number of days that have begun; each ends when the clock shows the due time again."""
    clock, days = due.astimezone(ZoneInfo(zone)), 1
    while (clock + timedelta(days=days)).astimezone(UTC) < came:
        days += 1
    return days


# --- the order of operations, as the page has it ---


def outcome(book: Book, student: str) -> Outcome:
    """What the student's row has to be, with the attempt that counts."""
    attempts = book.attempts[student]
    made = [worked_out(book, student, number) for number in range(len(attempts))]
    if book.which == "first":
        return made[0]
    if book.which == "last":
        return made[-1]
    return max(made, key=lambda each: (each.total, -(each.days or 0), each.attempt))


def percent(text: str) -> Fraction:
    """`10%` as a fraction."""
    return Fraction(text.removesuffix("%")) / 100


def amount(text: str, possible: Fraction) -> Fraction:
    """Points, or a share of what is possible."""
    return percent(text) * possible if text.endswith("%") else Fraction(text)


class Exercise:
    """The running sums of one exercise."""

    def __init__(self) -> None:
        self.earned = self.possible = self.worth = Fraction(0)
        self.scale = Fraction(1)
        self.items: list[tuple[Fraction, Fraction]] = []
        self.counts = False
        self.rule: dict[str, Any] = {}


def meaning(book: Book, word: str) -> str:
    """The whole name of what a word means: an item's, an exercise's or `total`."""
    if word in book.points or word == "total":
        return word
    own = [name for name in book.points if name.endswith(f"/{word}")]
    return own[0] if len(own) == 1 else word


def worked_out(book: Book, student: str, number: int) -> Outcome:  # noqa: PLR0912, PLR0915  (the page's nine steps in a row)
    """The total of one attempt by the nine steps."""
    says = book.says
    attempt = book.attempts[student][number]
    rules = {meaning(book, word): rule for word, rule in says.get("rules", {}).items()}
    decided = {meaning(book, word): Fraction(each["earned"]) for word, each in says.get("overrides", {}).get(student, {}).items()}
    excused = says.get("excused", {}).get(student, {})
    excused = {"total": excused} if isinstance(excused, str) else {meaning(book, word): why for word, why in excused.items()}
    exercises: dict[str, Exercise] = {}
    waits = False
    # 1. items
    for name, points in book.points.items():
        which = name.partition("/")[0]
        exercise = exercises.setdefault(which, Exercise())
        exercise.rule = rules.get(which, {})
        own = rules.get(name, {})
        if own.get("struck") or exercise.rule.get("struck") or {name, which, "total"} & set(excused):
            continue
        exercise.counts = True
        earned = decided.get(name, attempt.credits[name] * points)
        if own.get("given") or exercise.rule.get("given"):
            earned = points
        elif not {name, which, "total"} & set(decided):
            waits = waits or name in attempt.reviews
        exercise.earned += earned
        exercise.items.append((earned, points))
        if not own.get("bonus"):
            exercise.worth += points
            exercise.possible += Fraction(0) if exercise.rule.get("bonus") else points
    counting = {which: exercise for which, exercise in exercises.items() if exercise.counts}
    # 2. decisions about exercises
    for which, exercise in counting.items():
        exercise.earned = decided.get(which, exercise.earned)
    # 3. weights
    for exercise in counting.values():
        if "weight" in exercise.rule and exercise.worth:
            weight = Fraction(exercise.rule["weight"].rstrip("%"))
            exercise.scale = weight / exercise.worth
            exercise.earned *= exercise.scale
            exercise.possible *= exercise.scale
            exercise.worth = weight
    # 4. lateness of exercises
    days: list[int] = []
    course_late, course_due = says.get("late"), says.get("due")
    for which, exercise in counting.items():
        own_due, own_late = exercise.rule.get("due"), exercise.rule.get("late")
        late, due = own_late or course_late or {}, own_due or course_due
        on = late.get("on", "total")
        if due is None or not (own_due or own_late or on != "total"):
            continue
        came, ended = submitted(book, student, attempt, which), extended(book, student, which, due)
        share, number_of_days, everything = lateness(book, late, came, ended)
        days.append(number_of_days)
        base = exercise.worth if exercise.rule.get("bonus") else exercise.possible
        pairs = [(exercise.earned, base)]
        if on == "item" and which not in decided:
            pairs = [(earned * exercise.scale, points * exercise.scale) for earned, points in exercise.items]
        exercise.earned -= sum(off(late, share, everything, earned, points) for earned, points in pairs)
    # 5. bounds of exercises
    for exercise in counting.values():
        exercise.earned = bounded(exercise.rule, exercise.earned, exercise.worth)
    # 6. the best
    best = says.get("best", [])
    for each in [best] if isinstance(best, dict) else best:
        chosen = [which for which in each.get("of") or list(exercises) if which in counting and counting[which].possible]
        places = list(exercises)
        chosen.sort(key=lambda w: (-counting[w].earned / counting[w].possible, -counting[w].possible, places.index(w)))
        for which in chosen[each["count"] :]:
            del counting[which]
    # 7. lateness of the total
    total = sum((exercise.earned for exercise in counting.values()), Fraction(0))
    possible = sum((exercise.possible for exercise in counting.values()), Fraction(0))
    if course_due and (course_late or {}).get("on", "total") == "total":
        together: dict[tuple[datetime, datetime], list[Exercise]] = {}
        for which, exercise in counting.items():
            if not (exercise.rule.get("due") or exercise.rule.get("late")):
                key = submitted(book, student, attempt, which), extended(book, student, which, course_due)
                together.setdefault(key, []).append(exercise)
        for (came, ended), them in together.items():
            share, number_of_days, everything = lateness(book, course_late or {}, came, ended)
            days.append(number_of_days)
            earned, worth = sum(each.earned for each in them), sum(each.possible for each in them)
            total -= off(course_late or {}, share, everything, Fraction(earned), Fraction(worth))
    # 8. bounds of the total
    if counting:
        total = bounded(says.get("total", {}), total, possible)
    # 9. a decision about the total
    if "total" in decided and counting:
        total = decided["total"]
    without = bool(excused) and not any(exercise.counts for exercise in exercises.values())
    return Outcome(total, possible, max(days, default=None), number + 1, without, waits)


def bounded(rule: dict[str, Any], earned: Fraction, possible: Fraction) -> Fraction:
    """At least and at most so much."""
    if "least" in rule:
        earned = max(earned, amount(rule["least"], possible))
    if "most" in rule:
        earned = min(earned, amount(rule["most"], possible))
    return earned


def submitted(book: Book, student: str, attempt: Attempt, exercise: str) -> datetime:
    """When the exercise came: as the course says of it or of all, else as the platform does."""
    said = book.says.get("submitted", {}).get(student)
    if isinstance(said, dict):
        said = said.get(exercise, said.get("total"))
    return book.times[said].end if said else attempt.when.end


def extended(book: Book, student: str, exercise: str, due: str) -> datetime:
    """When the exercise is due for this student."""
    ended = book.times[due].end
    said = book.says.get("extensions", {}).get(student)
    if isinstance(said, dict):
        said = said.get(exercise, said.get("total"))
    if said is None:
        return ended
    return max(ended, book.times[said].end) if said in book.times else after(ended, said, book.zone)


def lateness(book: Book, late: dict[str, Any], came: datetime, due: datetime) -> tuple[Fraction, int, bool]:
    """The share that is taken off, the days late, and whether all is lost."""
    if came <= due or came <= after(due, late.get("grace", "0 min"), book.zone):
        return Fraction(0), 0, False
    days = days_late(came, due, book.zone)
    last = late.get("last")
    if last is not None:
        ended = book.times[last].end if last in book.times else after(due, last, book.zone)
        if came > ended:
            return Fraction(1), days, True
    share = Fraction(0)
    if "per_day" in late:
        share = days * percent(late["per_day"])
    if "per_hour" in late:
        share = -(-(came - due) // timedelta(hours=1)) * percent(late["per_hour"])
    if "steps" in late:
        steps = sorted((after(due, word, book.zone), percent(each)) for word, each in late["steps"].items())
        share = next((each for ended, each in steps if came <= ended), steps[-1][1])
    return min(share, percent(late.get("cap", "100%"))), days, False


def off(late: dict[str, Any], share: Fraction, everything: bool, earned: Fraction, possible: Fraction) -> Fraction:
    """The points that are taken off, no more than were earned."""
    if everything:
        return earned
    return min(earned, share * (possible if late.get("of") == "possible" else earned))


# --- random courses ---


class Maker:
    """Makes a random course."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.zone = self.random.choice(ZONES)
        self.times: dict[str, Said] = {}
        self.day = datetime.fromisoformat(self.random.choice(AROUND))

    def maybe(self, chance: float) -> bool:
        """Whether something happens."""
        return self.random.random() < chance

    def time(self, day: datetime, *, platform: bool = False) -> Said:
        """A time on or near a day, as a course or a platform writes it."""
        r = self.random
        local = day + timedelta(seconds=r.randrange(86400))
        how = "second" if platform else r.choice(("day", "minute", "minute", "second"))
        zone = "UTC" if platform else r.choice((self.zone, self.zone, "UTC", "+05:30", "-08:00"))
        if how == "day":
            zone = self.zone
        local = local.replace(**{"day": {"hour": 0, "minute": 0, "second": 0}, "minute": {"second": 0}, "second": {}}[how])
        if how != "day" and "/" in zone and not _plain(local, zone):
            zone = "UTC"
        form = {"day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M", "second": "%Y-%m-%d %H:%M:%S"}[how]
        text = local.strftime(form) + ("" if zone == self.zone and not platform else f" {zone}")
        lasts = {"day": timedelta(days=1), "minute": timedelta(minutes=1), "second": timedelta(seconds=1)}[how]
        said = Said(local, zone, lasts, text)
        self.times[text] = said
        return said

    def span(self) -> str:
        """A length of time."""
        return self.random.choice(("1 day", "2 days", "24 hours", "36 hours", "90 min", "1 day 12 hours", "1 week", "3 hours"))

    def late(self, *, own: bool) -> dict[str, Any]:
        """What lateness costs."""
        r = self.random
        late: dict[str, Any] = {}
        way = r.choice(("per_day", "per_day", "per_day", "per_hour", "steps", "last"))
        if way == "per_day":
            late["per_day"] = r.choice(("10%", "25%", "5%", "33%", "50%"))
        elif way == "per_hour":
            late["per_hour"] = r.choice(("1%", "0.5%", "3%"))
        elif way == "steps":
            late["steps"] = {"1 day": "10%", r.choice(("3 days", "48 hours")): "35%"}
        if way == "last" or self.maybe(0.15):
            late["last"] = r.choice(("2 days", "60 hours", self.time(self.day + timedelta(days=r.randrange(1, 4))).text))
        if self.maybe(0.3):
            late["cap"] = r.choice(("50%", "20%"))
        if self.maybe(0.3):
            late["grace"] = r.choice(("15 min", "2 hours", "1 day", "24 hours"))
        if self.maybe(0.25):
            late["of"] = "possible"
        if self.maybe(0.3):
            late["on"] = r.choice(("exercise", "item") if own else ("exercise", "item", "total"))
        return late

    def book(self) -> Book:
        """A course and its class."""
        r = self.random
        points = {f"e{n}/q{n}{m}": r.choice(POINTS) for n in range(r.randrange(1, 5)) for m in range(r.randrange(1, 4))}
        exercises = list(dict.fromkeys(name.partition("/")[0] for name in points))
        students = [f"s{number}" for number in range(r.randrange(1, 4))]
        says: dict[str, Any] = {"timezone": self.zone}
        if self.maybe(0.9):
            says["due"] = self.time(self.day).text
        if "due" in says and self.maybe(0.9):
            says["late"] = self.late(own=False)
        says["rules"] = self.rules(points, exercises, says)
        dues = "due" in says or any("due" in rule for rule in says["rules"].values())
        ordinary = [e for e in exercises if not says["rules"].get(e, {}).get("bonus")]
        if len(ordinary) > 1 and self.maybe(0.25):
            of = r.sample(ordinary, r.randrange(2, len(ordinary) + 1))
            says["best"] = {"count": r.randrange(1, len(of)), "of": of} if self.maybe(0.7) else {"count": 1}
        if self.maybe(0.25):
            says["total"] = r.choice(({"most": "100%"}, {"least": "10%"}, {"most": "3"}, {"least": "1", "most": "80%"}))
        for student in students:
            self.about(student, says, points, exercises, dues=dues)
        return Book(
            says=says, times=self.times, points=points, attempts={s: self.attempts(points) for s in students},
            missing=[f"m{number}" for number in range(r.randrange(3))], which=r.choice(("first", "best", "last")), zone=self.zone,
        )  # fmt: skip

    def rules(self, points: dict[str, Fraction], exercises: list[str], says: dict[str, Any]) -> dict[str, Any]:
        """Rules by exercise and item."""
        r, rules = self.random, {}
        for exercise in exercises:
            rule: dict[str, Any] = {}
            if self.maybe(0.2):
                rule["due"] = self.time(self.day + timedelta(days=r.randrange(4))).text
            if ("due" in says or "due" in rule) and self.maybe(0.15):
                rule["late"] = self.late(own=True)
            if self.maybe(0.25):
                rule["weight"] = r.choice(("10", "30%", "1/3", "7.5"))
            if self.maybe(0.1):
                rule["bonus"] = True
            if self.maybe(0.1):
                rule[r.choice(("least", "most"))] = r.choice(("50%", "1", "80%"))
            if self.maybe(0.06):
                rule[r.choice(("struck", "given"))] = "the sheet was wrong"
            if rule:
                rules[exercise] = rule
        for name in points:
            if self.maybe(0.08):
                word = r.choice((name, name.partition("/")[2]))
                rules[word] = r.choice(({"struck": "ambiguous"}, {"given": "ambiguous"}, {"bonus": True}))
        return rules

    def about(self, student: str, says: dict[str, Any], points: dict[str, Fraction], exercises: list[str], *, dues: bool) -> None:
        """What the file says of one student."""
        r = self.random
        if dues and self.maybe(0.3):
            later = lambda: r.choice((self.span(), self.time(self.day + timedelta(days=6)).text))  # noqa: E731
            extension: Any = later()
            if self.maybe(0.3):
                extension = {r.choice(exercises): later(), **({"total": later()} if self.maybe(0.5) else {})}
            says.setdefault("extensions", {})[student] = extension
        if self.maybe(0.3):
            when = lambda: self.time(self.day + timedelta(days=r.randrange(-1, 4))).text  # noqa: E731
            stated: Any = when()
            if self.maybe(0.3):
                stated = {r.choice(exercises): when(), **({"total": when()} if self.maybe(0.5) else {})}
            says.setdefault("submitted", {})[student] = stated
        if self.maybe(0.15):
            what = r.choice(("total", r.choice(exercises), r.choice(list(points)).partition("/")[2]))
            says.setdefault("excused", {})[student] = "ill" if what == "total" else {what: "ill"}
        for _ in range(r.choice((0, 0, 0, 1, 1, 2))):
            word, most = r.choice(self.decidable(points, exercises, says))
            earned = r.choice((Fraction(0), most, most / 2))
            decision = {"earned": str(earned), "why": "on appeal", "by": "staff"}
            says.setdefault("overrides", {}).setdefault(student, {})[word] = decision

    def decidable(self, points: dict[str, Fraction], exercises: list[str], says: dict[str, Any]) -> list[tuple[str, Fraction]]:
        """What a person may decide about, and the most that can be given."""
        own = {e: sum((p for name, p in points.items() if name.startswith(f"{e}/")), Fraction(0)) for e in exercises}
        weights = {e: says["rules"].get(e, {}).get("weight") for e in exercises}
        whole = sum((own[e] if (w := weights[e]) is None else Fraction(w.rstrip("%")) for e in exercises), Fraction(0))
        return [*points.items(), *own.items(), ("total", whole)]

    def attempts(self, points: dict[str, Fraction]) -> list[Attempt]:
        """What a student handed in, in the order of time."""
        r = self.random
        whens = [self.time(self.day + timedelta(days=r.randrange(-1, 4)), platform=True) for _ in range(r.choice((1, 1, 2, 3)))]
        reviewed = lambda: frozenset(name for name in points if self.maybe(0.08))  # noqa: E731
        return [
            Attempt(when, {name: r.choice(CREDITS) for name in points}, reviewed())
            for when in sorted({each.text: each for each in whens}.values(), key=lambda each: each.end)
        ]


def _plain(local: datetime, zone: str) -> bool:
    """Whether a clock shows this time once on its day; what is said in the hour of a change may mean two instants or none."""
    name = ZoneInfo(zone)
    there = local.replace(tzinfo=name)
    once = there.utcoffset() == there.replace(fold=1).utcoffset()
    return once and there.astimezone(UTC).astimezone(name).replace(tzinfo=None) == local


def course_text(book: Book) -> str:
    """`course.yml`, written as JSON, which YAML is too."""
    return json.dumps(book.says, indent=1)
