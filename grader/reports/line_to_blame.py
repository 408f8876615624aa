"""Find the line of a student's program that a mistake lies in: the step of its loop, the derivative behind it, its `return`.

Reads the syntax tree alone, from what is returned backwards. Where the tree shows no such line there is none: the line where a
function begins says nothing to its author, and beside a line in which nothing is wrong a true sentence leads astray.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import TypeAlias

from grader.kinds.candidates import tree_of
from grader.kinds.descent.idle_loops import step_beside_loop
from grader.model import Audience, CheckResult, Place, Statement, Submission, Verdict
from grader.sentences.sentence import Sentence

_PASSED_ON = {"array", "asarray", "float", "list", "round", "tuple"}  # what these give is what they were given
_ADDING = {"add", "append", "extend", "insert", "update"}  # ways in which a list or a set gets more
_LOOPS = (ast.For, ast.While)  # a comprehension moves no point from pass to pass
_DIVIDING = {"inv", "pinv", "solve"}  # what these are given first is divided by
_ROUNDING = {"int", "round", "floor", "ceil", "around", "rint"}  # what these give has lost decimals
_BOUNDING = {"clip", "min", "max", "minimum", "maximum"}  # these bring a coordinate back between its bounds
_REDUCING = {"mean", "sum", "prod", "max", "min", "std", "var"}  # these make one number of all, and so a formula
_SYMBOLS = {"symbols", "Symbol", "var"}  # these name a variable and compute nothing
_TOLD: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("NONE", ("slip.returns_trajectory.flagged",)),  # of several `return` it is one, or what chooses among them
    # several lines may keep the point where it is or between bounds, and a bound that is left out stands in none
    ("NONE", ("another_size_handed_in.at_a_bound", "uneven_steps.in_turn")),
    ("NONE", ("slip.one_bound_left_out", "slip.one_coordinate_projected")),
    ("NONE", ("slip.returns_nothing", "slip.function_itself")),  # what a `return` gives, or the function's own line, is right there
    ("END", ("slip.returns_", "slip.coordinates_swapped", "fit.coordinates_swapped", "slip.component_missing", "no_point")),
    ("END", ("stays.returns_start", "not_a_number", "not_equal.shape_of_function", "returned_text", "fit.more", "fit.no_values")),
    ("ROUNDED", ("slip.rounds_",)),
    ("NUMBER", ("slip.step_size_from_",)),
    ("ENDING", ("slip.stops_too_early",)),
    ("ADDING", ("step.one_list",)),
    ("CONDITION", ("slip.other_measure",)),
    ("OVERWRITTEN", ("same.overwritten",)),
    ("BESIDE", ("counting.beside",)),
    ("SIZE", ("slip.another_step_size.step",)),
    ("START", ("step.other_start", "step.start_swapped")),
    ("WHOLE", ("step.cut_to_whole",)),
)
"""The part that is told by a slip's code alone, whatever the rubric lost by it."""
_DIRECTION = (
    ("SECOND", ("slip.wrong_second_derivative",)),
    ("DERIVATIVE", ("slip.wrong_gradient", "one_coordinate_right", "slip.sequential_update")),  # it reads the point
    ("SIGN", ("slip.ascends",)),
    ("UPDATE", ("slip.moved_by_another",)),
)
"""The part that is told by a slip's code where the direction of the steps is wrong; without one nobody knows."""
_BEGUN = ("slip.ignores_start", "slip.begins_elsewhere", "slip.coordinate_typed_in")  # the first line is
_OF_SIZE = ("slip.step_size_too_large", "slip.step_size_too_small", "slip.another_step_size")  # these are of the number itself
_RIGHT_THERE = {"ENDING": ("stops_too_early.far_away",), "ROUNDED": _BEGUN}  # that condition is right; a wrong start comes first
# The condition or the line that these quote, or that works out what they name, is to blame.
_QUOTING = ("same.ended", "same.ended.later", "same.turn", "same.only_if", "same.begins_again", "same.unchanged")
_NO_ARGUMENTS = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])  # as at the top
_AXES = 3  # coordinates whose updates are compared: programs with names of their own for more write arrays
_DEPTH = 6  # names from what is returned back to a formula: people write two or three

Given: TypeAlias = tuple[ast.stmt, ast.expr]
"""A line, and what it gives to a name."""


