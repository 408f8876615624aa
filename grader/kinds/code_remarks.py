"""What the student's code tells about an answer that is not right and its values cannot: the slip of Python behind it.

A power written `^`, a decimal comma, `input()`, a template's line that was left in, an answer that stands in a comment or
is only printed. Gives no points and takes none, but where a package of ours is behind it. Runs nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from grader.algebra.tree import Vector
from grader.kinds.answers import unreadable
from grader.kinds.asked import asks_for_numbers, components_of, what
from grader.kinds.candidates import caller_elsewhere, is_called_after, is_file_of_another, tree_of
from grader.kinds.descent.source import source_of
from grader.kinds.descent.tensor_gradients import trouble
from grader.kinds.outcomes import needs_review, unavailable, what_happened
from grader.kinds.points.point_lists import is_decimals
from grader.model import (
    Aside,
    Audience,
    CheckResult,
    Feedback,
    Observation,
    Outcome,
    Place,
    Question,
    Statement,
    Submission,
    Verdict,
)
from grader.notation.answer import read_or_none
from grader.notation.line import Equation, read_line
from grader.notation.vocabulary import Vocabulary
from grader.sandbox.host.exceptions import meaning
from grader.sentences.catalogue import say, sentence
from grader.sentences.sentence import Sentence
from grader.submission.syntax_trees import assigned_values

_JUDGED = (Verdict.INCORRECT, Verdict.PARTIAL, Verdict.DID_NOT_RUN)  # there is an answer, and something is wrong with it
# What explains whatever a program then did: the step, or the start, is not computed at all.
_DECISIVE = ("comparison", "decimal_comma", "automatic", "turned_sign", "joined", "no_effect")
# What is said of a decimal comma, with the number as it is written in Python.
_COMMAS = ("syntax.decimal_comma", "decimal_comma", "decimal_comma.inside")
_LONGEST = 20_000  # characters of a definition that is looked at; an ordinary one has a thousand


def remarked(question: Question, submission: Submission, result: CheckResult, heard: Sequence[Observation]) -> CheckResult:
    """Return the result with what its code tells; `needs_review` where a package of ours kept the code from its last word."""
    if result.verdict in (Verdict.NEEDS_REVIEW, Verdict.CORRECT):
        beside = (*_unread_code(question, submission, result), *_stops(question, result, heard))
        return replace(result, feedback=(*result.feedback, *beside))
    result = _not_filled(question, submission, _overtaken(question, submission, result, heard))
    result = _led_by_unread(submission, result, heard)
    if result.verdict is Verdict.UNANSWERED:
        other = (
            _lost_definition(question, submission, result)
            or _program_of_another_name(question, submission, result)
            or _unread_text(question, submission)
        )
        aside = tuple(_answers_aside(question, submission))
        in_text = any(told.code in ("only_text", "only_unnamed", "only_unread", "only_annotated") for told in aside)
        return other or replace(result, feedback=aside if in_text else (*result.feedback, *aside))
    if result.verdict not in _JUDGED:
        return result
    stopped = any("NotImplementedError" in told.text for told in result.feedback)
    unread = tuple(_unread_code(question, submission, result))
    if _are_misread(unread, result):
        return _told_alone(unread, result)
    result = replace(result, feedback=(*result.feedback, *unread))
    slips = [*_no_variable(question, submission, result), *_slips(question, submission, stopped=stopped)]
    if result.criteria or not slips:
        slips += trouble(source_of(submission, question.item.names), submission, result.feedback)
    result = _led_by(slips, result) if slips else result
    caller = caller_elsewhere(question, submission, question.item.name)
    return replace(result, feedback=(*result.feedback, say("helper", name=question.item.name, caller=caller))) if caller else result


def _led_by(slips: Sequence[Feedback], result: CheckResult) -> CheckResult:
    """Return the result with the slips of Python before what came of them, and what that means left unsaid.

    Of a program's rubric the first reason gives way to a slip that explains it.
    """
    if _are_misread(slips, result):
        return _told_alone(slips, result)
    lost = next((line.feedback for line in result.criteria if line.credit < 1 and line.verdict is not Verdict.NEEDS_REVIEW), None)
    decisive = next((slip.text for slip in slips if slip.code in _DECISIVE), None)
    if lost is None or decisive is None:
        return replace(result, feedback=(*slips, *map(_without_meaning, result.feedback)))
    rows = tuple(replace(line, feedback=decisive) if line.feedback == lost else line for line in result.criteria)
    others = (told for told in map(_without_meaning, result.feedback) if told.text != lost and told.code != result.misconception)
    others = (told for told in others if told.code != "step.other_start")  # no start was chosen by what is not computed
    return replace(result, criteria=rows, feedback=(*slips, *others))


def _are_misread(told: Sequence[Feedback], result: CheckResult) -> bool:
    """Tell whether a decimal comma cut a number in two, so that what was judged was never meant."""
    numbers = [str(each.text.gaps["number"]) for each in told if isinstance(each.text, Sentence) and each.text.code in _COMMAS]
    return bool(numbers) and not result.credit and numbers[0] not in (result.understood or "")


def _told_alone(told: Sequence[Feedback], result: CheckResult) -> CheckResult:
    """Return the result without a word on what was judged."""
    rows = tuple(replace(line, feedback="") for line in result.criteria)
    staff = (each for each in result.feedback if each.audience is Audience.STAFF)
    return replace(result, criteria=rows, feedback=(*told, *staff), misconception=None)


def _without_meaning(told: Feedback) -> Feedback:
    """Return what is told of an exception in Python's words alone, since its cause is told already."""
    text = told.text
    if not isinstance(text, Sentence) or not text.code.endswith(".means"):
        return told
    gaps = {name: value for name, value in text.gaps.items() if name != "means"}
    return replace(told, text=sentence(text.code.removesuffix(".means"), **gaps))


