"""Fill the gaps of any sentence with an example, so that it can be read aloud without a student who makes the mistake.

What fills a gap may be a sentence itself, named by its code. Knows what gaps mean and no submission.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass

from grader.sentences.catalogue import SENTENCES, sentence
from grader.sentences.sentence import Number, Sentence
from grader.sentences.worked_examples import EXAMPLES


@dataclass(frozen=True, slots=True)
class _Said:
    """A gap that another sentence fills."""

    code: str


# By the gap's name. Numbers that have to be whole, or are written with a comma for thousands, are numbers.
_FILLINGS: Mapping[str, object] = {
    "after": Number("(0.6, 1.8)"), "ask": _Said("edit.sign"), "all": 12, "among": "4", "angle": "150",
    "answer": "4*x - 3*y", "around": "or perhaps", "asked": _Said("values.several"),
    "at": _Said("happened.at"), "axis": "`y`", "base": _Said("lateness.all_points"), "before": Number("(1, 2)"),
    "by": "Dr. Noether", "call": "df_dx(2.0, 3.0)", "cause": _Said("slip.step_size_forgotten"),
    "cause_at": _Said("happened.at"), "cell": 3, "characters": 120_000, "closed": "]", "closing": "", "command": "\\foo",
    "content": _Said("content.pdf"), "coordinates": "2", "count": 3, "counts": _Said("counts.half"), "loss": Number("0.428"),
    "order": "m, b",
    "because": _Said("slip.last_left_out"), "decimal": "0.4", "definition": _Said("place.cell"),
    "derivative": _Said("depends_on.derivative"), "end": Number("(0.3, 0.36)"), "fixed": "y = 3, z = 5", "length": Number("3.6"),
    "towards": "+y",
    "vector": Number("(-2, 3)"), "wrong": 2, "means": _Said("python.power"), "differ": _Said("whole_numbers.differ"), "digits": "3",
    "due": "1 March 2026, 23:59", "earned": Number("18.5"), "error": "NameError: name 'z' is not defined",
    "example": "{x, y}", "exercise": "Partial derivatives", "exercises": "Partial derivatives", "file": "homework.py",
    "first": "`df_dx`, `df_dy`", "floats": "0.5", "folder": "course/exercises", "form": _Said("form.expanded"),
    "formula": "4*x - 3*y",
    "found": _Said("shape.single"), "function": "f", "gave": "0", "happened": _Said("unfinished.staff"), "have": "x_start",
    "head": "x", "isolation": "full", "items": "`df_dx`", "language": "R",
    "largest": _Said("step_size_too_large.largest"), "last": "`df_dz`", "late": _Said("lateness.days"),
    "later": "`grad_descent(-1.0, 100)`", "limit": 2000, "line": "df_dx = 4x - 3y", "list": "(0, 4)",
    "caller": "grad_descent", "machine": Number("6"),
    "mark": "...", "marks": "2", "missing": "df",
    "more": _Said("score.more_points"), "most": "`df_dx`, `df_dy`", "name": "df_dx", "named": "data.csv",
    "names": _Said("list"), "near": "`dfdx`", "newer": "print(…)", "next": _Said("stops_too_early.by_condition"),
    "number": 2, "older": "old.ipynb", "one": "2*x", "opened": "(", "ordinal": _Said("ordinal.first"), "other": "3*x",
    "other_place": _Said("place.line"), "package": "seaborn", "parameter": "delta", "part": _Said("part.direction"),
    "partly": "`steps`",
    "piece": "or 4x + 3y", "place": _Said("place.cell"), "point": "x = 2, y = 3", "points": Number("2"),
    "possible": Number("39"), "product": "3 · 10%", "raised": "raise NotImplementedError",
    "reason": _Said("unreadable.missing_at_end"), "reckoned": _Said("lateness.in_time"), "reference": "4*x - 3*y",
    "removed": _Said("removed_name"), "rest": "x", "right": 7,
    "rows": _Said("criterion.arrives"), "score": 1850, "seconds": "10", "shape": _Said("no_point.number"), "share": "10%",
    "shown": "0.5671", "sign": "(", "signal": "SIGKILL", "size": Number("0.1"), "sizes": _Said("understood.size_from"),
    "slip": _Said("slip.sign"), "slope": Number("(6, 1)"), "start": Number("(1, 2)"), "status": "1",
    "step": _Said("next_step.incorrect"), "steps": _Said("understood.constant"), "submitted": "2 March 2026, 08:00",
    "taken": _Said("lateness.costs_nothing"), "text": "2x + y", "time": "soon", "title": "Partial derivatives",
    "tolerance": "0.01", "factor": Number("4"),
    "titles": "Partial derivatives", "value": Number("1"), "variable": "x", "variables": "x, y", "wanted": "x, y",
    "what": _Said("happened.call"), "where": _Said("inside.exponent"), "whose": _Said("whose.answer"),
    "why": _Said("two_answers.denied"), "word": "foo", "written": "4x - 3y?",
    "question": _Said("asked_back.number"), "component": _Said("partly.for_variable"),
    "components": _Said("partly.for_variable"), "slips": _Said("term.slip"), "term": "2*x**2", "terms": "`-3*y`",
    "told": _Said("not_equal.constant"),
    "kind": "TypeError", "message": "'(' was never closed",
    "advice": _Said("wrong_gradient.any_term"), "method": "Newton's method", "given": "2",
}  # fmt: skip
# Where a gap means something else, by how the codes of its sentences begin.
_ELSEWHERE: Mapping[str, Mapping[str, object]] = {
    "one_number.another_of_the_way.step": {"above": 2},
    "partly.missing": {"right": _Said("partly.right")}, "partly.more": {"count": 2},
    "partly.term.fewer": {"right": _Said("partly.belongs"), "other": "`5*x`"},
    "partly.term": {"right": _Said("partly.right"), "other": "`5*x`"}, "partly.look": {"what": _Said("partly.ordinal")},
    "partly.components": {"components": _Said("partly.ordinal")}, "partly.variables": {"names": "z"},
    "step.right": {"right": "x", "wrong": "y", "question": _Said("step.no_cause")}, "step.again": {"first": 1},
    "step.start_swapped": {"first": Number("(2, 1)")}, "depends_on.partly": {"names": "x"},
    "deeper": {"example": _Said("example.power"), "place": _Said("place.cell")},
    "list": {"first": "`df_dx`", "last": "`df_dy`", "next": "`df_dz`"},
    "together": {"first": _Said("partly.factor"), "next": _Said("partly.source")},
    "unreadable.": {"name": "homework.ipynb"}, "unreadable.person": {"name": "df_dx"}, "unreadable.damaged_at": {"line": 2},
    "place.": {"line": 2}, "syntax": {"line": " (`def df_dz(x:`)", "place": _Said("place.cell"), "number": "0.4"},
    "not_filled_in": {"line": "", "place": _Said("place.cell")},
    "python2": {"line": " (`print x`)", "place": _Said("place.cell")}, "statement": {"place": _Said("place.cell")},
    "ran_at_the_end": {"place": _Said("place.cell")}, "other_data": {"name": "loss"},
    "older_file": {"newer": "new.ipynb"}, "lateness.one": {"count": 1},
    "nearest_edit": {"second": _Said("place.cell"), "too": _Said("edit.number"), "part": _Said("partly.ordinal")},
    "another_name": {"other": "descent", "name": "grad_descent"},
    "unreadable.points": {"why": _Said("no_points.no_number"), "shape": "x, y"},
    "numbered_names": {"name": "steps", "names": "`step1` and `step2`"}, "two_answers.names": {"names": "df_dx` and `dfdx"},
    "decimal_comma": {"line": _Said("place.line"), "name": "delta", "number": "0.05"}, "power": {"line": _Said("place.line")},
    "input": {"line": _Said("place.line")}, "left_over": {"line": _Said("place.line")}, "calling": {"names": "`a` and `b`"},
    "calling.one": {"names": "`a`", "variables": "x"}, "provisional": {"points": _Said("score.more_points")},
    "provisional.one": {"names": "`df_dx`"}, "score.more_point": {"points": "1"},
    "untouched.of_exercise": {"names": "`df_dx` and `df_dy`"}, "check.unknown_near": {"near": "dfdx"},
    "raised.unset": {"name": "df_dx"}, "lateness.of_exercises": {"text": _Said("lateness.in_time")},
    "folded": {"names": "`steps` and `slope`"}, "rule.lateness": {"points": "2 points"},
    "asked_back": {"question": _Said("partly.source")}, "right_but_stops": {"means": _Said("python.function")},
    "list.next": {"before": "`df_dx`", "part": "`steps`"}, "content": {"name": "homework.ipynb"},
    "empty.file": {"name": "homework.ipynb"}, "encoding": {"name": "homework.py"},
    "unreadable.no_archive": {"name": "homework.zip"}, "several_files": {"names": "a.ipynb and b.py"},
    "unreadable.too_large": {"name": "homework.ipynb", "size": "80 MB", "most": "16 MB"},
    "unreadable.too_much_code": {"name": "homework.py", "size": "2,000,000"}, "unreadable.too_many_cells": {"most": "5000"},
    "unreadable.lacks_brackets": {"word": "sin2", "name": "sin"}, "unreadable.index_or_power": {"word": "x3", "name": "x"},
    "unreadable.glued": {"word": "sqrt3x", "function": "sqrt"}, "unreadable.factorial": {"most": "170"},
    "unreadable.decimal_comma": {"text": "0,4"}, "unreadable.missing_before": {"what": _Said("beside.plus")},
    "unreadable.missing_after": {"what": _Said("beside.plus")},
    "unreadable.two_readings": {"one": "a/(2b)", "other": "(a/2)b", "text": "a/2b"},
    "unreadable.environment": {"name": "tabular"}, "unreadable.foreign": {"name": "CYRILLIC SMALL LETTER HA", "sign": "х"},
    "raised.error": {"message": _Said("handed.shapes")}, "handed": {"name": "dfdx", "wanted": _Said("handed.one")},
    "handed.no_number": {"shown": _Said("handed.text")}, "handout": {"name": "df_dx", "source": "./grader.whl"},
    "raised": {"error": "TypeError: unsupported operand"}, "slip.stops_too_early": {"steps": _Said("stops_too_early.steps")},
    "slip.other_number_of_steps": {"steps": _Said("other_number_of_steps.one")},
    "other_number_of_steps": {"taken": "4", "asked": "3"}, "slow": {"steps": "1500"},
    "made": {"steps": "3 and 5", "why": "a call"},
    "slip.another_step_size": {"found": _Said("size_rule.schedule"), "wanted": _Said("size_rule.constant")},
    "slip.multiple_of_step": {"advice": _Said("multiple_of_step.count_missing")},
    "slip.one_coordinate_moved.program": {"because": _Said("still.update")},
    "slip.ascends.program": {"because": _Said("turned.added")}, "slip.newton_added.program": {"because": _Said("turned.question")},
    "slip.one_bound_left_out": {"passed": _Said("passes.below")},
    "slip.one_coordinate_projected": {"passed": _Said("passes.above")},
    "passes": {"axis": "y", "bound": Number("2")},
    "slip.unequal_steps": {"because": _Said("unequal_steps.by_axis")},
    "slip.wrong_second_derivative": {"by": _Said("wrong_second_derivative.by"), "text": _Said("slip.sign")},
    "unequal_steps.by_axis": {"axis": "y", "advice": _Said("multiple_of_step.two")},
    "slip.wrong_gradient": {"by": _Said("wrong_gradient.by"), "text": _Said("wrong_gradient.any_term")},
    "slip.keeps_state": {"call": "`grad_descent(-1.0, 3)`"}, "slip.wrong_points": {"call": "`grad_descent(-1.0, 3)`"},
    "lateness.too_late": {"last": "8 March 2026"}, "lateness.product_capped": {"most": "50%"},
    "lateness.marked": {"why": _Said("lateness.time_unknown")}, "several_submissions": {"most": "week 1", "last": "week 2"},
    "rule": {"why": "the question was unclear", "what": "Partial derivatives"}, "booking": {"count": "3"},
    "list.more": {"count": 4}, "group": {"names": "Ada and Emmy"}, "check.takes": {"name": "grad_descent"},
    "ci.hundredths": {"most": 3900}, "removed_name": {"name": "np.float"}, "ways": {"name": "numpy"},
    "not_a_program": {"name": "loss"}, "ordinal": {"number": 7}, "unread_text": {"why": _Said("two_answers.gap")},
    "nearest": {"part": "5*x", "leaf": "x"}, "products": {"vector": _Said("products.gradient"), "components": "`x`"},
    "products.settled": {"names": "`gradient`, `u_hat`", "told": _Said("partly.factor")}, "partly.degrees": {"term": "cos(150)"},
    "partly.standing": {"names": "x", "where": _Said("standing.exponent")}, "partly.points_at": {"axis": "x"},
    "partly.radians.exchanged": {"told": _Said("partly.radians.parts")},
    "partly.converted": {"angle": "0.833", "text": "150/180"}, "partly.length": {"told": _Said("partly.points_at")},
    "whole_division": {"text": "1//2"},
    "partly.length_is_1": {"told": _Said("partly.points_at")}, "only_text": {"text": "four x"}, "only_unnamed": {"text": "4x"},
    "only_unread": {"text": "4x"},
    "named.none": {"one": "u", "other": "v"}, "set_of_names": {"one": "u", "other": "v"}, "partly.misplaced": {"right": "4*y"},
    "within.part": {"part": _Said("part.direction")}, "untouched": {"names": "`steps` (Descent by hand)"},
    "two_answers.rows": {"rows": "1, 2 and 3"}, "ran_at_the_end.hint": {"name": "Vector"},
    "understood": {"steps": _Said("understood.constant")}, "understood.size_from": {"start": Number("-1")},
    "happened.call": {"call": "`df_dx(2.0, 3.0)`"},
    "python": {"newer": "import numpy as np", "name": "np", "near": "delta", "one": "(3,)", "other": "(2,)", "missing": "`y`",
               "given": 1, "wanted": 2, "sign": "+", "what": "`grad(x)`", "kind": _Said("type.float"),
               "needs": _Said("needs.element"),
               "left": "`A`", "right": "`w`", "module": "np", "word": "point", "have": 1, "axis": 1, "shape": "(3, 1)", "count": 2,
               "line": "x, y = p", "whole": "np.exp", "text": "'1,5'"},
    "python.sizes": {"one": 3, "other": 2}, "python.right_side": {"one": 3, "other": 2}, "python.beside": {"one": 1, "other": 2},
    "python.misspelt": {"name": "dleta"}, "python.function": {"name": "exp"}, "python.key": {"name": "'x'"},
    "python.few_arguments": {"name": "gradient"}, "python.plain_number": {"name": "grad"}, "python.larger": {"name": "max"},
    "python.operands": {"one": _Said("type.list"), "other": _Said("type.float")}, "python.one_list": {"name": "np.array"},
    "python.one_shape": {"name": "np.zeros"}, "python.handed": {"name": "grad", "means": _Said("python.kind")},
    "python.elsewhere": {"module": "math", "name": "dot", "whole": "np.dot"},
    "python.member": {"name": "maen", "near": "mean"}, "python.singular": {"name": "A"},
    "python.self": {"name": "Loss.grad", "given": 3},
    "python.keyword": {"name": "grad"},
    "python.second_is_axis": {"name": "np.mean"}, "python.symbolic": {"name": "exp"}, "needs": {"name": "shape"},
    "slip.ignores_n": {"because": _Said("same.question")}, "slip.one_step_too_many": {"because": _Said("counting.question")},
    "slip.never_moves": {"because": _Said("stays.question")},
    "slip.begins_elsewhere": {"because": _Said("begins.question")}, "begins": {"axis": "y", "other": "x", "number": Number("1")},
    "stays": {"text": "x == x - 0.1*g", "name": "x", "new": "x_new"}, "same": {"text": "range(100)", "name": "x_new"},
    "one_coordinate_right": {"right": "x", "wrong": "y"},
    "one_coordinate_right.but_for_size": {"right": "x", "wrong": "y", "because": _Said("multiple_of_step.count_missing")},
    "same.overwritten": {"text": "n = 100", "name": "n"}, "stops_too_early.start_read": {"name": "y_start"},
    "wrong_gradient.symbolic": {"text": _Said("slip.sign")},
    "uneven_steps.still": {"others": "x", "because": _Said("still.update")},
    "uneven_steps.in_turn": {"call": "multi_grad_descent(1.0, 1.0, 2)", "value": Number("0.6")},
    "no_step_size.cut": {"cut": "//"},
    "stops_too_early.steps": {"steps": 6}, "wrong_gradient.hidden": {"function": "math.exp", "newer": "mg.exp"},
    "comparison": {"line": "Line 3", "text": "x == x - 0.1*g"}, "not_a_variable": {"name": "Y", "function": "f", "near": "y"},
    "automatic": {"line": "Line 3"}, "helper": {"name": "slope", "caller": "grad_descent"},
    "one_number": {"one": "∂²f/∂x²", "other": "∂²f/∂y²"}, "one_number.part": {"part": _Said("part.direction")},
    "one_number.combined": {"shown": "1/16", "value": "16", "parts": _Said("one_number.sum")},
    "parse.no_word": {"word": "let"}, "parse.sign": {"sign": "−"},
    "parse.product": {"name": "4x"}, "parse.other_bracket": {"opened": "(", "closed": "]"},
    "first_wrong_step": {"which": _Said("wrong_step.one"), "call": "grad_descent(-1.0, 2)"},
    "step_in_doubt": {"call": "grad_descent(-1.0, 2)", "earlier": "grad_descent(-1.0, 1)"},
    "picture": {"step": 1, "before": Number("3.2"), "after": Number("4.1"), "count": 5, "all": 3, "axis": "-x"},
    "picture.slice": {"slope": Number("2")}, "right": {"all": 3, "axis": "-x", "slope": Number("2"), "size": Number("0.2")},
    "picture.function": {"left": Number("-1"), "right": Number("2"), "bottom": Number("0"), "top": Number("3"),
                         "low": Number("0.5"), "high": Number("9"), "first": "x", "second": "y"},
    "right.method": {"method": _Said("method.descent"), "numbers": _Said("given.step_size")},
    "right.alone": {"method": _Said("method.newton")},
    "fit": {"name": "fit_line", "shown": Number("(1.8, 0.2)"), "zeros": Number("0.693"),
            "wanted": "m, b", "variable": "b", "part": "lam*w**2"},
}  # fmt: skip


def gaps_of(text: str) -> set[str]:
    """Return the names of a sentence's gaps."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def example(code: str) -> Sentence:
    """Return the sentence of a code with an example in each gap. Raises KeyError for a gap that nobody has an example for."""
    return sentence(code, **{name: _filling(code, name) for name in sorted(gaps_of(SENTENCES[code]))})


def _filling(code: str, gap: str) -> object:
    kind, _, name = code.partition(".")
    if kind == "example":
        return EXAMPLES[name].first[gap]
    beginnings = (code[:end] for end in range(len(code), 0, -1))
    own = (_ELSEWHERE[each][gap] for each in beginnings if gap in _ELSEWHERE.get(each, {}))
    filling = next(own, None) or _FILLINGS[gap]
    return example(filling.code) if isinstance(filling, _Said) else filling