class Part(Enum):
    """Which part of a program is to blame."""

    STEP = auto()  # if all that it is made of stands in it
    FORMULA = auto()  # the same, of what is no descent: a sum is made by more than the line that adds
    NUMBER = auto()  # in the step, where it is written there
    SIGN = auto()  # in the step, where it adds; else behind it
    DERIVATIVE = auto()  # behind the step
    UPDATE = auto()  # behind the step if no other coordinate is moved by what stands there; else the step
    SECOND = auto()  # behind what the step divides by
    ROUNDED = auto()
    LOOP = auto()
    BESIDE = auto()  # the step that stands beside the loop
    CONDITION = auto()  # of the parameter that is told
    BEGINNING = auto()
    ENDING = auto()  # what ends a loop before its last pass; else the loop
    OVERWRITTEN = auto()  # the line that gives a parameter a value
    SIZE = auto()  # the line that sets the step size, else the number in the step
    START = auto()  # the line that sets the point they begin at
    WHOLE = auto()  # what takes the decimals away
    ADDING = auto()  # what makes a list longer
    END = auto()
    NONE = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Blame:
    """What a mistake lies in, with the one wrong `coordinate`, the `parameter` that is told and what is `quoted`, if any."""

    part: Part = Part.STEP
    coordinate: int | None = None
    parameter: str | None = None
    quoted: str | None = None


def blame_of(result: CheckResult, variables: Sequence[str]) -> Blame:
    """Return what a mistake lies in, by what is told of it and by the line of the rubric that was lost first."""
    lost = next((line for line in result.criteria if line.credit < 1 and line.verdict is not Verdict.NEEDS_REVIEW), None)
    told = [remark.text for remark in result.feedback if remark.audience is Audience.STUDENT]
    said = list(parts_of([*([lost.feedback] if lost else []), *told]))
    axes = {str(text.gaps.get("axis") or text.gaps.get("wrong")).strip("`") for text in said}
    named = [place for place, variable in enumerate(variables) if variable in axes]

    def tells(*codes: str) -> bool:
        return any(text.code.startswith(codes) for text in said)

    right = {part for part, codes in _RIGHT_THERE.items() if tells(*codes)}
    told_by_code = next((Part[part] for part, codes in _TOLD if tells(*codes) and part not in right), None)
    if result.verdict is Verdict.DID_NOT_RUN:
        part = Part.NONE
    elif told_by_code is not None:
        part = told_by_code
    elif lost is None:
        part = Part.FORMULA
    elif tells("slip.ignores_n") or lost.id == "count":
        part = Part.LOOP
    elif tells(*_BEGUN):
        part = Part.BEGINNING
    elif lost.id == "start":
        part = Part.NONE
    elif lost.id == "direction":
        part = next((Part[part] for part, codes in _DIRECTION if tells(*codes)), Part.STEP)
    else:
        part = Part.SIZE if tells(*_OF_SIZE) else Part.NUMBER
    parameter = next((str(text.gaps["parameter"]) for text in said if "parameter" in text.gaps), None)
    quoted = next((str(text.gaps.get("text", text.gaps.get("name"))) for text in said if text.code in _QUOTING), None)
    return Blame(part=part, coordinate=named[0] if len(named) == 1 else None, parameter=parameter, quoted=quoted)


def parts_of(texts: Sequence[object]) -> Iterator[Sentence]:
    """Yield the sentences among some texts, and those that stand in them."""
    for text in texts:
        if isinstance(text, Sentence):
            yield text
            yield from parts_of(list(text.gaps.values()))


def line_to_blame(definition: Statement, submission: Submission, blame: Blame) -> Place | None:
    """Return the line of a definition to look at; None where no line of it says more than another."""
    tree = tree_of(definition.source)
    others = {name: other for other in submission.statements if other is not definition for name in other.names if _computes(other)}
    if isinstance(tree, ast.FunctionDef):
        found = _in_function(tree, definition, others, blame)
        return _at(*found) if found is not None else None
    value = getattr(tree, "value", None)
    passed_on = (*definition.names, *(_bare_names(value, None) if value is not None else ()))
    single = _at_the_top(submission, passed_on, blame.part)
    if single is not None or others.keys() & _names(value):
        return single
    begun = [at for at, each in enumerate(submission.statements) if each is definition or set(each.names) & set(passed_on)]
    later = submission.statements[begun[0] :] if definition in submission.statements else ()
    adding = [(node, each) for each in later for node in _additions(tree_of(each.source), passed_on, blame.part, others)]
    node, statement = adding[-1] if adding else (None, definition)
    if adding:
        return _at(node, statement) if node is not None else None
    at = next((at for at, each in enumerate(submission.statements) if each is definition), 0)
    made = [each for each in submission.statements[:at] if value is not None and set(each.names) & set(_bare_names(value, None))]
    return made[-1].place if made else definition.place  # a line that passes on what another made is right


