"""What the syntax tree of a descent says where values cannot: ways of working, a return in the loop, a δ of zero.

Only reads; nothing of the student's is run. What it says is a hint where values leave two readings open,
and the judgement itself only for the ways of working an author requires.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from grader.kinds.calling import Convention, Passed
from grader.kinds.descent.flow.making import Making, making_of
from grader.model import Submission

# names that people give to a step size
_SIZE = re.compile(r"_*(d|delta|δ|lr|eta|η|alpha|α|gamma|step|step_?size|learning_?rate|rate|h)_*", re.IGNORECASE)
# statements that go around
_LOOPS = (ast.For, ast.While)
# nodes whose condition decides what is done
_TESTED = (ast.If, ast.IfExp, ast.While)
# other nodes that do one thing or another
_BRANCHES = (ast.Try, ast.BoolOp, ast.Match)
# calls that reach a package by a text
_BY_TEXT = {"import_module", "__import__", "eval", "exec"}
# modules that draw numbers
_RANDOM = ("random", "numpy.random", "secrets", "mygrad.random")
# stands for a part of a name that is put together while the program runs
_ANY = "*"
_TOLERANCE = 0.05  # at most this is compared with to end a loop; larger numbers are counts and places
# functions that leave of a number a whole one, or a few digits
_CUTTING = {"round", "int", "floor", "ceil", "trunc", "rint", "around", "clip"}
# functions that tell whether a number is an ordinary one
_FINITE = {"isfinite", "isnan", "isinf"}
# functions that choose among numbers, as a condition would
_CHOOSING = {"min", "max", "minimum", "maximum", "any", "all", "where", "clip", "isclose", "allclose"}


@dataclass(frozen=True)
class Source:
    """The trees of all statements that parse, and the program's possible names."""

    trees: tuple[ast.stmt, ...]
    names: tuple[str, ...]

    @cached_property
    def reachable(self) -> tuple[ast.stmt, ...]:
        """Return the last statement to bind the program's name, and those to bind what it mentions, and so on."""
        found: dict[int, ast.stmt] = {}
        binding = [(tree, _bound(tree)) for tree in self.trees]
        pending = list(self.names)
        done: set[str] = set()
        while pending:
            name = pending.pop()
            if name in done:
                continue
            done.add(name)
            bound = [tree for tree, names in binding if name in names]
            for tree in bound[-1:] if name in self.names else bound:
                found[id(tree)] = tree
                pending.extend(_mentioned(tree))
        return tuple(tree for tree in self.trees if id(tree) in found)

    def making(self, name: str, way: Convention, variables: int, sought: Sequence[float] = ()) -> Making:
        """Return how the program of this name, called in this way, makes what it returns; `sought` are numbers to look for."""
        imports = (ast.Import, ast.ImportFrom)
        needed = {id(tree) for tree in self.reachable}
        statements = [tree for tree in self.trees if id(tree) in needed or isinstance(tree, imports)]
        return making_of(statements, name, way, variables, sought)

    def nodes(self) -> Iterator[ast.AST]:
        """Yield all nodes of the reachable statements."""
        for tree in self.reachable:
            yield from _walked(tree)

    def reads(self, way: Convention, is_meant: Callable[[Passed], bool]) -> bool:
        """Tell whether a parameter for which such a thing is passed is read before it is bound anew; yes if unseen."""
        program = next((node for node in self.nodes() if isinstance(node, ast.FunctionDef) and node.name in self.names), None)
        if program is None:
            return True
        by_place = len(way.order) - len(way.keywords)
        parameters = [each.arg for each in (*program.args.posonlyargs, *program.args.args)]
        passed = [*zip(parameters, way.order[:by_place], strict=False), *zip(way.keywords, way.order[by_place:], strict=True)]
        meant = [name for name, part in passed if is_meant(part)]
        for name in meant:
            uses = ([node.ctx for node in _walked(part) if isinstance(node, ast.Name) and node.id == name] for part in program.body)
            if any(isinstance(context, ast.Load) for context in next(filter(None, uses), ())):
                return True
        return not meant

    @property
    def known(self) -> bool:
        """Tell whether the program's definition was found and parses."""
        return bool(self.reachable)

    @cached_property
    def may_stop_early(self) -> bool:
        """Tell whether anything but counting to n decides if the program goes on."""
        return not self.known or any(
            isinstance(node, _BRANCHES)
            or (isinstance(node, ast.Call) and _called(node) in _CHOOSING)
            or (isinstance(node, _TESTED) and not self._counts(node.test))
            for node in self.nodes()
        )

    def _counts(self, test: ast.expr) -> bool:
        """Tell whether a condition is a constant, or only compares the number of iterations: no call, no float, a count's name."""
        if isinstance(test, ast.Constant):  # what ends a `while True` stands in another condition
            return True
        parts = list(ast.walk(test))
        names = {part.id for part in parts if isinstance(part, ast.Name)}
        plain = not any(isinstance(part, ast.Call | ast.Attribute | ast.Subscript) for part in parts)
        whole = all(isinstance(part.value, int) for part in parts if isinstance(part, ast.Constant))
        return plain and whole and bool(names & self._last_parameters)

    @cached_property
    def _last_parameters(self) -> set[str]:
        arguments = [node for node in self.nodes() if isinstance(node, ast.arguments)]
        return {plain[-1].arg for a in arguments if (plain := [*a.posonlyargs, *a.args, *a.kwonlyargs])} | {"n"}

    @cached_property
    def compares_numbers(self) -> bool:
        """Tell whether anything is compared with a typed-in number that is no tolerance: n, or a place."""
        return any(abs(number) > _TOLERANCE for number in self.compared)

    @cached_property
    def compared(self) -> set[float]:
        """Return the numbers that stand in comparisons."""
        tests = (node for node in self.nodes() if isinstance(node, ast.Compare | ast.MatchValue))
        return {_number(part) or 0.0 for test in tests for part in ast.walk(test) if isinstance(part, ast.expr)}

    @cached_property
    def compares_values(self) -> bool:
        """Tell whether anything is compared with what is no typed-in number, as a line search compares values of the function."""
        tests = (node for node in self.nodes() if isinstance(node, ast.Compare))
        return any(all(_number(part) is None for part in (test.left, *test.comparators)) for test in tests)

    @cached_property
    def repeats_an_update(self) -> bool:
        """Tell whether a loop's body holds the same update twice, which takes two steps in each turn."""
        bodies = (node.body for node in self.nodes() if isinstance(node, _LOOPS))
        updates = ([ast.dump(each) for each in body if _updates(each)] for body in bodies)
        return any(len(set(found)) < len(found) for found in updates)

    @cached_property
    def adds_in_update(self) -> bool:
        """Tell whether a line adds a product, a quotient or what a function gives to what is returned: no move that has a name."""
        values = [node.value for node in self.nodes() if isinstance(node, ast.Return) and node.value is not None]
        returned = {part.id for value in values for part in ast.walk(value) if isinstance(part, ast.Name)}
        added = [pair for node in self.nodes() for pair in _added(node)]
        return any(
            isinstance(target, ast.Name) and target.id in returned and not ast.unparse(value).startswith("-")
            and (isinstance(value, ast.Call) or (isinstance(value, ast.BinOp) and not isinstance(value.op, ast.Add | ast.Sub)))
            for target, value in added
        )  # fmt: skip

    @cached_property
    def returns_a_value(self) -> bool:
        """Tell whether the program has a `return` of anything but None."""
        values = (node.value for node in self.nodes() if isinstance(node, ast.Return) and node.value is not None)
        return any(not (isinstance(value, ast.Constant) and value.value is None) for value in values)

    @cached_property
    def returns_in_loop(self) -> bool:
        """Tell whether a loop's body returns whatever happens, so that it runs once."""
        return any(isinstance(node, _LOOPS) and any(isinstance(child, ast.Return) for child in node.body) for node in self.nodes())

    @cached_property
    def step_sizes(self) -> tuple[float, ...]:
        """Return the numbers to which something named like a step size is set."""
        set_to = [(name, _number(value)) for node in self.nodes() for name, value in _bindings(node)]
        return tuple(number for name, number in set_to if number is not None and _SIZE.fullmatch(name))

    @cached_property
    def shortened(self) -> tuple[set[float], set[float]]:
        """Return the first numbers of what a line multiplies by a number below 1, and these factors."""
        bound = [each for node in self.nodes() for each in _bindings(node)]
        known = {name: number for name, value in bound if (number := _number(value)) is not None}

        def number_of(value: ast.expr) -> float:
            return known.get(value.id, 0.0) if isinstance(value, ast.Name) else _number(value) or 0.0

        found: dict[str, set[float]] = {}
        for name, value in (each for node in self.nodes() for each in _multiples(node)):
            factor = number_of(value.right) if isinstance(value.op, ast.Mult) else 1 / (number_of(value.right) or math.inf)
            if 0 < factor < 1:
                found.setdefault(name, set()).add(factor)
        begins = {number_of(value) for name, value in bound if name in found} - {0.0}
        return begins, set().union(*found.values())

    @cached_property
    def modules(self) -> dict[str, str]:
        """Return what each imported name stands for, wherever in the submission it was imported."""
        return dict(alias for tree in self.trees for alias in _imported(tree))

    @cached_property
    def paths(self) -> frozenset[str]:
        """Return every dotted name the program uses, with import aliases written out (`mg.tensor` is `mygrad.tensor`)."""
        stars = {path for name, path in self.modules.items() if name.startswith("*")}
        return frozenset({self._path(dotted) for node in self.nodes() if (dotted := _dotted(node))} | stars)

    def _path(self, dotted: str) -> str:
        head, _, rest = dotted.partition(".")
        path = self.modules.get(head, head)
        return f"{path}.{rest}" if rest else path

    def path_of(self, called: ast.expr) -> str:
        """Return the dotted name of what is called, with import aliases written out; "" where it has none."""
        dotted = _dotted(called)
        return self._path(dotted) if dotted else ""

    @staticmethod
    def trees_of(source: str) -> tuple[ast.stmt, ...]:
        """Return the trees of one statement's source, the same objects at every call."""
        return _trees(source)

    @cached_property
    def own_function(self) -> ast.FunctionDef | None:
        """Return the last definition of the program itself."""
        found = [tree for tree in self.reachable if isinstance(tree, ast.FunctionDef) and tree.name in self.names]
        return found[-1] if found else None

    @cached_property
    def ends_a_loop_by_condition(self) -> bool:
        """Tell whether a loop has a condition that may end it before n turns: its own, or one with `break` or `return`."""
        for loop in (node for node in self.nodes() if isinstance(node, _LOOPS)):
            tests = [node for node in ast.walk(loop) if isinstance(node, ast.If)]
            leaves = [part for test in tests for part in ast.walk(test) if isinstance(part, ast.Break | ast.Return)]
            if leaves or (isinstance(loop, ast.While) and not self._counts(loop.test)):
                return True
        return False

    @cached_property
    def ends_only_far_away(self) -> bool:
        """Tell whether nothing but guards ends a loop early: conditions that something is large, or no number."""
        loops = [node for node in self.nodes() if isinstance(node, _LOOPS)]
        turns = {name for loop in loops if isinstance(loop, ast.For) for name in _mentioned(loop.target)}
        branches = [node for loop in loops for node in ast.walk(loop) if isinstance(node, ast.If)]
        ending = [node for node in branches if any(isinstance(part, ast.Break | ast.Return) for part in ast.walk(node))]
        whiles = all(self._counts(loop.test) for loop in loops if isinstance(loop, ast.While))
        counted = any(turns & set(_mentioned(node.test)) for node in ending)
        return bool(ending) and whiles and not counted and all(_asks_for_much(node.test) for node in ending)

    @cached_property
    def cuts(self) -> str:
        """Return what cuts numbers in the program: `//`, `round`, `int`, …; "" where nothing does."""
        return next(filter(None, map(_cut_by, self.nodes())), "")

    @cached_property
    def cuts_in_loop(self) -> bool:
        """Tell whether numbers are cut in a loop of the program."""
        return any(_cut_by(each) for node in self.nodes() if isinstance(node, _LOOPS) for each in ast.walk(node))

    @cached_property
    def _texts_run(self) -> str:
        """Return the texts that the program turns into modules or into code."""
        calls = [node for node in self.nodes() if isinstance(node, ast.Call) and _called(node) in _BY_TEXT]
        parts = (part for call in calls for part in ast.walk(call))
        return "\n".join(part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))

    def _attributes_by_text(self) -> Iterator[str]:
        """Yield the dotted names that `getattr` is asked for, with `*` for a name put together."""
        for node in self.nodes():
            if isinstance(node, ast.Call) and _called(node) == "getattr" and len(node.args) > 1:
                name = str(node.args[1].value) if isinstance(node.args[1], ast.Constant) else _ANY
                yield f"{self._path(_dotted(node.args[0]) or '')}.{name}"

    def uses(self, wanted: str) -> bool:
        """Tell whether the program uses this package or name (`mygrad`, `scipy.optimize`); an import alone is no use."""
        return any(_is_within(path, wanted) for path in self.paths)

    def reaches(self, forbidden: str) -> bool:
        """Tell whether the program uses this package or name, or gets hold of it by an import or a text of its own."""
        imported = (path for node in self.nodes() for _, path in _imports(node))
        found = (*imported, *self._attributes_by_text())
        return (
            self.uses(forbidden)
            or forbidden in self._texts_run
            or any(_is_within(path, forbidden) or path in _anything_above(forbidden) for path in found)
        )

    @property
    def draws_numbers(self) -> bool:
        """Tell whether the program draws random numbers."""
        return any(_is_within(path, source) for path in self.paths for source in _RANDOM)

    @cached_property
    def numbers(self) -> tuple[float, ...]:
        """Return the numbers that are typed into the program, each once, in order."""
        found = (_number(node) for node in self.nodes() if isinstance(node, ast.expr))
        return tuple(dict.fromkeys(number for number in found if number is not None))


