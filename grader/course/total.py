"""Works out a student's total from judged items by the course's rules: one order of operations, exact, line by line.

| step | what is done |
| --- | --- |
| 1 | items: a person's decision in place of the machine's points; given in full; struck out or excused; bonus |
| 2 | exercises: a person's decision in place of the sum of the items |
| 3 | exercises: the weight, the points that an exercise counts as |
| 4 | exercises: lateness of those that have a due time, a policy or a base of their own |
| 5 | exercises: a least and a most |
| 6 | the best n of m: the others are left out |
| 7 | the total: lateness of all other exercises together |
| 8 | the total: a least and a most |
| 9 | the total: a person's decision |

Each step writes lines into the grade's book and never over a former one, so that every report adds up. Knows no file;
what holds for the student is handed in as `Terms`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import Literal, TypeVar

from grader.collect import times
from grader.course.names import TOTAL, Names
from grader.course.score_rules import UNBOUNDED, Best, Bounds, Policy, Rule
from grader.model import Booking, Grade, ItemGrade, Key, Lateness, Override, Part, Ruling
from grader.sentences.catalogue import sentence
from grader.sentences.figures import listed

NO_RULE = Rule()  # what holds for an exercise of which the course says nothing
Said = TypeVar("Said")


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What the course says that holds for one student, by words of its file.

    `overrides` and `excused` are this student's; `due` and `submitted` give an exercise's times for this student, and
    `part` what the platform says of when the exercise was handed in. `items` are all of the course, also those that are not
    graded now, since words may mean them.
    """

    rules: Mapping[str, Rule] = field(default_factory=dict)
    policy: Policy | None = None
    best: tuple[Best, ...] = ()
    bounds: Bounds = UNBOUNDED
    overrides: Mapping[str, Override] = field(default_factory=dict)
    excused: Mapping[str, str] = field(default_factory=dict)
    due: Callable[[str, Policy], datetime]
    submitted: Callable[[str], datetime | None]
    part: Callable[[str], Part]
    items: tuple[Key, ...] = ()


def totalled(grade: Grade, terms: Terms) -> Grade:
    """Return the grade with what the course's rules and persons' decisions make of it."""
    book = _Book(grade, terms)
    book.decide_exercises()
    book.weigh()
    book.deduct_from_exercises()
    book.bound_exercises()
    book.leave_out_all_but_the_best()
    book.deduct_from_the_total()
    book.bound_the_total()
    book.decide_the_total()
    return book.closed()


@dataclass(slots=True)
class _Account:
    """What an exercise adds so far. `worth` is what it counts as, also where it is a bonus, `scale` what one of its points is."""

    items: tuple[ItemGrade, ...]
    rule: Rule
    earned: Fraction
    possible: Fraction
    worth: Fraction
    scale: Fraction = Fraction(1)

    @property
    def counts(self) -> bool:
        """Tell whether anything of it counts for the student."""
        return any(item.counts for item in self.items)

    @property
    def title(self) -> str:
        """Return what students know the exercise as."""
        return self.items[0].title if self.items else ""

    @property
    def share(self) -> Fraction:
        """Return how much of what is possible was earned; nothing of nothing is the least."""
        return self.earned / self.possible if self.possible else Fraction(0)