def _at_the_top(submission: Submission, names: Sequence[str], part: Part) -> Place | None:
    """Return the line that sets the size, the start or the whole numbers of steps in a list; None for none or several."""
    trees = [(tree, each) for each in submission.statements if each.problem is None and (tree := tree_of(each.source)) is not None]
    nodes = [(node, each) for tree, each in trees for node in ast.walk(tree)]
    found: Sequence[tuple[ast.AST, Statement]] = ()
    if part is Part.SIZE:
        products = [node for node, _ in nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)]
        factors = {side.id for node in products for side in (node.left, node.right) if isinstance(side, ast.Name)}
        set_to = [(name, value, tree, each) for tree, each in trees for name, value in _gifts(tree)]
        found = [(tree, each) for name, value, tree, each in set_to if name in factors and isinstance(value, ast.Constant)]
        moved = {name for node, _ in nodes if isinstance(node, _LOOPS) for line in ast.walk(node) for name, _ in _gifts(line)}
        found = [each for each in found if not moved.intersection(name for name, _ in _gifts(each[0]))]
        sizes = {name for name, value, _, _ in set_to if name in factors & moved and isinstance(value, ast.Constant)}
        inside = [(line, each) for node, each in nodes if isinstance(node, _LOOPS) for line in ast.walk(node)]
        alone = [(name, *each) for each in inside for name, value in _gifts(each[0]) if _names(value) <= {name}]
        found = found or [(line, each) for name, line, each in alone if name in sizes]
    elif part is Part.START:
        added = [value for node, _ in nodes for name, value in _gifts(node) if name in names and isinstance(node, ast.Expr)]
        points = {*names, *(name for value in added for name in _bare_names(value, None))}
        begins = [(tree, each) for tree, each in trees for name, value in _gifts(tree) if name in points and not _names(value)]
        found = [each for each in begins if any(isinstance(part, ast.Constant) for part in ast.walk(each[0]))][:1]
    elif part is Part.WHOLE:
        found = [(node, each) for node, each in nodes if _is_of_whole_numbers(node)] or [each for each in nodes if _rounds(each[0])]
    lines = {_at(*each) for each in found}
    return lines.pop() if len(lines) == 1 else None