def source_of(submission: Submission, names: tuple[str, ...]) -> Source:
    """Return the trees of a submission; statements that do not parse are left out."""
    return Source(tuple(tree for statement in submission.statements for tree in _trees(statement.source)), names)


# Each item of a submission asks about the same statements, some dozens; nobody changes a tree.
@lru_cache(maxsize=512)
def _trees(source: str) -> tuple[ast.stmt, ...]:
    try:
        return tuple(ast.parse(source).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()


@lru_cache(maxsize=512)
def _walked(tree: ast.stmt) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree))


@lru_cache(maxsize=512)
def _mentioned(tree: ast.stmt) -> tuple[str, ...]:
    return tuple(dict.fromkeys(node.id for node in _walked(tree) if isinstance(node, ast.Name)))


@lru_cache(maxsize=512)
def _imported(tree: ast.stmt) -> tuple[tuple[str, str], ...]:
    return tuple(alias for node in _walked(tree) for alias in _imports(node))


@lru_cache(maxsize=512)
def _bound(tree: ast.stmt) -> set[str]:
    if isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {tree.name}
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _updates(statement: ast.stmt) -> bool:
    """Tell whether a statement computes a new value from the old one."""
    if isinstance(statement, ast.AugAssign):
        return True
    if not isinstance(statement, ast.Assign):
        return False
    names = {part.id for target in statement.targets for part in ast.walk(target) if isinstance(part, ast.Name)}
    return any(isinstance(part, ast.Name) and part.id in names for part in ast.walk(statement.value))