def _no_variable(question: Question, submission: Submission, result: CheckResult) -> Iterator[Feedback]:
    """Yield the name that kept a line from being read as a formula: no variable, but for its case."""
    unset = any(isinstance(told.text, Sentence) and told.text.code.startswith("raised.unset") for told in result.feedback)
    variables = question.function.variables
    for definition in submission.definitions(question.item.names)[-1:] if unset else ():
        tree = _parsed(definition.source)
        names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)] if tree is not None else []
        for name in dict.fromkeys(names):
            near = [variable for variable in variables if variable != name and variable.casefold() == name.casefold()]
            if near and name not in variables and not submission.definitions((name,)):
                yield say("not_a_variable", name=name, function=question.function.name, near=near[0])


def _overtaken(question: Question, submission: Submission, result: CheckResult, heard: Sequence[Observation]) -> CheckResult:
    """Return the result after a later statement failed that would have filled or changed the answer."""
    later = next((o.overtaken for o in reversed(heard) if o.name in question.item.names and o.overtaken), None)
    if later is None:
        return result
    if later.outcome is Outcome.UNAVAILABLE:
        return unavailable(question, later)
    begun = [getattr(_parsed(each.source), "value", None) for each in submission.definitions(question.item.names)]
    if result.verdict is not Verdict.UNANSWERED and (result.credit or not _is_begun(begun[-1] if begun else None)):
        return result
    name, fault = question.item.name, later.fault
    text = what_happened(name, later)
    if later.outcome is Outcome.RAISED and fault is not None:
        at = sentence("happened.at", place=fault.place) if fault.place else ""
        text = sentence("raised.left_empty", name=name, at=at, error=fault.words)
    told = Feedback(code=str(later.outcome), text=text)
    return replace(result, verdict=Verdict.DID_NOT_RUN, feedback=(told,), criteria=(), understood=None)


def _is_begun(value: ast.expr | None) -> bool:
    """Tell whether a value holds the places of an answer alone, to be filled below: `[]`, `[0]*2`, `np.zeros(2)`."""
    match value:
        case ast.List() | ast.BinOp(left=ast.List()) | ast.BinOp(right=ast.List()) | ast.Call(func=ast.Name(id="list")):
            return True
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in ("zeros", "empty", "ones", "full", "zeros_like", "empty_like", "ones_like")
    return False


def _not_filled(question: Question, submission: Submission, result: CheckResult) -> CheckResult:
    """Return the result of a list that was not filled, since the statement below for it is no Python."""
    bound = [at for at, each in enumerate(submission.statements) if {*question.item.names}.intersection(each.names)]
    names = "|".join(map(re.escape, question.item.names))
    for statement in submission.statements[bound[-1] + 1 :] if bound and not result.credit else ():
        problem = statement.problem
        if problem is not None and problem.code == "syntax" and re.search(rf"\b({names})\s*(\.\w+\(|\+=)", statement.source):
            return replace(result, verdict=Verdict.DID_NOT_RUN, feedback=(problem,), criteria=())
    return result


