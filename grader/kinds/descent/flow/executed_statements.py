"""What the statements of a student's program do: bind names, take branches, run loops, call functions to their end."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from grader.kinds.descent.flow.callables import Callables
from grader.kinds.descent.flow.traces import (
    OPEN,
    Argument,
    Function,
    Maker,
    Path,
    Row,
    Scope,
    Value,
    constant_of,
    origins_of,
)
from grader.kinds.descent.flow.tracing import RaisedError

_COUNTED = 70  # turns of a loop whose condition looks at n, or that only a `break` ends
_OPEN = 3  # of one that ends where something is small enough
_LEAVING = (ast.Return, ast.Break, ast.Continue, ast.Raise)  # after which the rest of a block is not reached


class ReturnedError(Exception):
    """A function gives something back."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.value = value


class BreakError(Exception):
    """A loop ends here."""


class ContinueError(Exception):
    """A turn ends here."""


class Statements(Callables):
    """Executes statements."""

    def execute(self, body: Sequence[ast.stmt], scope: Scope) -> None:
        """Execute statements one after the other."""
        for statement in body:
            self.spend()
            self.rule_for(statement, "_do_")(statement, scope)

    def run_function(self, function: Function, scope: Scope) -> Value:
        """Return what a function's body gives back, its parameters being bound in this scope."""
        node = function.node
        if isinstance(node, ast.Lambda):
            return self.evaluate(node.body, scope)
        try:
            self.execute(node.body, scope)
        except ReturnedError as returned:
            return returned.value
        return self.plain(None)

    def _do_expr(self, node: ast.Expr, scope: Scope) -> None:
        self.evaluate(node.value, scope)

    def _do_pass(self, node: ast.Pass, scope: Scope) -> None:
        """Do nothing."""

    def _do_assign(self, node: ast.Assign, scope: Scope) -> None:
        value = self.evaluate(node.value, scope)
        for target in node.targets:
            self.bind(target, value, scope)

    def _do_annassign(self, node: ast.AnnAssign, scope: Scope) -> None:
        if node.value is not None:
            self.bind(node.target, self.evaluate(node.value, scope), scope)

    def _do_augassign(self, node: ast.AugAssign, scope: Scope) -> None:
        before = self.evaluate(node.target, scope)
        more = self.evaluate(node.value, scope)
        if isinstance(before, Row) and before.kind == "list" and isinstance(node.op, ast.Add):
            before.items.extend(self.items(more))
            return
        after = self.operated(node.op, before, more)
        if isinstance(before, Row) and before.kind == "array" and isinstance(after, Row):
            before.items[:] = after.items
        else:
            self.bind(node.target, after, scope)

    def _do_return(self, node: ast.Return, scope: Scope) -> None:
        raise ReturnedError(self.plain(None) if node.value is None else self.evaluate(node.value, scope))

    def _do_break(self, node: ast.Break, scope: Scope) -> None:
        raise BreakError

    def _do_continue(self, node: ast.Continue, scope: Scope) -> None:
        raise ContinueError

    def _do_if(self, node: ast.If, scope: Scope) -> None:
        holds, _ = self.judged(node.test, scope)
        if holds is None:
            holds = self.decide(node, usual=not any(isinstance(each, _LEAVING) for each in node.body))
        self.execute(node.body if holds else node.orelse, scope)

    def _do_for(self, node: ast.For, scope: Scope) -> None:
        def turn(item: Value) -> None:
            self.bind(node.target, item, scope)
            try:
                self.execute(node.body, scope)
            except ContinueError:
                return

        try:
            self.each(node, self.evaluate(node.iter, scope), turn)
        except BreakError:
            return
        self.execute(node.orelse, scope)

    def _do_while(self, node: ast.While, scope: Scope) -> None:
        begun, number = self.now, 0
        while True:
            holds, origins = self.judged(node.test, scope)
            counted = Argument.COUNT in origins or isinstance(node.test, ast.Constant)
            if holds is None:
                most = _COUNTED if counted else _OPEN
                holds = number < most if number else self.decide(node, usual=True)
            if not holds or number >= (_COUNTED if counted else self.patience):
                break
            with self.turn(id(node), number, begun):
                try:
                    self.execute(node.body, scope)
                except ContinueError:
                    pass
                except BreakError:
                    return
            number += 1
        self.execute(node.orelse, scope)

    def _do_try(self, node: ast.Try, scope: Scope) -> None:
        try:
            self.execute(node.body, scope)
        except RaisedError as error:
            handler = next((each for each in node.handlers if _catches(each, error.name)), None)
            if handler is None:
                raise
            self.execute(handler.body, scope)
        else:
            self.execute(node.orelse, scope)
        finally:
            self.execute(node.finalbody, scope)

    def _do_raise(self, node: ast.Raise, scope: Scope) -> None:
        made = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        raise RaisedError(made.id if isinstance(made, ast.Name) else "")

    def _do_assert(self, node: ast.Assert, scope: Scope) -> None:
        if self.judged(node.test, scope)[0] is False:
            raise RaisedError("AssertionError")

    def _do_with(self, node: ast.With, scope: Scope) -> None:
        for item in node.items:
            value = self.evaluate(item.context_expr, scope)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value, scope)
        self.execute(node.body, scope)

    def _do_match(self, node: ast.Match, scope: Scope) -> None:
        subject = self.evaluate(node.subject, scope)
        for case in node.cases:
            holds = self._matches(case.pattern, subject, scope)
            if holds is not False and case.guard is not None:
                guard = self.judged(case.guard, scope)[0]
                holds = guard if holds or guard is False else None
            if self.decide(case.pattern, usual=False) if holds is None else holds:
                self.execute(case.body, scope)
                return

    def _matches(self, pattern: ast.pattern, subject: Value, scope: Scope) -> bool | None:
        constant = constant_of(subject)
        match pattern:
            case ast.MatchAs(pattern=None, name=name):
                if name is not None:
                    scope.bind(name, subject)
                return True
            case ast.MatchValue(value=value):
                compared = self.evaluate(value, scope)
                wanted = constant_of(compared)
                self.note_compared([subject, compared])
                return None if OPEN in (constant, wanted) else constant == wanted
            case ast.MatchOr(patterns=patterns):
                found = [self._matches(each, subject, scope) for each in patterns]
                return True if True in found else None if None in found else False
        return None

    def _do_functiondef(self, node: ast.FunctionDef, scope: Scope) -> None:
        made: Value = self.function(node, scope)
        for decorator in reversed(node.decorator_list):
            made = self._decorated(self.evaluate(decorator, scope), made)
        scope.bind(node.name, made)

    _do_asyncfunctiondef = _do_functiondef

    def _decorated(self, decorator: Value, made: Value) -> Value:
        if isinstance(decorator, Path) and isinstance(made, Function):
            made.role = decorator.last
            return made
        return self.call(decorator, [made], {}) if not isinstance(decorator, Path) else made

    def _do_classdef(self, node: ast.ClassDef, scope: Scope) -> None:
        bases = [self.evaluate(base, scope) for base in node.bases]
        inside = Scope({}, scope)
        self.execute(node.body, inside)
        fields = [each.target.id for each in node.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)]
        own = tuple(base for base in bases if isinstance(base, Maker))
        is_tuple = any(isinstance(base, Path) and base.last == "NamedTuple" for base in bases)
        scope.bind(node.name, Maker(node.name, inside, own, tuple(fields), is_tuple))

    def _do_import(self, node: ast.Import, scope: Scope) -> None:
        for alias in node.names:
            root = alias.name.partition(".")[0]
            scope.bind(alias.asname or root, Path(alias.name if alias.asname else root))

    def _do_importfrom(self, node: ast.ImportFrom, scope: Scope) -> None:
        for alias in node.names:
            if alias.name != "*":
                scope.bind(alias.asname or alias.name, Path(f"{node.module or ''}.{alias.name}"))

    def _do_global(self, node: ast.Global | ast.Nonlocal, scope: Scope) -> None:
        scope.shared.update(node.names)

    _do_nonlocal = _do_global

    def _do_delete(self, node: ast.Delete, scope: Scope) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                scope.names.pop(target.id, None)


def _catches(handler: ast.ExceptHandler, name: str) -> bool:
    if handler.type is None:
        return True
    names = {part.id for part in ast.walk(handler.type) if isinstance(part, ast.Name)}
    general = {"Exception", "BaseException"} | ({"ArithmeticError"} if name == "ZeroDivisionError" else set())
    return name in names or bool(general & names)


__all__ = ["ReturnedError", "Statements", "origins_of"]