def _cut_by(node: ast.AST) -> str:
    """Return what a node cuts numbers by; "" where it does not."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.FloorDiv):
        return "//"
    return _called(node) if isinstance(node, ast.Call) and _called(node) in _CUTTING else ""


def _added(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what a line moves by adding something to it, and what it adds."""
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
        yield node.target, node.value
    if isinstance(node, ast.Assign):
        for name, moved in _assigned(node):
            if isinstance(moved, ast.BinOp) and isinstance(moved.op, ast.Add) and ast.unparse(moved.left) == ast.unparse(name):
                yield name, moved.right


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield names with what they are set to: assignments, defaults, keywords of a call."""
    if isinstance(node, ast.Assign):
        yield from ((target.id, value) for target, value in _assigned(node) if isinstance(target, ast.Name))
        yield from ((target.attr, node.value) for target in node.targets if isinstance(target, ast.Attribute))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
        yield node.target.id, node.value
    elif isinstance(node, ast.arguments):
        plain = [*node.posonlyargs, *node.args]
        yield from zip((a.arg for a in plain[len(plain) - len(node.defaults) :]), node.defaults, strict=True)
        yield from ((a.arg, d) for a, d in zip(node.kwonlyargs, node.kw_defaults, strict=True) if d is not None)
    elif isinstance(node, ast.keyword) and node.arg is not None:
        yield node.arg, node.value


def _assigned(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield each target with what it is set to, of several at once one after the other."""
    for target in node.targets:
        match target, node.value:
            case ast.Tuple(elts=names) | ast.List(elts=names), ast.Tuple(elts=values) | ast.List(elts=values):
                yield from zip(names, values, strict=False)
            case _:
                yield target, node.value