def _led_by_unread(submission: Submission, result: CheckResult, heard: Sequence[Observation]) -> CheckResult:
    """Return the result of code in want of a name, with the unread line first that sets it."""
    faults = [call.fault for each in heard for call in (*each.calls, *((each.overtaken,) if each.overtaken else ()))]
    missing = next((fault.missing for fault in reversed(faults) if fault is not None and fault.missing), None)
    lost = _unread_line(submission, (missing,)) if missing and result.verdict is Verdict.DID_NOT_RUN else None
    if lost is None or lost.problem is None:
        return result
    evidence = {name: value for name, value in result.evidence.items() if name != "place"}
    return replace(result, feedback=(lost.problem, *map(_without_meaning, result.feedback)), evidence=evidence)


def _unread_line(submission: Submission, names: tuple[str, ...]) -> Statement | None:
    """Return the last line that is no Python and sets or defines one of these names, however it is spelt there: `def df/dx`."""
    spelt = "|".join("[ /_]".join(map(re.escape, name.split("_"))) for name in names)
    begins = re.compile(rf"^(?:[^\W\d]+\s+)?(?:{spelt})(?!\w)\s*(?:\([^()]*\)\s*)?[=:,(]|=\s*(?:{spelt})\s*$", re.MULTILINE)
    lost = [each for each in submission.statements if each.problem is not None and each.problem.code in ("syntax", "python2")]
    return next((each for each in reversed(lost) if set(each.names) & set(names) or begins.search(each.source)), None)


def _lost_definition(question: Question, submission: Submission, result: CheckResult) -> CheckResult | None:
    """Return the result of an item whose name stands in a line of no Python alone."""
    lost = _unread_line(submission, question.item.names)
    if lost is None or lost.problem is None or not any(told.code.startswith("missing") for told in result.feedback):
        return None
    return replace(result, verdict=Verdict.DID_NOT_RUN, feedback=(lost.problem,))


def _unread_code(question: Question, submission: Submission, result: CheckResult) -> Iterator[Feedback]:
    """Yield the fault of a line that is no Python, and was read from its text all the same."""
    told = {remark.code for remark in result.feedback} | {remark.text for remark in result.feedback}
    for statement in submission.definitions(question.item.names)[-1:]:
        problem = statement.problem
        if problem is not None and problem.code == "syntax" and problem.text not in told and "read_as_text" not in told:
            yield problem


def _stops(question: Question, result: CheckResult, heard: Sequence[Observation]) -> Iterator[Feedback]:
    """Yield what has to be imported, where a right answer was read from a line without it."""
    faults = (call.fault for each in heard for call in each.calls if call.arguments is None and call.outcome is Outcome.RAISED)
    means = next((meaning(fault) for fault in faults if fault is not None), None)
    is_import = isinstance(means, Sentence) and means.code in ("python.module", "python.function")
    if result.verdict is Verdict.CORRECT and is_import:
        yield say("right_but_stops", name=question.item.name, means=means)


def _program_of_another_name(question: Question, submission: Submission, result: CheckResult) -> CheckResult | None:
    """Return the result for a person, where nothing has the asked name and one function of another name may be the program.

    It has a loop, takes as many arguments as the program does, and no function of the student's calls it.
    """
    missing = any(told.code == "missing" for told in result.feedback)
    if not missing or what(question.exercise, question.item) != "program":
        return None
    trees = [tree for s in submission.statements if s.problem is None and (tree := _parsed(s.source)) is not None]
    functions = [tree for tree in trees if isinstance(tree, ast.FunctionDef)]
    called = {
        node.func.id
        for tree in functions
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id != tree.name
    }
    taken = question.names_elsewhere | called | {question.function.name}
    found = {tree.name for tree in functions if tree.name not in taken and _may_descend(tree, len(question.function.variables))}
    if len(found) != 1:
        return None
    name, asked = found.pop(), question.item.name
    return needs_review(
        question,
        sentence("another_name", name=asked, other=name),
        sentence("another_name.staff", name=asked, other=name),
        code="another_name",
    )


