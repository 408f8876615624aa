"""The sheet of an exercise file: its functions, its givens and the items' terms, each problem at its own place.

Reads what an author wrote and holds it against each other; what terms mean is for `quantities`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path as File

from pydantic import ValidationError

from grader.algebra.floats import CONSTANTS as _NAMED_NUMBERS
from grader.algebra.tidy import ZERO, tidy
from grader.algebra.tree import Expression, Vector, variables_in
from grader.course.data_columns import NoColumnError, column_of
from grader.course.exercise_schema import FunctionKeys, is_name
from grader.course.yaml_documents import Path, Problems
from grader.equality.dependence import UndecidedDependenceError
from grader.kinds.descent.contract import faults_of_contract
from grader.kinds.descent.options import ProgramOptions
from grader.kinds.program_of_fit import FitOptions, faults_of_fit
from grader.kinds.program_of_term import FunctionOptions, faults_of_call
from grader.kinds.shapes import shape_of
from grader.model import Function, Given, Item
from grader.notation.answer import read
from grader.notation.printing import plain
from grader.notation.tokens import Unreadable
from grader.quantities.evaluation import evaluate
from grader.quantities.fitted_values import loss_of
from grader.quantities.operators import OPERATORS, SPELLINGS
from grader.quantities.operators.operator import Mapped, Rule, Value, called, is_tree, mapped
from grader.quantities.references import NotDerivableError, is_soon_derived
from grader.quantities.sheet import Sheet, data_of, function_about, items_in, term_text, unknowns_of, variables_of
from grader.quantities.slips.approximate import approximate
from grader.quantities.terms import Term, TermError, names_in, usual_names

_HEAD = re.compile(r"\s*(\w+)\s*\(([^()]*)\)\s*$")  # `f(x, y)`
MOST_DATA = 500  # of one list: a loss over so many is worked out in a second, and no sheet prints more
_MOST_VARIABLES = 8  # of a function; no course asks for more


@dataclass
class SheetKeys:
    """What an exercise file says of its sheet, read step by step; what is wrong goes into `problems`."""

    problems: Problems
    sheet: Sheet = field(default_factory=Sheet)
    functions: list[Function] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    for_students: bool = False
    folder: File | None = None
    data: set[str] = field(default_factory=set)  # with the names of what is made of data

    def add_function(self, head: str, raw: object) -> None:
        """Read one function: `f(x, y)` and its formula, or a mapping with `is` and `domain`."""
        path: Path = ("functions", head)
        found = _HEAD.match(usual_names(head))
        if found is None:
            self.problems.add(path, f"`{head}` is no head of a function; write it as f(x, y)")
            self.unread.add(re.split(r"\W", usual_names(head).strip(), maxsplit=1)[0])
            return
        name, variables = found[1], tuple(part.strip() for part in found[2].split(",") if found[2].strip())
        faults = [*self._faults_of_name(name), *_faults_of_variables(variables)]
        taken = [variable for variable in variables if variable in self.sheet.given]
        faults += [f"its variable `{variable}` has a value under `given:`; give one of them another name" for variable in taken]
        keys = self._function_keys(raw)
        for fault in faults:
            self.problems.add(path, fault)
        if faults or keys is None:
            self.unread.add(name)
            return
        domain = {usual_names(variable): ends for variable, ends in keys.domain.items()}
        for variable, (low, high) in domain.items():
            if variable not in variables:
                self.problems.add((*path, "domain", variable), f"is not one of the variables ({', '.join(variables)})")
            if not low < high:
                self.problems.add((*path, "domain", variable), "the first end must be smaller than the second")
        formula = self._formula(name, variables, usual_names(keys.formula), (*path, "is") if isinstance(raw, Mapping) else path)
        if formula is None:
            self.unread.add(name)
            return
        named = {word for word in re.findall(r"\w+", usual_names(keys.formula)) if word not in variables}
        over_data = usual_names(keys.formula) if named & self.data else ""
        self.data |= {name} if over_data else set()
        function = Function(name=name, variables=variables, expression=formula, domain=domain, over_data=over_data)
        self.functions.append(function)
        self.sheet = replace(self.sheet, functions={**self.sheet.functions, name: mapped(function)})

    def _function_keys(self, raw: object) -> FunctionKeys | None:
        """Return a function's keys; None for wrong ones, of which others speak."""
        try:
            if isinstance(raw, Mapping):
                return FunctionKeys.model_validate(raw)
            return FunctionKeys.model_validate({"is": raw})
        except ValidationError:
            return None

    def _faults_of_name(self, name: str) -> Iterator[str]:
        if not is_name(name):
            yield f"`{name}` is not a name for it; take a letter or a word"
        elif name in _NAMED_NUMBERS:
            yield f"`{name}` is a number already; give it another name"
        elif name in OPERATORS or name in SPELLINGS:
            yield f"`{name}` is an operator of terms; give it another name"
        elif name in self.sheet.functions or name in self.sheet.given:
            yield f"`{name}` stands here twice; keep one"

    def _formula(self, name: str, variables: tuple[str, ...], text: str, path: Path) -> str | None:
        """Return a formula in these variables alone: as it is written, or worked out where it names other things."""
        own = Mapped(name=name, variables=variables, body=ZERO)
        sheet = replace(self.sheet, functions={**self.sheet.functions, name: own})
        try:
            term = sheet.term(text, others=self.unread)
            others = {each for each in names_in(term) if each not in variables}
            if name in others:
                raise TermError(f"names itself: {name} stands in its own formula")
            if others & self.unread:
                return None  # what is wrong is said where it stands
            value = evaluate(term, sheet, {})
        except (TermError, NotDerivableError) as problem:
            self._say(path, problem)
            return None
        value = value.body if isinstance(value, Mapped) else value
        if not is_tree(value) or isinstance(value, Vector) or not variables_in(value) <= {*variables}:
            self.problems.add(path, f"is {called(value)}; a function's formula is a number or formula in its variables")
            return None
        formula = _as_written(text, variables, value)
        if not is_soon_derived(formula, variables):
            fewer = "lower powers, fewer factors or fewer data" if self.data else "lower powers or fewer factors"
            self.problems.add(path, f"has too many terms when it is multiplied out; take {fewer}")
            return None
        return formula

    def add_given(self, name: str, text: str, *, may_wait: bool = False) -> bool:
        """Read one given: a number, point or vector. Return False if it `may_wait` and seems to name a function."""
        path: Path = ("given", name)
        usual = usual_names(name)
        faults = [*self._faults_of_name(usual)]
        if usual in self.sheet.variables():
            faults.append(f"`{name}` is a variable of a function here; give it another name")
        if faults:
            self.problems.add(path, faults[0])
            self.unread.add(usual)
            return True
        try:
            term = self.sheet.term(text, others=self.unread)
            if self.unread.intersection(names_in(term)):
                self.unread.add(usual)  # what is wrong is said where it stands
                return True
            value = evaluate(term, self.sheet, {})
        except (TermError, NotDerivableError) as problem:
            if may_wait:
                return False
            self._say(path, problem)
            self.unread.add(usual)
            return True
        if not is_tree(value) or variables_in(value):
            self.problems.add(path, f"is {called(value)}; what is given is a number, a point or a vector")
            self.unread.add(usual)
            return True
        self.given.append(Given(name=usual, text=text))
        self.data |= {usual} if self.data.intersection(names_in(term)) else set()
        self.sheet = replace(self.sheet, given={**self.sheet.given, usual: value})
        return True

    def add_data(self, name: str, raw: object) -> None:
        """Read one list of data: numbers, exact as they are written."""
        path: Path = ("data", name)
        usual = usual_names(name)
        faults = [*self._faults_of_name(usual)]
        try:
            parts = column_of(raw, self.folder) if isinstance(raw, str) else raw
        except NoColumnError as error:
            parts, faults = [0, 0], [*faults, str(error)]
        if not isinstance(parts, list) or not all(isinstance(part, str | int | float) for part in parts):
            self.unread.add(usual)  # what is wrong is said with the other keys
            return
        if not 2 <= len(parts) <= MOST_DATA:
            faults.append(f"is a list of numbers, 2 at least and {MOST_DATA} at most")
        text = ", ".join(map(str, parts))
        try:
            value = data_of(text) if parts else None
        except (ValueError, ZeroDivisionError):
            faults.append("holds what is no number; data are numbers, such as [1, 2.5, 1/3]")
        if faults or value is None:
            self.problems.add(path, faults[0])
            self.unread.add(usual)
            return
        self.given.append(Given(name=usual, text=text, is_data=True))
        self.data.add(usual)
        self.sheet = replace(self.sheet, given={**self.sheet.given, usual: value})

    def add_items(self, items: Mapping[int, Item]) -> dict[int, Item]:
        """Return the items with what their terms say; items whose terms mean nothing are left as they are."""
        terms, places = dict[str, Term](), dict[str, int]()
        for at, item in items.items():
            places[item.id], text = at, term_text(item.options)
            if not text and not self.for_students:  # their copies leave out a term that is the answer itself
                self.problems.add(path_of_term(at, item), "is empty; write what is to be found, such as diff(f, x)")
            try:
                terms |= {item.id: self.sheet.term(text, others=self.unread)} if text else {}
            except TermError as problem:
                self._say(path_of_term(at, item), problem)
        unknowns = self._unknowns(items)
        self.sheet = replace(self.sheet, terms=terms, unknowns=unknowns)
        builds_on = {item: items_in(term, self.sheet) for item, term in terms.items()}
        order = self._in_order(builds_on, {item: path_of_term(at, items[at]) for item, at in places.items()})
        found, unread = dict(items), {*self.unread, *(item.id for item in items.values() if item.id not in order)}
        for item_id in order:
            at = places[item_id]
            if unread.intersection(names_in(terms[item_id])):
                unread.add(item_id)  # what is wrong is said where it stands
                continue
            value = self._value(items[at], path_of_term(at, items[at]))
            if value is None:
                unread.add(item_id)
                continue
            function = function_about(terms[item_id], value, self.sheet)
            found[at] = replace(items[at], after=builds_on[item_id], function=function)
            if isinstance(options := items[at].options, FunctionOptions):
                known = function.variables if self.sheet.functions else variables_of(terms[item_id], self.sheet)
                for key, fault in faults_of_call(options, known, variables_of(terms[item_id], self.sheet), self.sheet):
                    self.problems.add(("items", at, "program", *key), fault)
            elif isinstance(options, FitOptions):
                for key, fault in faults_of_fit(options, item_id, self.sheet):
                    self.problems.add(("items", at, "program", *key), fault)
            elif isinstance(options, ProgramOptions) and isinstance(value, Rule):
                for key, fault in faults_of_contract(options, function, value, self.sheet):
                    self.problems.add(("items", at, "program", *key), fault)
        return found

    def _unknowns(self, items: Mapping[int, Item]) -> tuple[str, ...]:
        """Return the variables of the programs that fit, as far as their names are free."""
        found = dict[str, None]()
        for at, item in items.items():
            for name in unknowns_of(item.options):
                fault = next(self._faults_of_name(name), None) if name not in self.sheet.functions else "is a function"
                if fault is None and (name in (other.id for other in items.values()) or not is_name(name)):
                    fault = f"`{name}` is no name for a variable here; give it another one"
                if fault is not None:
                    self.problems.add(("items", at, "program", "returns"), fault)
                else:
                    found[name] = None
        return tuple(found)

    def _in_order(self, builds_on: Mapping[str, tuple[str, ...]], paths: Mapping[str, Path]) -> list[str]:
        """Return the items, each after those it builds on, without any in a circle."""
        known = dict(builds_on)
        while True:
            try:
                return [item for item in TopologicalSorter(known).static_order() if item in known]
            except CycleError as error:
                circle = [str(item) for item in error.args[1]]
                way = " → ".join(reversed(circle)) if len(set(circle)) > 1 else "its own term names it"
                self.problems.add(paths[min(circle, key=list(paths).index)], f"the item builds on itself: {way}")
                known = {item: names for item, names in known.items() if item not in circle}

    def _value(self, item: Item, path: Path) -> Value | None:
        """Return what an item's term stands for; None for what nobody can ask."""
        try:
            value = evaluate(self.sheet.terms[item.id], self.sheet, {})
        except (TermError, NotDerivableError, UndecidedDependenceError) as problem:
            self._say(path, problem)
            return None
        if item.kind == "program":
            if not isinstance(value, Rule):
                self.problems.add(path, f"is {called(value)}; write a rule of steps, such as descent(f)")
                return None
            return value
        if item.kind == "fit":
            if loss_of(value) is None:
                self.problems.add(path, f"is {called(value)}; what is fitted is a formula in the variables that it finds")
                return None
            return value
        if item.kind == "function" and not is_tree(value):
            self.problems.add(path, f"is {called(value)}; a program gives a number, a formula or a vector of them")
            return None
        if shape_of(value) is None:
            self.problems.add(path, f"is {called(value)}, which is no answer; write what is to be found, such as diff(f, x)")
            return None
        if is_tree(value) and not variables_in(value) and approximate(value, {}) is None:
            self.problems.add(path, f"`{term_text(item.options)}` has no finite value")
            return None
        return value

    def _say(self, path: Path, problem: Exception) -> None:
        column = f" (column {problem.column})" if isinstance(problem, TermError) and problem.column > 1 else ""
        self.problems.add(path, f"{problem}{column}")


def path_of_term(at: int, item: Item) -> Path:
    """Return where an item's term stands."""
    keys = {"program": ("program", "method"), "function": ("program", "gives"), "fit": ("program", "fits")}
    return ("items", at, *keys.get(item.kind, ("answer",)))


def _faults_of_variables(variables: Iterable[str]) -> Iterator[str]:
    names = list(variables)
    if not names:
        yield "has no variables; write the head as f(x, y), and a number under `given:`"
    if len(names) > _MOST_VARIABLES:
        yield f"has {len(names)} variables, and {_MOST_VARIABLES} is the most"
    for name in names:
        if not is_name(name):
            yield f"`{name}` is no variable; write the head as f(x, y)"
        elif names.count(name) > 1:
            yield "a variable stands here twice; keep one"
            return


def _as_written(text: str, variables: tuple[str, ...], value: Expression) -> str:
    """Return a formula as an author wrote it, if students' formulas are read alike, else as it was worked out."""
    try:
        written = read(text, variables=variables, notation="python")
    except Unreadable:
        return plain(value)
    return text if tidy(written) == tidy(value) else plain(value)