def _is_of_whole_numbers(node: ast.AST) -> bool:
    """Tell whether a call makes an array of whole numbers: `np.array([1, 2])`, `np.zeros(2, dtype=int)`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    for keyword in node.keywords:
        if keyword.arg == "dtype":
            return isinstance(keyword.value, ast.Name) and keyword.value.id == "int"
    numbers = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
    whole = bool(numbers) and all(type(number) is int for number in numbers)
    return node.func.attr in ("array", "asarray") and whole and not _names(ast.Tuple(elts=node.args))


def _computes(statement: Statement) -> bool:
    """Tell whether a statement is a function, or gives a name what was computed: no plain number, and no variable."""
    match tree_of(statement.source):
        case ast.FunctionDef():
            return True
        case ast.Assign(value=ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name))) if name in _SYMBOLS:
            return False
        case ast.Assign(value=value):
            return bool(_names(value))
    return False


def _at(node: ast.AST, statement: Statement) -> Place:
    place, line = statement.place, getattr(node, "lineno", 1)
    return Place(file=place.file, line=place.line + line - 1, cell=place.cell, text=place.text)


def _additions(
    tree: ast.stmt | None, names: Sequence[str], part: Part, others: Mapping[str, Statement]
) -> Iterator[ast.AST | None]:
    """Yield the lines behind what is added to a list of one of these names: of the step if one line makes it, or the adding.

    None for a point that several lines make, in which nothing is to be seen where it is added.
    """
    for node in ast.walk(tree) if tree is not None else ():
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr), args=[*_, value]) if (
                tree is not None and name in names and attr in _ADDING
            ):
                end = ast.Return(value=value, lineno=node.lineno)
                program = ast.FunctionDef(name=name, args=_NO_ARGUMENTS, body=[tree, end], decorator_list=[], lineno=0)
                function = _Function(program)
                step = function.step(None)
                made_elsewhere = _bare_names(value, None) and step is None
                if step is not None:
                    point = function.point(step)
                    read = _names(step[1]) - point
                    trees = [tree_of(others[name].source) for name in read & others.keys()]
                    formulas = any(isinstance(each, ast.BinOp) for made in trees if made is not None for each in ast.walk(made))
                    made_elsewhere = formulas or bool(function.given_at(read, point))
                added = ast.unparse(value)
                loops = [loop for loop in ast.walk(tree) if isinstance(loop, ast.For) and ast.unparse(loop.target) == added]
                if loops:  # what it goes through is added one by one
                    yield loops[0]
                    continue
                yield node if part is Part.ADDING else None if made_elsewhere else step[0] if step is not None else node


def _in_function(
    tree: ast.FunctionDef, definition: Statement, others: Mapping[str, Statement], blame: Blame
) -> tuple[ast.AST, Statement] | None:
    function, coordinate = _Function(tree), blame.coordinate
    line: ast.stmt | None = None
    match blame.part:
        case Part.OVERWRITTEN | Part.ROUNDED | Part.BESIDE:
            single = {Part.OVERWRITTEN: function.overwritten, Part.ROUNDED: function.rounded, Part.BESIDE: step_beside_loop(tree)}
            line = single[blame.part]
        case Part.LOOP | Part.ENDING | Part.CONDITION:
            read = blame.parameter if blame.part is Part.CONDITION else None
            ends = function.loops if blame.part is Part.LOOP else function.endings(read)
            ends = function.quoted(blame.quoted) or ends
            line = ends[0] if len(ends) == 1 else None
        case Part.END:
            line = function.returned[-1] if function.returned else None
        case Part.BEGINNING:
            line = function.beginning(coordinate)
        case Part.UPDATE:
            steps = {axis: step for axis in range(_AXES) if (step := function.step(axis)) is not None}
            behind = {axis: _behind(function, step, definition, others, Blame(coordinate=axis)) for axis, step in steps.items()}
            lines = {axis: _at(*found) for axis, found in behind.items() if found is not None}
            own = lines.pop(coordinate, None) if coordinate is not None else None
            if coordinate in steps and own is not None and own not in lines.values():
                return behind[coordinate]
            line = steps[coordinate][0] if coordinate in steps else None
        case Part.STEP | Part.FORMULA | Part.NUMBER | Part.SIZE | Part.SIGN | Part.DERIVATIVE | Part.SECOND:
            found = function.step(coordinate)
            if found is None or (blame.part is Part.FORMULA and isinstance(found[0], ast.AugAssign)):
                return None
            has_signs = blame.part is Part.SIGN and function.subtracts_before(found)  # in several lines
            if blame.part in (Part.DERIVATIVE, Part.SECOND) or (blame.part is Part.SIGN and not _adds(*found) and not has_signs):
                return _behind(function, found, definition, others, blame)
            if blame.part in (Part.NUMBER, Part.SIZE):
                named = function.size_named_in(found) if blame.part is Part.SIZE else None
                changed, is_searched = function.sizes_changed(found)
                if changed:
                    return (changed[0], definition) if len(changed) == 1 and not is_searched else None
                line = found[0] if _has_number(found[1]) and not function.is_scaled_before(found) else None
                line = function.set_once(named) if named is not None else line
            elif not has_signs and (blame.part is Part.SIGN or function.stands_alone(found, others)):
                line = found[0]
    return (line, definition) if line is not None else None


def _adds(line: ast.stmt, value: ast.expr) -> bool:
    """Tell whether a step adds something to the point, before it may bring that back between bounds."""
    match value:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=parts) if name in _BOUNDING:
            return any(_adds(line, part) for part in parts)
    if isinstance(line, ast.AugAssign):
        return isinstance(line.op, ast.Add) != _is_negated(value)
    signs = [part for part in getattr(value, "elts", [value]) if isinstance(part, ast.BinOp)]
    return any(
        isinstance(part.op, ast.Add) != _is_negated(part.right) for part in signs if isinstance(part.op, ast.Add | ast.Sub)
    )


def _is_negated(value: ast.expr) -> bool:
    """Tell whether a product has another sign than its factors without their minuses."""
    factors = _factors_of(value) or [value]
    return sum(isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub) for part in factors) % 2 == 1


def _has_number(value: ast.expr) -> bool:
    operations = [node for node in ast.walk(value) if isinstance(node, ast.BinOp)]
    return any(isinstance(part, ast.Constant) for node in operations for part in (node.left, node.right))


def _behind(
    function: _Function, step: Given, definition: Statement, others: Mapping[str, Statement], blame: Blame
) -> tuple[ast.AST, Statement] | None:
    """Return the line with the derivative of a step, in the function or in a helper of it; None if several may be it."""
    point, at = function.point(step), step
    for _ in range(_DEPTH):
        dividing = _dividing(at[1])
        read = _names(at[1]) - point - {name for name, _ in _gifts(at[0])}  # what is kept of the last move is no derivative
        read = read & dividing if blame.part is Part.SECOND and dividing else read - dividing or read
        called = {id(others[name]): (tree_of(others[name].source), others[name]) for name in read & others.keys()}
        called |= {id(inner): (inner, definition) for name, inner in function.inner.items() if name in read}
        if at is not step and not called and (point & _names(at[1]) or not (_is_scaled(*at) or _is_determinant(at[1]))):
            break
        inside = function.given_at(read, point, blame.coordinate)
        if at is step and inside and not called and _is_formula(at[1], point, read):
            return None  # of the derivative a part stands in the step itself
        if len(inside) + len(called) != 1:
            if at is step and (inside or called or not function.stands_alone(at, others)):
                return None
            break
        for helper, where in called.values():
            formula = _formula(helper, blame.coordinate)
            return (formula, where) if formula is not None else None
        below = function.passed_on(inside[0], blame.coordinate)
        if below is None:
            return None
        at = below
    return _entry(at, blame.coordinate), definition


def _is_determinant(value: ast.expr) -> bool:
    """Tell whether what is divided by is made of four entries by the rule for them, and holds no derivative itself."""
    match value:
        case ast.BinOp(
            op=ast.Sub(), left=ast.BinOp(op=ast.Mult(), left=one, right=two), right=ast.BinOp(op=ast.Mult() | ast.Pow())
        ):
            return all(isinstance(each, ast.Name | ast.Subscript) for each in (one, two))
    return False


def _is_formula(step: ast.expr, point: set[str], read: set[str]) -> bool:
    """Tell whether a step has a formula of the point in it: in a product, inside a list or beside what else is `read`."""
    products = [node for node in ast.walk(step) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)]
    for node in (node for each in products for node in ast.walk(each)):
        is_sum = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub) and read & _names(node)
        if (is_sum or isinstance(node, ast.List | ast.Tuple)) and point & _names(node):
            return True
    calls = [node for node in ast.walk(step) if isinstance(node, ast.Call)]
    summed = [node for node in calls if getattr(node.func, "attr", getattr(node.func, "id", None)) in _REDUCING - _BOUNDING]
    return any(isinstance(part, ast.BinOp) and read & _names(part) for node in summed for part in node.args)  # each by a factor


def _formula(helper: ast.AST | None, coordinate: int | None) -> ast.AST | None:
    """Return the line with the formula of a helper: of a `lambda` its own."""
    match helper:
        case ast.Assign(value=ast.Lambda()):
            return helper
        case ast.FunctionDef():
            found = _Function(helper).step(coordinate)
            return _entry(found, coordinate) if found is not None else None
    return None


def _entry(found: Given, coordinate: int | None) -> ast.AST:
    """Return what stands in a line for one coordinate, which may be in a row of its own; else the line."""
    line, value = found
    match value:
        case ast.Tuple(elts=parts) | ast.List(elts=parts) if coordinate is not None and coordinate < len(parts):
            return parts[coordinate]
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[inner, *_]) if name in _PASSED_ON:
            return _entry((line, inner), coordinate)
    return line


def _is_scaled(line: ast.stmt, value: ast.expr) -> bool:
    """Tell whether a line makes a step of a derivative: times a size, divided, or added to the last step."""
    match value:
        case ast.BinOp(op=ast.Mult() | ast.Div() | ast.MatMult(), left=factor, right=of):
            size = getattr(factor, "value", 0)
            is_size = not isinstance(size, int | float) or size < 1  # 2 is a factor of a derivative, not the size of a step
            return is_size and not any(isinstance(node, ast.BinOp) for node in ast.walk(of))  # nor is what a mean is taken of
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _DIVIDING:
            return True
    return isinstance(value, ast.Name | ast.UnaryOp) or any(name in _names(value) for name, _ in _gifts(line))


def _dividing(value: ast.expr) -> set[str]:
    """Return the names in what is divided by: in a quotient, and where a matrix is inverted."""
    found: set[str] = set()
    for node in ast.walk(value):
        match node:
            case ast.BinOp(op=ast.Div(), right=part):
                found |= _names(part)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[part, *_]) if name in _DIVIDING:
                found |= _names(part)
    return found


@dataclass(frozen=True)
class _Function:
    """What the names of a function are given, as its tree says."""

    tree: ast.FunctionDef

    @cached_property
    def returned(self) -> list[ast.Return]:
        """Return what is returned at the end, and before it on other ways."""
        found = [node for node in ast.walk(self.tree) if isinstance(node, ast.Return) and node.value is not None]
        return sorted(found, key=lambda node: node.lineno)

    @cached_property
    def loops(self) -> list[ast.For | ast.While]:
        """Return its loops, from outside to inside."""
        return [node for node in ast.walk(self.tree) if isinstance(node, _LOOPS)]

    @cached_property
    def inner(self) -> dict[str, ast.stmt]:
        """Return the functions that are defined within it."""
        found: dict[str, ast.stmt] = {}
        for node in ast.walk(self.tree):
            match node:
                case ast.FunctionDef(name=name) if node is not self.tree:
                    found[name] = node
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda()):
                    found[name] = node
        return found

    @cached_property
    def overwritten(self) -> ast.stmt | None:
        """Return the first line that gives a plain number to one of its parameters."""
        arguments = {argument.arg for argument in self.tree.args.args}
        given = [(line, value, name) for name in arguments & self._given.keys() for line, value in self._given[name]]
        return next((line for line, value, name in given if isinstance(value, ast.Constant)), None)

    def endings(self, parameter: str | None) -> Sequence[ast.stmt]:
        """Return the conditions of a loop's end, or those on a parameter; without one, the loops."""
        if parameter is not None:
            branches = [node for node in ast.walk(self.tree) if isinstance(node, ast.If | ast.While)]
            return [node for node in branches if parameter in _names(node.test)]
        nodes = [node for loop in self.loops for node in ast.walk(loop)]
        found = [n for n in nodes if isinstance(n, ast.If) and any(isinstance(each, ast.Break | ast.Return) for each in n.body)]
        return [*found, *(loop for loop in self.loops if isinstance(loop, ast.While))] or [*self.loops]

    def quoted(self, text: str | None) -> Sequence[ast.stmt]:
        """Return the branches on a quoted condition, the quoted lines of a loop, or those that give a quoted name something."""
        branches = [node for node in ast.walk(self.tree) if isinstance(node, ast.If) and ast.unparse(node.test) == text]
        lines = [node for loop in self.loops[-1:] for node in loop.body if ast.unparse(node) == text]
        return branches or lines or [line for line, _ in self._looped.get(text or "", ()) if self.loops]

    @cached_property
    def _given(self) -> dict[str, list[Given]]:
        """Return the lines that give something to each name, in order."""
        found: dict[str, list[Given]] = {}
        nodes = [node for node in ast.walk(self.tree) if isinstance(node, ast.stmt)]
        for node in sorted(nodes, key=lambda node: node.lineno):
            for name, value in _gifts(node):
                found.setdefault(name, []).append((node, value))
        return found

    @cached_property
    def _looped(self) -> dict[str, list[Given]]:
        """Return those of them in a loop; all, where there is none."""
        inside = {id(node) for loop in self.loops for node in ast.walk(loop)}
        found = {name: [each for each in given if id(each[0]) in inside or not self.loops] for name, given in self._given.items()}
        return {name: given for name, given in found.items() if given}

    def step(self, coordinate: int | None) -> Given | None:
        """Return the line of the loop, if there is one, that works out what is returned; None if several lines share in it."""
        if not self.returned or self.returned[-1].value is None or (len(self.returned) > 1 and not self.loops):
            return None
        found = self.passed_on((self.returned[-1], self.returned[-1].value), coordinate)
        still = found is not None and found[0] is self.returned[-1] and self._given.keys() & set(_bare_names(found[1], None))
        return None if still else found

    def beginning(self, coordinate: int | None) -> ast.stmt | None:
        """Return the line in which what is returned gets its first value; None if it gets none before the loop."""
        end = self.returned[-1].value if self.returned else None
        arguments, found = {argument.arg for argument in self.tree.args.args}, []
        for name in _bare_names(end, coordinate) if end is not None else ():
            line, value = self._given.get(name, [(None, None)])[0]
            if line is not None and all(line is not other for other, _ in self._looped.get(name, ())):
                found.append((bool(_names(value) & arguments), line))
        begun = min(found, key=lambda each: each[0])[1] if found else None  # a line that reads the start is right
        before = {name for name, _ in _gifts(self.overwritten)} if begun is not None and self.overwritten is not None else set()
        return self.overwritten if before & _names(getattr(begun, "value", None)) else begun

    @property
    def rounded(self) -> ast.stmt | None:
        """Return the only line in which something is rounded."""
        lines = [node for node in ast.walk(self.tree) if isinstance(node, ast.Assign | ast.AugAssign | ast.Return)]
        found = [line for line in lines if any(map(_rounds, ast.walk(line)))]
        return found[0] if len(found) == 1 else None

    def point(self, step: Given) -> set[str]:
        """Return the names of the point that a step moves: what the step gives, what is returned, and copies of these."""
        end = self.returned[-1].value if self.returned else None
        point = {name for name, given in self._looped.items() if any(line is step[0] for line, _ in given)}
        point |= set(_bare_names(end, None)) if end is not None else set()
        return point | {n for n, given in self._looped.items() if any(point & set(_bare_names(value, None)) for _, value in given)}

    def given_at(self, names: set[str], point: set[str], coordinate: int | None = None) -> list[Given]:
        """Return the lines of the loop by which these names, or the one coordinate of them, depend on the point."""
        moving, size = set(point), 0
        while size < len(moving):
            size = len(moving)
            moving |= {name for name, given in self._looped.items() if any(moving & _names(value) for _, value in given)}
        given = [each for name in names & self._looped.keys() & moving for each in self._last(name, coordinate)]
        return list({id(line): (line, value) for line, value in given}.values())

    def subtracts_before(self, step: Given) -> bool:
        """Tell whether a step takes its move from another line that has a minus, as one with a part of the last move may."""
        point = self.point(step)
        moves = [value for line, value in self.given_at(_names(step[1]) - point, point) if _is_scaled(line, value)]
        minus = (ast.Sub, ast.USub)
        return any(isinstance(getattr(node, "op", None), minus) for value in moves for node in ast.walk(value))

    def is_scaled_before(self, step: Given) -> bool:
        """Tell whether numbers stand in another line of the step too, as in one with a part of the last step."""
        point = self.point(step)
        behind = self.given_at(_names(step[1]) - point, point)
        return any(line is not step[0] and _is_scaled(line, value) and _has_number(value) for line, value in behind)

    def size_named_in(self, step: Given) -> str | None:
        """Return the name by which alone a step multiplies its formula, of a number or a parameter; None for none or several."""
        chains = [factors for node in ast.walk(step[1]) if isinstance(node, ast.BinOp) and (factors := _factors_of(node))]
        names = [part.id for factors in chains for part in factors if isinstance(part, ast.Name)]
        numbers = {name for name, given in self._given.items() if all(isinstance(value, ast.Constant) for _, value in given)}
        arguments = {argument.arg for argument in self.tree.args.args}
        found = {name for name in names if name in numbers | arguments} - self.point(step)
        beside = [part for factors in chains if any(found & _names(part) for part in factors) for part in factors]
        return found.pop() if len(found) == 1 and not any(isinstance(part, ast.Constant) for part in beside) else None

    def sizes_changed(self, step: Given) -> tuple[list[ast.stmt], bool]:
        """Return the lines of the loop that change a factor of the step, as `d = d/2` does; True beside them if a search does."""
        chains = [_factors_of(node) for node in ast.walk(step[1]) if isinstance(node, ast.BinOp)]
        names = {part.id for factors in chains for part in factors if isinstance(part, ast.Name)} - self.point(step)
        sizes = [name for name in names if self.loops and not self.given_at({name}, self.point(step))]
        given = [(name, line, value) for name in sizes for line, value in self._looped.get(name, ())]
        changing = [line for name, line, value in given if isinstance(line, ast.AugAssign) or name in _names(value)]
        inner = [line for loop in self.loops if step[0] not in (lines := [*ast.walk(loop)]) for line in lines]
        return changing, any(line in inner for line in changing)

    def set_once(self, name: str) -> ast.stmt | None:
        """Return the line that gives something to a name; None for a parameter, and for several lines."""
        given = self._given.get(name, [])
        return given[0][0] if len(given) == 1 else None

    def stands_alone(self, found: Given, others: Mapping[str, Statement]) -> bool:
        """Tell whether all that a line computes stands in it, but for plain numbers and what the function is given."""
        arguments = {argument.arg for argument in self.tree.args.args}
        read = _names(found[1]) - self.point(found)

        def is_plain(name: str, value: ast.expr) -> bool:
            return arguments >= set(_bare_names(value, None)) != set() or (name not in arguments and not _names(value))

        measured = any(isinstance(node, ast.Attribute) and node.attr == "grad" for node in ast.walk(found[1]))
        plain = all(is_plain(name, value) for name in read & self._given.keys() for _, value in self._given[name])
        return plain and not measured and not (read & others.keys())

    def _last(self, name: str, coordinate: int | None) -> list[Given]:
        """Return the last line of the loop that gives a name something; of a list filled place by place, one for each place."""
        moving = [(line, value) for line, value in self._looped[name] if not _keeps_within(value, name)] or self._looped[name]
        whole = max((at for at, (line, _) in enumerate(moving) if _place(line) is None), default=-1)
        by_place = {_place(line): (line, value) for line, value in moving[whole + 1 :]}
        if not by_place or (whole < 0 and len(by_place) == 1):
            return [moving[-1]]
        return [by_place[coordinate]] if coordinate in by_place else [*moving[: whole + 1][-1:], *by_place.values()]

    def passed_on(self, found: Given, coordinate: int | None) -> Given | None:
        """Return the line from which a value is passed on as it is; None if several lines share in it."""
        for _ in range(_DEPTH):
            names = _bare_names(found[1], coordinate)
            given = [each for name in names if name in self._looped for each in self._last(name, coordinate)]
            if not given:
                return found
            if len({id(line) for line, _ in given}) > 1 or len(given) < len(names):
                return None
            line, value = given[0]
            found = line, value if len(given) == 1 else getattr(line, "value", value)
        return None