def _unread_text(question: Question, submission: Submission) -> CheckResult | None:
    """Return the result for a person, where unread mathematics stands behind the item's name in a text cell."""
    for aside in submission.asides:
        if aside.where == "text" and aside.name in question.item.names:
            result = unreadable(question, aside.text, aside.why)
            return result if result.verdict is Verdict.NEEDS_REVIEW else None
    return None


def _is_first_missing(question: Question, submission: Submission, formula: Aside) -> bool:
    """Tell whether an item is the first of its exercise that has no answer and may be answered by a formula without a name.

    Something else of the exercise is answered, or nothing at all.
    """
    exercise = question.exercise
    missing = [item for item in exercise.items if not (submission.definitions(item.names) or submission.text_answers(item.names))]
    if len(missing) == len(exercise.items) and (submission.statements or submission.texts):
        return False
    if is_file_of_another(question, submission, formula.place.file):
        return False
    if read_or_none(formula.text, variables=question.function.variables) is None:
        return False
    asking = (item.id for item in missing if components_of(exercise, item) == 1 and not asks_for_numbers(exercise, item))
    return next(asking, None) == question.item.id


def _may_be_meant(question: Question, submission: Submission, unread: Aside) -> bool:
    """Tell whether what stands in an exercise's own file may be for this item, with nothing answered.

    That is the item whose name stands there, else the first that asks for names or has as many components.
    """
    exercise = question.exercise
    answered = any(submission.definitions(item.names) or submission.text_answers(item.names) for item in exercise.items)
    if answered or not is_called_after(exercise, unread.place.file):
        return False
    words = set(re.findall(r"\w+", unread.text))
    named = [item.id for item in exercise.items if item.id in words]
    pieces = read_line(unread.text, Vocabulary(variables=question.function.variables))
    formulas = [piece for piece in pieces if isinstance(piece, Equation)]
    if formulas and not words <= {*question.function.variables}:
        single = not isinstance(formulas[-1].tree, Vector)
        fitting = [item.id for item in exercise.items if (components_of(exercise, item) == 1) == single]
    else:
        fitting = [item.id for item in exercise.items if what(exercise, item) == "names"]
    return next(iter([*named, *fitting, *(item.id for item in exercise.items)])) == question.item.id


def _may_descend(function: ast.FunctionDef, variables: int) -> bool:
    """Tell whether a function goes in a loop, returns something and takes a start and a count."""
    arguments = [*function.args.posonlyargs, *function.args.args]
    required = len(arguments) - len(function.args.defaults)
    loops = any(isinstance(node, ast.For | ast.While) for node in ast.walk(function))
    gives = any(isinstance(node, ast.Return) and node.value is not None for node in ast.walk(function))
    return loops and gives and required <= variables + 1 <= len(arguments)


def _answers_aside(question: Question, submission: Submission) -> Iterator[Feedback]:
    """Yield where a missing answer stands all the same: in a comment, in a string, printed, in words, or without its name."""
    for aside in submission.asides:
        unnamed = aside.where == "unnamed" and _is_first_missing(question, submission, aside)
        if aside.name in question.item.names or unnamed or (aside.where == "unread" and _may_be_meant(question, submission, aside)):
            yield say(f"only_{aside.where}", name=question.item.name, place=aside.place, text=aside.text)
            return
    for definition in submission.definitions(question.item.names)[-1:]:
        match _parsed(definition.source):
            case ast.AnnAssign(value=None, annotation=ast.Constant(str()) | ast.BinOp() | ast.Tuple() | ast.List()):
                yield say("only_annotated", name=question.item.name, place=definition.place)
                return
        written = _written_beside(definition, question.function.name)
        if written is not None:
            code, line = written
            place = replace(definition.place, line=definition.place.line + line)
            yield say(code, place=place)


