"""What the source of a program with automatic differentiation says of its gradients: where they end, or never begin.

A function of `math` on a tensor, a value taken out of it, no `backward()`, a function that is computed once. Only reads.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.kinds.descent.source import Source
from grader.model import Feedback, Place, Submission
from grader.sentences.catalogue import say, sentence
from grader.sentences.sentence import Sentence

_PACKAGES = ("mygrad", "torch")  # whose tensors collect a gradient with `backward()`
_TAKEN_OUT = {"data", "item", "detach", "numpy"}  # what gives a tensor's number, without the way back to it
# What hides a variable, by the names of `math` and NumPy; `float` and `abs` also stand in conditions.
_FUNCTIONS = {"exp", "log", "log2", "log10", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "atan", "pow", "arctan"}
_NO_GRADIENT = ("python.no_gradient", "integer_start")  # what is told where there is none


def differentiates(source: Source) -> bool:
    """Tell whether the program has its derivatives computed: by `backward()`, or by a function that gives a gradient."""
    return _calls_backward(source) or any(path in ("jax.grad", "autograd.grad", "torch.autograd.grad") for path in source.paths)


def differentiates_symbols(source: Source) -> bool:
    """Tell whether the program has SymPy differentiate a formula of its own."""
    attributes = (node.attr for node in source.nodes() if isinstance(node, ast.Attribute))
    return any(path.startswith("sympy") for path in source.paths) and ("sympy.diff" in source.paths or "diff" in attributes)


def hidden_function(source: Source) -> tuple[str, str] | None:
    """Return a function that hides its argument from `backward()`, and what to write; None without one."""
    if not _calls_backward(source):
        return None
    package = next((name for name, path in source.modules.items() if path in _PACKAGES), "mg")
    for node in source.nodes():
        called = node.func if isinstance(node, ast.Call) and node.args else None
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if called is None or name not in _FUNCTIONS:
            continue
        parts = [part for argument in node.args for part in ast.walk(argument)]  # type: ignore[attr-defined]
        taken_out = any(isinstance(part, ast.Attribute) and part.attr in _TAKEN_OUT for part in parts)
        variable = any(isinstance(part, ast.Name) for part in parts)
        if taken_out or (variable and source.path_of(called).startswith("math.")):
            return ast.unparse(node if taken_out else called), f"{package}.{name}"
    return None


def trouble(source: Source, submission: Submission, told: Sequence[Feedback]) -> Iterator[Feedback]:
    """Yield the cause in the source for a gradient that is read and was not there, as was told."""
    means = (t.text.gaps.get("means") for t in told if isinstance(t.text, Sentence))
    codes = {t.code for t in told} | {text.code for text in means if isinstance(text, Sentence)}
    if not codes.intersection(_NO_GRADIENT):
        return
    nodes = list(source.nodes())
    reads = next((node for node in nodes if isinstance(node, ast.Attribute) and node.attr == "grad"), None)
    whole = next((node for node in nodes if _makes_whole(node, source)), None)
    if reads is not None and not _calls_backward(source):
        yield say("automatic.no_backward", line=_place(reads, source, submission))
    elif whole is not None:
        yield say("automatic.whole_number", line=_place(whole, source, submission))
    elif (once := _built_once(nodes)) is not None:
        yield say("automatic.built_once", at=sentence("happened.at", place=_place(once, source, submission)))


def _calls_backward(source: Source) -> bool:
    calls = (node.func for node in source.nodes() if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Attribute) and called.attr == "backward" for called in calls)


def _makes_whole(node: ast.AST, source: Source) -> bool:
    """Tell whether a call makes a tensor of MyGrad of a whole number: `mg.tensor(3)`, `mg.tensor(int(x))`."""
    if not isinstance(node, ast.Call) or len(node.args) != 1 or not source.path_of(node.func).startswith("mygrad."):
        return False
    (held,) = node.args
    if isinstance(held, ast.Call):
        return isinstance(held.func, ast.Name) and held.func.id in ("int", "round")
    return isinstance(held, ast.Constant) and type(held.value) is int and source.path_of(node.func) == "mygrad.tensor"


def _built_once(nodes: Sequence[ast.AST]) -> ast.Assign | None:
    """Return the assignment of what a loop calls `backward()` on and never computes again."""
    loops = [node for node in nodes if isinstance(node, ast.For | ast.While)]
    inside = {id(part) for loop in loops for part in ast.walk(loop)}
    called = {
        node.func.value.id
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "backward"
        and isinstance(node.func.value, ast.Name) and id(node) in inside
    }  # fmt: skip
    sets = [node for node in nodes if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)]
    again = {node.targets[0].id for node in sets if id(node) in inside}  # type: ignore[attr-defined]
    return next((n for n in sets if n.targets[0].id in called - again), None)  # type: ignore[attr-defined]


def _place(node: ast.AST, source: Source, submission: Submission) -> Place:
    for statement in submission.statements:
        if any(node is part for tree in source.trees_of(statement.source) for part in ast.walk(tree)):
            return replace(statement.place, line=statement.place.line + getattr(node, "lineno", 1) - 1)
    raise LookupError("the source is of this submission")