class _Book:
    """The accounts of one grade while its rules are gone through."""

    def __init__(self, grade: Grade, terms: Terms) -> None:
        self._grade, self._terms = grade, terms
        own = [item.result.key for item in grade.items]
        self._names = Names(dict.fromkeys((*own, *terms.items)))
        self._rules = self._by_scope(terms.rules)
        self._excused = self._by_scope(terms.excused)
        decided = self._by_scope(terms.overrides)
        self._decided = {scope: each for scope, each in decided.items() if each.earned <= self._most(scope)}
        self._items = tuple(map(self._ruled, grade.items))
        self._accounts = {exercise: self._account(exercise) for exercise in dict.fromkeys(key.exercise for key in own)}
        self._bookings: list[Booking] = []
        self._late: list[Lateness] = []
        self._others = Fraction(0)  # what was added to the total alone

    def _by_scope(self, said: Mapping[str, Said]) -> dict[Key | str, Said]:
        scopes = ((self._names.scope(word), each) for word, each in said.items())
        return {scope: each for scope, each in scopes if scope is not None}

    def _most(self, scope: Key | str) -> Fraction:
        """Return the points that a person can give: an item's or an exercise's own, or what all exercises count as."""
        own: dict[str, Fraction] = {}
        for item in self._grade.items:
            if item.result.key == scope:
                return item.points
            own[item.result.key.exercise] = own.get(item.result.key.exercise, Fraction(0)) + item.points
        if scope != TOTAL or TOTAL in own:
            return own[str(scope)]
        weights = {exercise: self._rules.get(exercise, NO_RULE).weight for exercise in own}
        return _sum(points if (weight := weights[each]) is None else weight for each, points in own.items())

    # --- items ---

    def _ruled(self, item: ItemGrade) -> ItemGrade:
        """Return the item with the course's ruling, or else a person's decision; a bonus also where its exercise is one."""
        key = item.result.key
        rule, whole = self._rules.get(key, NO_RULE), self._rules.get(key.exercise, NO_RULE)
        excused = next((self._excused[scope] for scope in (key, key.exercise, TOTAL) if scope in self._excused), "")
        why: tuple[tuple[Literal["struck", "excused", "given"], str], ...] = (
            ("excused", excused),
            ("struck", rule.struck or whole.struck),
            ("given", rule.given or whole.given),
        )
        ruling = next((Ruling(kind=kind, why=reason) for kind, reason in why if reason), None)
        settled = key.exercise in self._decided or TOTAL in self._decided
        override, bonus = self._decided.get(key), rule.bonus or whole.bonus
        if not (ruling or override or bonus or settled):
            return item
        return replace(item, ruling=ruling, override=override, bonus=bonus, settled=settled)

    def _account(self, exercise: str) -> _Account:
        items = tuple(item for item in self._items if item.result.key.exercise == exercise)
        rule = self._rules.get(exercise, NO_RULE)
        extra = {key for key, own in self._rules.items() if own.bonus}
        return _Account(
            items=items,
            rule=rule,
            earned=_sum(item.earned for item in items),
            possible=_sum(item.possible for item in items),
            worth=_sum(item.points for item in items if item.counts and item.result.key not in extra),
        )

    # --- exercises ---

    def _counting(self) -> dict[str, _Account]:
        return {exercise: account for exercise, account in self._accounts.items() if account.counts}

    def _book(self, rule: str, exercise: str, earned: Fraction, possible: Fraction = Fraction(0), **why: object) -> None:
        """Write a line, where it says anything, and keep the account."""
        account = self._accounts.get(exercise)
        if account is not None:
            account.earned += earned
            account.possible += possible
        else:
            self._others += earned
        line = Booking(rule=rule, exercise=exercise, earned=earned, possible=possible, **why)  # type: ignore[arg-type]
        self._bookings.append(line)

    def decide_exercises(self) -> None:
        for exercise, account in self._counting().items():
            decision = self._decided.get(exercise)
            if decision is not None:
                self._decide(exercise, decision, account.earned)

    def _decide(self, exercise: str, decision: Override, before: Fraction) -> None:
        more = decision.earned - before
        self._book("decision", exercise, more, value=decision.earned, why=decision.why, by=decision.by)

    def weigh(self) -> None:
        for exercise, account in self._counting().items():
            weight = account.rule.weight
            if weight is not None and account.worth:
                account.scale = weight / account.worth
                more = account.scale - 1
                account.worth = weight
                self._book("weight", exercise, account.earned * more, account.possible * more, value=weight)

    def bound_exercises(self) -> None:
        for exercise, account in self._counting().items():
            self._bound(exercise, account.rule.bounds, account.earned, account.worth)

    def _bound(self, exercise: str, bounds: Bounds, earned: Fraction, possible: Fraction) -> None:
        least = bounds.least.of(possible) if bounds.least else None
        most = bounds.most.of(possible) if bounds.most else None
        if least is not None and earned < least:
            self._book("least", exercise, least - earned, value=least)
            earned = least
        if most is not None and earned > most:
            self._book("most", exercise, most - earned, value=most)

    def leave_out_all_but_the_best(self) -> None:
        order = {exercise: number for number, exercise in enumerate(self._accounts)}
        for best in self._terms.best:
            accounts = self._counting()
            chosen = [each for each in best.of or accounts if each in accounts and accounts[each].possible]
            by_share = sorted(chosen, key=lambda each: (-accounts[each].share, -accounts[each].possible, order[each]))
            for exercise in by_share[best.count :]:
                self._leave_out(exercise, best.count, len(chosen))

    def _leave_out(self, exercise: str, count: int, among: int) -> None:
        """Book off what the exercise has; then its lateness costs nothing."""
        account = self._accounts[exercise]
        for number, late in enumerate(self._late):
            if late.exercise == exercise and late.deduction:
                account.earned += late.deduction
                self._late[number] = replace(late, deduction=Fraction(0))
        why = sentence("booking.best", count=count, among=among)
        self._book("best", exercise, -account.earned, -account.possible, why=why)
        account.items = ()

    # --- lateness ---

    def deduct_from_exercises(self) -> None:
        for exercise, account in self._counting().items():
            policy = account.rule.policy or self._terms.policy
            if policy is None or (account.rule.policy is None and policy.on == "total"):
                continue
            due, submitted = self._terms.due(exercise, policy), self._terms.submitted(exercise)
            if submitted is None:
                self._untimed(due, self._terms.part(exercise), policy)
                continue
            late = self._late_for(exercise, policy, submitted, due)
            account.earned -= late.deduction
            text = sentence("lateness.of_exercises", exercises=account.title, text=late.text)
            self._late.append(replace(late, exercise=exercise, text=text))

    def _late_for(self, exercise: str, policy: Policy, submitted: datetime, due: datetime) -> Lateness:
        """Return the lateness of an exercise: taken off its sum, or off each item, none of which loses more than it has."""
        account = self._accounts[exercise]
        base = account.worth if account.rule.bonus else account.possible
        late = policy.lateness(submitted, due, account.earned, base)
        if policy.on != "item" or exercise in self._decided:
            return late
        own = [(item.earned * account.scale, item.points * account.scale) for item in account.items if item.counts]
        return replace(late, deduction=_sum(policy.lateness(submitted, due, *each).deduction for each in own))

    def deduct_from_the_total(self) -> None:
        policy = self._terms.policy
        if policy is None or policy.on != "total":
            return
        together: dict[tuple[datetime, datetime | Part, str], list[_Account]] = {}
        for exercise, account in self._counting().items():
            if account.rule.policy is None:
                due, part = self._terms.due(exercise, policy), self._terms.part(exercise)
                when = due, self._terms.submitted(exercise) or part, part.assignment
                together.setdefault(when, []).append(account)
        for (due, submitted, _), accounts in together.items():
            if isinstance(submitted, Part):
                self._untimed(due, submitted, policy)
                continue
            sums = _sum(each.earned for each in accounts), _sum(each.possible for each in accounts)
            late = policy.lateness(submitted, due, *sums)
            if len(together) > 1 or self._late:
                titles = listed(each.title for each in accounts)
                late = replace(late, text=sentence("lateness.of_exercises", exercises=titles, text=late.text))
            self._others -= late.deduction
            self._late.append(late)

    def _untimed(self, due: datetime, part: Part, policy: Policy) -> None:
        """Say once that work marked as late waits for somebody to say its time."""
        if part.late and not any(late.submitted_at is None for late in self._late):
            said, costs = part.submitted_at, policy.costs and TOTAL not in self._decided
            why = sentence("lateness.time_unread", time=said) if said else sentence("lateness.time_unknown")
            taken = sentence("lateness.waits") if costs else sentence("lateness.costs_nothing")
            text = sentence("lateness.marked", why=why, due=times.shown(due), taken=taken)
            self._late.append(Lateness(due=due.isoformat(), submitted_at=None, unclear=costs, text=text))

    # --- the total ---

    def bound_the_total(self) -> None:
        if self._counting():
            self._bound("", self._terms.bounds, self._earned, _sum(each.possible for each in self._accounts.values()))

    @property
    def _earned(self) -> Fraction:
        return _sum(account.earned for account in self._accounts.values()) + self._others

    def decide_the_total(self) -> None:
        decision = self._decided.get(TOTAL)
        if decision is not None and self._counting():
            self._decide("", decision, self._earned)

    def closed(self) -> Grade:
        """Return the grade with its book."""
        late = _together(self._late)
        marked = self._grade.submission.late
        if late is not None:
            untimed = any(part.submitted_at is None for part in late.parts or (late,))
            marked = late.days > 0 or (untimed and marked)
        submission = replace(self._grade.submission, late=marked)
        return replace(self._grade, items=self._items, bookings=tuple(self._bookings), lateness=late, submission=submission)


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0))


def _together(late: list[Lateness]) -> Lateness | None:
    """Return the lateness of the whole: the parts', with the most days and all that they cost."""
    if len(late) < 2:
        return late[0] if late else None
    most = max(late, key=lambda part: (part.days, part.share))
    text = " ".join(part.text for part in late)
    deduction, unclear = _sum(part.deduction for part in late), any(part.unclear for part in late)
    return replace(most, text=text, deduction=deduction, unclear=unclear, exercise="", parts=tuple(late))