def _written_beside(definition: Statement, given: str) -> tuple[str, int] | None:
    """Return what is said of a formula in a function's docstring or comment, and its line, from 0; None without one.

    What says `given(x, y) = …` is the exercise's own function.
    """
    tree = _parsed(definition.source)
    if not isinstance(tree, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return None
    docstring = ast.get_docstring(tree, clean=False) or ""
    if any(_states_formula(line, given) for line in docstring.split("\n")):
        return "only_docstring.beside", tree.body[0].lineno - 1
    for at, line in enumerate(definition.source.split("\n")):
        if line.lstrip().startswith("#") and _states_formula(line, given):
            return "only_comment.beside", at
    return None


def _states_formula(line: str, given: str) -> bool:
    return _FORMULA.search(line) is not None and re.search(rf"\b{re.escape(given)}\s*\(", line) is None


_FORMULA = re.compile(r"(?:[\d)]|\b[^\W\d]\b)\s*(?:[-+*/^]|\*\*)\s*[\w(]|\d[^\W\d]\b")
"""A sign of arithmetic between numbers, letters and brackets, or a number before a letter: `4x - 3y`, `3*z**2`."""


def _slips(question: Question, submission: Submission, *, stopped: bool) -> Iterator[Feedback]:
    """Yield what is legal Python in a definition, or in a line that it reads, and does not mean what was meant; each once.

    With `stopped` the definition ended with the exception that a template raises.
    """
    told: set[str] = set()
    size = components_of(question.exercise, question.item) or len(question.function.variables)
    for statement, tree in _read_by(submission, question.item.names):
        for node in ast.walk(tree):
            if isinstance(node, ast.stmt | ast.expr):
                place = replace(statement.place, line=statement.place.line + node.lineno - 1)
                remark = _slip(node, tree, place, stopped=stopped)
                remark = remark or _without_effect(node, tree, place) or _comma(node, statement.source, place, size)
                remark = remark or _turned_sign(node, statement.source, place)
                if remark is not None and remark.code not in told:
                    told.add(remark.code)
                    yield remark


def _read_by(submission: Submission, names: tuple[str, ...]) -> Iterator[tuple[Statement, ast.stmt]]:
    """Yield what compares an element of these names, their last definition, and those of the names it reads, with trees."""
    filling = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\s*\[[^\]]*\]\s*==")
    for statement in submission.statements:
        filled = _parsed(statement.source) if filling.search(statement.source) and statement.problem is None else None
        if filled is not None:
            yield statement, filled
    for definition in submission.definitions(names)[-1:]:
        tree = _parsed(definition.source)
        if tree is None:
            return
        yield definition, tree
        read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        for name in sorted(read.difference(names)):
            for other in submission.definitions((name,))[-1:]:
                below = _parsed(other.source) if _WORTH_A_LOOK.search(other.source) else None
                if below is not None:
                    yield other, below


_TYPES = {"float", "int", "complex", "bool", "object", "dtype"}  # names of what an array can be made of
# What stands in every line that has one of the slips below; parsing each line that an answer reads would cost more.
_WORTH_A_LOOK = re.compile(r"\^|\binput\b|\d,\d|==|=-|\.array\(")


def _slip(node: ast.AST, tree: ast.stmt, line: Place, *, stopped: bool) -> Feedback | None:
    """Return what is said of a node on this line that does not mean what its author meant; None for every other."""
    match node:
        case ast.BinOp(op=ast.BitXor(), right=right) if not isinstance(right, (ast.Compare, ast.BoolOp)):
            return say("power", line=line)
        case ast.BinOp(left=ast.Constant(int(above)), op=ast.FloorDiv(), right=ast.Constant(int(below))) if below and above % below:
            return say("whole_division", line=line, text=ast.unparse(node), value=above // below)
        case ast.BoolOp(op=op, values=values) if all(map(_is_typed, values)):
            return say("joined", line=line, word="and" if isinstance(op, ast.And) else "or")
        case ast.Call(func=ast.Name(id="input")):
            if not isinstance(tree, ast.FunctionDef):
                return say("input", line=line)
            lines = [each for each in ast.walk(tree) if isinstance(each, ast.Assign) and node in ast.walk(each)]
            typed_in = [name for each in lines for name, _ in assigned_values(each)]
            for parameter in tree.args.args:
                if any(parameter.arg == name or parameter.arg.startswith(f"{name}_") for name in typed_in):
                    return say("input.handed", line=line, name=parameter.arg)
            return say("input.parameter", line=line)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr="array"), args=[_, second]) if not _is_type(second):
            return say("inner_brackets", line=line)
        case ast.Raise(exc=ast.Name(id="NotImplementedError") | ast.Call(func=ast.Name(id="NotImplementedError"))) if stopped:
            return say("left_over", line=line, raised=ast.unparse(node))
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Tuple(elts=[*parts])):
            pair = [part.value for part in parts if isinstance(part, ast.Constant) and type(part.value) is int]
            # `0,1` as it is typed: a pair would be written with a space or in brackets
            if len(pair) == len(parts) == 2 and parts[1].col_offset == (parts[0].end_col_offset or 0) + 1:
                return say("decimal_comma", line=line, name=name, number=f"{pair[0]}.{pair[1]}")
    return None


