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

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import Literal

from grader.course.late import Policy
from grader.course.rules import TOTAL, Best, Bounds, Names, Rule
from grader.intake import times
from grader.model import Booking, Grade, ItemGrade, Key, Lateness, Override, Ruling

NO_RULE = Rule()


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What the course says that holds for one student, by words of its file.

    `overrides` and `excused` are this student's; `due` and `submitted` give an exercise's times for this student, and
    `marked_late` is what the platform says where it says no time, `said` a time that nobody could read.
    """

    rules: Mapping[str, Rule] = field(default_factory=dict)
    policy: Policy | None = None
    best: tuple[Best, ...] = ()
    bounds: Bounds = Bounds()
    overrides: Mapping[str, Override] = field(default_factory=dict)
    excused: Mapping[str, str] = field(default_factory=dict)
    due: Callable[[str, Policy], datetime]
    submitted: Callable[[str], datetime | None]
    marked_late: bool = False
    said: str | None = None


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
    """What an exercise adds so far: `worth` is what it counts as, a bonus too, by which bounds that are shares go."""

    items: tuple[ItemGrade, ...]
    rule: Rule
    earned: Fraction
    possible: Fraction
    worth: Fraction

    @property
    def counts(self) -> bool:
        return any(item.counts for item in self.items)


class _Book:
    """The accounts of one grade while its rules are gone through."""

    def __init__(self, grade: Grade, terms: Terms) -> None:
        self._grade, self._terms = grade, terms
        self._names = Names(item.result.key for item in grade.items)
        self._decided = self._by_scope(terms.overrides)
        self._rules = self._by_scope(terms.rules)
        self._excused = self._by_scope(terms.excused)
        self._items = tuple(map(self._ruled, grade.items))
        self._accounts = {exercise: self._account(exercise) for exercise in self._names.exercises}
        self._bookings: list[Booking] = []
        self._late: list[Lateness] = []
        self._others = Fraction(0)  # what was added to the total alone

    def _by_scope[Said](self, said: Mapping[str, Said]) -> dict[Key | str, Said]:
        scopes = ((self._names.scope(word), each) for word, each in said.items())
        return {scope: each for scope, each in scopes if scope is not None}

    # --- items ---

    def _ruled(self, item: ItemGrade) -> ItemGrade:
        """The item with the course's ruling, or else a person's decision; a bonus also where its exercise is one."""
        key = item.result.key
        rule, whole = self._rules.get(key, NO_RULE), self._rules.get(key.exercise, NO_RULE)
        excused = next((self._excused[scope] for scope in (key, key.exercise, TOTAL) if scope in self._excused), "")
        why: tuple[tuple[Literal["struck", "excused", "given"], str], ...] = (
            ("struck", rule.struck or whole.struck),
            ("excused", excused),
            ("given", rule.given or whole.given),
        )
        ruling = next((Ruling(kind=kind, why=reason) for kind, reason in why if reason), None)
        override = self._decided.get(key)
        if override is not None and override.earned > item.points:
            override = None
        settled = key.exercise in self._decided or TOTAL in self._decided
        return replace(item, ruling=ruling, override=override, bonus=rule.bonus or whole.bonus, settled=settled)

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
            if decision is not None and decision.earned <= _sum(item.points for item in account.items):
                self._decide(exercise, decision, account.earned)

    def _decide(self, exercise: str, decision: Override, before: Fraction) -> None:
        more = decision.earned - before
        self._book("decision", exercise, more, value=decision.earned, why=decision.why, by=decision.by)

    def weigh(self) -> None:
        for exercise, account in self._counting().items():
            weight = account.rule.weight
            if weight is not None and account.worth:
                factor = weight / account.worth - 1
                self._book("weight", exercise, account.earned * factor, account.possible * factor, value=weight)
                account.worth = weight

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
            by_share = sorted(chosen, key=lambda each: (-_share(accounts[each]), -accounts[each].possible, order[each]))
            for exercise in by_share[best.count :]:
                self._leave_out(exercise, best.count, len(chosen))

    def _leave_out(self, exercise: str, count: int, among: int) -> None:
        """Book off what the exercise has; then its lateness costs nothing."""
        account = self._accounts[exercise]
        for number, late in enumerate(self._late):
            if late.exercise == exercise and late.deduction:
                account.earned += late.deduction
                self._late[number] = replace(late, deduction=Fraction(0))
        why = f"the best {count} of {among} count"
        self._book("best", exercise, -account.earned, -account.possible, why=why)
        account.items = ()

    # --- lateness ---

    def deduct_from_exercises(self) -> None:
        for exercise, account in self._counting().items():
            policy = account.rule.policy or self._terms.policy
            if policy is None or (account.rule.policy is None and policy.on == "total"):
                continue
            late = self._lateness([exercise], policy)
            if late is None:
                continue
            late = replace(late, exercise=exercise, deduction=self._off(policy, late.share, account, exercise))
            account.earned -= late.deduction
            self._late.append(late)

    def _off(self, policy: Policy, share: Fraction, account: _Account, exercise: str) -> Fraction:
        """What a share takes off an exercise: off its sum, or off each item where none of them loses more than it has."""
        if policy.on != "item" or exercise in self._decided:
            return policy.deduction(share, account.earned, account.worth if account.rule.bonus else account.possible)
        scale = account.rule.weight / account.worth if False else self._scale(account)
        return _sum(
            policy.deduction(share, item.earned * scale, item.points * scale) for item in account.items if item.counts
        )

    @staticmethod
    def _scale(account: _Account) -> Fraction:
        raw = _sum(item.earned for item in account.items)
        return account.earned / raw if raw else Fraction(1)

    def deduct_from_the_total(self) -> None:
        policy = self._terms.policy
        if policy is None or policy.on != "total":
            return
        together: dict[tuple[datetime, datetime | None], list[str]] = {}
        for exercise, account in self._counting().items():
            if account.rule.policy is None:
                times_ = (self._terms.due(exercise, policy), self._terms.submitted(exercise))
                together.setdefault(times_, []).append(exercise)
        for exercises in together.values():
            late = self._lateness(exercises, policy)
            if late is not None:
                own = [self._accounts[each] for each in exercises]
                earned, possible = _sum(a.earned for a in own), _sum(a.possible for a in own)
                late = replace(late, deduction=policy.deduction(late.share, earned, possible))
                self._others -= late.deduction
                self._late.append(late)