def _factors_of(node: ast.expr) -> list[ast.expr]:
    """Return the factors of a product; [] where there is none."""
    match node:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return [*(_factors_of(left) or [left]), *(_factors_of(right) or [right])]
    return []


def _rounds(node: ast.AST) -> bool:
    match node:
        case ast.BinOp(op=ast.FloorDiv()) | ast.AugAssign(op=ast.FloorDiv()):
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in _ROUNDING
    return False


def _names(value: ast.AST | None) -> set[str]:
    """Return the names read in an expression, but for the parameters of a `lambda` in it."""
    found = [] if value is None else list(ast.walk(value))
    given = {node.arg for node in found if isinstance(node, ast.arg)}
    return {node.id for node in found if isinstance(node, ast.Name)} - given


def _gifts(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that a line gives something to, each with what it is given."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=names) | ast.List(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(
            values
        ):
            yield from ((name, value) for target, value in zip(names, values, strict=True) for name in _root(target))
        case ast.Assign(targets=targets, value=value):
            parts = (part for target in targets for part in getattr(target, "elts", [target]))
            yield from ((name, value) for part in parts for name in _root(part))
        case ast.AugAssign(target=target, value=value):
            yield from ((name, value) for name in _root(target))
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr), args=[*_, value])) if attr in _ADDING:
            yield name, value