def _without_effect(node: ast.AST, tree: ast.stmt, line: Place) -> Feedback | None:
    """Return the remark on a statement that changes nothing: a comparison, a sum not kept, a line below `return`."""
    match node:
        case ast.Expr(value=ast.Compare(left=ast.Name() | ast.Subscript(), ops=[ast.Eq()])):
            return say("comparison", line=line, text=ast.unparse(node))
        case ast.Expr(value=ast.BinOp()) if not isinstance(tree, ast.Expr):
            return say("no_effect", line=line, text=ast.unparse(node))
        case ast.FunctionDef(body=lines) | ast.If(body=lines) | ast.For(body=lines) | ast.While(body=lines):
            for above, below in pairwise(lines):
                if isinstance(above, ast.Return):
                    return say("after_return", line=replace(line, line=line.line + below.lineno - node.lineno))
    return None


def _is_typed(node: ast.expr) -> bool:
    """Tell whether a value stands there as it is, so that `and` and `or` behind it decide nothing."""
    bare = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(bare, ast.Tuple | ast.List | ast.Set | ast.Constant)


def _is_type(node: ast.expr) -> bool:
    """Tell whether an expression names a type of numbers, as the second argument of `np.array` does."""
    match node:
        case ast.Name(id=name):
            return name in _TYPES
        case ast.Constant(value=value):
            return isinstance(value, str)
    return isinstance(node, ast.Attribute)


def _comma(node: ast.AST, source: str, line: Place, size: int) -> Feedback | None:
    """Return what is said of a comma between two digits in a term, as in `x - 0,1*g`, or in a list, as in `(0,4, 1,9)`.

    Where all stand close together, `[0,4,1,9]`, there are twice as many as the `size` of a point or vector.
    """
    if isinstance(node, ast.Tuple | ast.List):
        typed = ast.get_source_segment(source, node) or ""
        found = _COMMAS_IN_LIST.search(typed)
        if found is None and len(node.elts) == 2 * size and is_decimals(typed.strip("()[]")):
            found = re.search(r"(\d+),(\d+)", typed)
        return say("decimal_comma.inside", line=line, number=f"{found[1]}.{found[2]}") if found else None
    if not isinstance(node, ast.Assign | ast.Return) or not isinstance(node.value, ast.Tuple):
        return None
    whole, (first, *_) = node.value, node.value.elts or [node.value]
    typed = (ast.get_source_segment(source, whole) or "") if whole.col_offset == first.col_offset else ""
    found = _COMMA.search(typed)
    return say("decimal_comma.inside", line=line, number=f"{found[1]}.{found[2]}") if found else None


def _turned_sign(node: ast.AST, source: str, line: Place) -> Feedback | None:
    """Return what is said of `x =- 0.1*g`, typed like `x -= 0.1*g`, where x has a value by then."""
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
        return None
    name, typed = node.targets[0].id, ast.get_source_segment(source, node) or ""
    reads = any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(node.value))
    above = "\n".join(source.split("\n")[: node.lineno - 1])
    begun = reads or re.search(rf"^\s*{re.escape(name)}\s*=(?!=)", above, re.MULTILINE) is not None
    return say("turned_sign", line=line, name=name) if begun and _TURNED.match(typed) else None


_TURNED = re.compile(r"\w+\s*=-\s")  # the minus stands at the equals sign, and apart from what it turns round
# Pairs of whole numbers, close together within and apart from each other: `0,4, 1,9`. Somebody's pair is in brackets.
_COMMAS_IN_LIST = re.compile(r"^[(\[]?\s*-?(\d+),(\d+)(?:(?:,\s+|;\s*)-?\d+,\d+)+\s*[)\]]?$")
# Between whole numbers of which at least one belongs to a longer term, so that no pair is meant; brackets have no say in it.
_COMMA = re.compile(r"^[^(\[{]*[-+*/]\s*(\d+),(\d+)\s*[*/]")


def _parsed(source: str) -> ast.stmt | None:
    """Return the statement of a source; None where it does not parse, or is too long to be worth a look."""
    return tree_of(source) if len(source) <= _LONGEST else None