def _multiples(node: ast.AST) -> Iterator[tuple[str, ast.BinOp]]:
    """Yield each name set to itself times or divided by something, with the product or quotient: `t*0.5`, `t/2`."""
    match node:
        case ast.AugAssign(target=ast.Name(id=name) as target, op=ast.Mult() | ast.Div() as op, value=value):
            yield name, ast.BinOp(target, op, value)
        case ast.Assign():
            for bound, value in _assigned(node):
                match bound, value:
                    case ast.Name(id=name), ast.BinOp(left=ast.Name(id=own), op=ast.Mult() | ast.Div()) if own == name:
                        yield name, value
                    case ast.Name(id=name), ast.BinOp(left=other, op=ast.Mult(), right=ast.Name(id=own) as same) if own == name:
                        yield name, ast.BinOp(same, ast.Mult(), other)


def _asks_for_much(test: ast.expr) -> bool:
    """Tell whether a condition holds far away alone: `abs(x) > 50`, `x > 50 or x < -50`, `not math.isfinite(x)`."""
    match test:
        case ast.BoolOp(values=parts):
            return all(map(_asks_for_much, parts))
        case ast.Compare(ops=[ast.Gt() | ast.GtE()], comparators=[limit]):
            return (_number(limit) or 0.0) > 1
        case ast.Compare(ops=[ast.Lt() | ast.LtE()], comparators=[limit]):
            return (_number(limit) or 0.0) < -1
    return any(isinstance(node, ast.Call) and _called(node) in _FINITE for node in ast.walk(test))


def _number(node: ast.expr) -> float | None:
    sign = 1.0
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        sign, node = -1.0, node.operand
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return sign * float(value)
        case ast.BinOp(left=ast.Constant(value=int() as one), op=ast.FloorDiv(), right=ast.Constant(value=int() as other)) if other:
            return sign * float(one // other)
    return None


def _imports(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            root = alias.name.partition(".")[0]
            yield (alias.asname, alias.name) if alias.asname else (root, root)
    elif isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            name = f"*{node.module}" if alias.name == "*" else alias.asname or alias.name
            yield name, node.module if alias.name == "*" else f"{node.module}.{alias.name}"


def _dotted(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        head = _dotted(node.value)
        return f"{head}.{node.attr}" if head else None
    return None


def _is_within(path: str, package: str) -> bool:
    return path == package or path.startswith(f"{package}.")


def _anything_above(path: str) -> set[str]:
    """Return `scipy.*` for `scipy.optimize`: a name put together in a package that holds the one asked for."""
    parts = path.split(".")
    return {".".join([*parts[:i], _ANY]) for i in range(1, len(parts))}