def _keeps_within(value: ast.expr, name: str) -> bool:
    """Tell whether a line only brings a coordinate back between its bounds, as `np.clip(y, 0, 2)` does with y."""
    match value:
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=parts) if called in _BOUNDING:
            return any((isinstance(part, ast.Name) and part.id == name) or _keeps_within(part, name) for part in parts)
    return False


def _place(line: ast.stmt) -> int | None:
    """Return the place of a list that a line fills: 1 in `p[1] = y`."""
    match line:
        case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=int(place)))]):
            return place
        case ast.AugAssign(target=ast.Subscript(slice=ast.Constant(value=int(place)))):
            return place
    return None


def _root(target: ast.expr) -> Iterator[str]:
    """Yield the name that a target belongs to: `x` of `x.data` and of `x[0]`."""
    while isinstance(target, ast.Attribute | ast.Subscript):
        target = target.value
    if isinstance(target, ast.Name):
        yield target.id


def _bare_names(value: ast.expr, coordinate: int | None) -> list[str]:
    """Return the names behind a value passed on as it is; of several coordinates the one asked for."""
    match value:
        case ast.Name(id=name):
            return [name]
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            chosen = [parts[coordinate]] if coordinate is not None and coordinate < len(parts) else parts
            return [name for part in chosen for name in _bare_names(part, None)]
        case ast.Attribute(value=inner) | ast.Subscript(value=inner):
            return _bare_names(inner, None)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[inner, *_]) if name in _PASSED_ON:
            return _bare_names(inner, coordinate)
        case ast.Call(func=ast.Attribute(value=inner, attr=attr), args=[]) if attr not in _REDUCING:
            return _bare_names(inner, coordinate)
    return []
