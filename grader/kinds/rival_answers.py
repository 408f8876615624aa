"""Show a person what is not the only answer: what stands beside one that earned something, and what else has its name.

One rule after every check: a second answer, a doubt or a draw of lots goes to a person. Knows no kind's way of
reading but for what a text says again; what the words beside an answer mean is for `equality`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import pairwise

from grader.algebra.tree import Expression, Vector, variables_in
from grader.equality.decision import Relation
from grader.equality.dependence import read_variable_set
from grader.equality.second_answer import doubt_in, has_plus_minus, is_multiple, is_same, is_term, second_answer
from grader.kinds.answers import ExpressionAnswer
from grader.kinds.function_answers import FunctionAnswer
from grader.kinds.judging import comparison_of, decide
from grader.kinds.left_sides import foreign_left_side, named_members
from grader.kinds.outcomes import needs_review, unclear
from grader.kinds.protocol import Check, Earlier, Kind
from grader.kinds.shapes.name_sets import names_in_text
from grader.kinds.worked_lines import end_of_line, goes_on
from grader.model import (
    UNREAD_TEXT,
    Audience,
    CheckResult,
    Observation,
    Probe,
    Question,
    Statement,
    Submission,
    TextAnswer,
    Verdict,
)
from grader.notation.answer import passed_over, read, read_or_none
from grader.notation.line import is_in_another_order
from grader.notation.printing import plain
from grader.notation.tokens import Unreadable
from grader.notation.wording import denies
from grader.sentences.catalogue import say, sentence
from grader.sentences.figures import listed

# Verbs between an answer and what it is called.
_CALLS = frozenset("is mean means meant ist meine est es è é är".split())
_ROUGHLY = 0.05  # what words may round off of an answer in code: 3.5 for 2√3
_SHORT = 80  # characters of a text that a sentence quotes: it stays one sentence
_MOST_SHOWN = 200  # characters of an answer that a result keeps, as in `answers`
_MARKS = dict.fromkeys(map(ord, "\x02\x03\x04\x05\x06"), " ")  # of formulas and code in a line, and of what is withdrawn
_MANY_TRIES = 3  # values in a row: one correction is honest, a list of all that is possible is none
# Calls whose result differs from run to run; a generator with a seed of its own does not.
_CHANCE = re.compile(
    r"\b(?:random|secrets)\b|\b(?:choice|choices|randint|randrange|rand|randn|shuffle|urandom|uuid4|getrandbits)\s*\(|\btime(?:_ns)?\(\)"
)


def conversation(kind: Kind, question: Question, submission: Submission, earlier: Earlier) -> Check:
    """Check an answer as its kind does, and show it to a person where it is not the only one."""
    result = yield from kind.check(question, submission, earlier)
    if result.verdict is Verdict.UNANSWERED:
        result = _perhaps_unread(question, submission, result)
    if result.verdict in (Verdict.INCORRECT, Verdict.PARTIAL) or any(said.code == "unreadable" for said in result.feedback):
        result, submission = yield from _by_the_end_of_its_line(kind, question, submission, earlier, result)
    if result.verdict is Verdict.NEEDS_REVIEW or kind.programming is not None:
        return result
    other = yield from _another_alias(kind, question, submission, earlier, result)
    if other is not None:
        return _shown(question, result, other)
    if not result.credit:
        why = _perhaps_going_on(question, result)
        return _shown(question, result, why) if why else _told_of_sides(kind, question, result)
    drawn = _drawn_by_lot(question, submission)
    if drawn is not None:
        return _shown(question, result, sentence("two_answers.drawn", line=drawn))
    if _tries_everything(question, submission):
        return _shown(question, result, sentence("two_answers.tries", name=question.item.name))
    why = _beside(question, submission, result) or _otherwise_in_words(question, submission, result)
    return _shown(question, result, why) if why else result


def _by_the_end_of_its_line(
    kind: Kind, question: Question, submission: Submission, earlier: Earlier, result: CheckResult
) -> Generator[Probe, Observation, tuple[CheckResult, Submission]]:
    """Return the result of what the rest of the line leads to, and the texts so read; for a person where it may be the answer.

    A first formula that is not right is no wrong answer where its line goes on: to the vector whose component it is, to the
    sum whose term it is, or to what words such as "so" lead to.
    """
    texts, source = submission.text_answers(question.item.names), source_of(result)
    if isinstance(result.answer, tuple):  # points are read over the whole line
        return result, submission
    first = next((text for text in texts if text.place == source.place), None) if source else next(iter(texts), None)
    if first is None or not first.markdown or (source is None and first.text[:_MOST_SHOWN] != result.understood):
        return result, submission
    line = first.line or first.text
    said = " ".join(line.translate(_MARKS).split())
    why = sentence("two_answers.beside", answer=_short(first.text), piece=_short(said))
    perhaps = _shown(question, result, why) if goes_on(line, question) else result
    found = end_of_line(line, question)
    if found is None or found[0].strip() == first.text.strip():  # read to its end already
        return perhaps, submission
    written, led = found
    below = tuple(piece for piece in first.rest if piece.startswith("\n"))
    same = [text for text in submission.texts if (text.place, text.line) == (first.place, first.line)]
    others = [text for text in submission.texts if text.markdown and text not in same]
    ends = [replace(text, text=written, rest=below, line="", whole="") for text in same]
    as_read = replace(submission, texts=(*others, *ends))
    other = yield from kind.check(question, as_read, earlier)
    sure = led and not doubt_in(said, question.function.variables) and not denies(said)
    if sure and other.credit >= result.credit and (other.credit or result.verdict is Verdict.INCORRECT):
        return other, as_read
    return (_shown(question, result, why) if other.credit else perhaps), submission


def _perhaps_unread(question: Question, submission: Submission, result: CheckResult) -> CheckResult:
    """Return the result for a person, where nothing was found and a part of the text was not read."""
    unread = next((remark.text for remark in submission.remarks if remark.code == UNREAD_TEXT), None)
    if unread is None:
        return result
    said = sentence("unread_text.item", name=question.item.name, why=unread)
    return needs_review(question, said, sentence("unread_text.note", why=unread), code=UNREAD_TEXT)


def _perhaps_going_on(question: Question, result: CheckResult) -> str | None:
    """Return the sentence on a wrong answer with a line below it that takes it back, or begins with a sign and a term."""
    source = source_of(result)
    if source is None or not source.markdown or result.verdict is not Verdict.INCORRECT:
        return None
    below = tuple(piece for piece in source.rest if piece.startswith("\n"))
    for piece in below:
        if is_term(piece, question.function.variables):
            return sentence("two_answers.goes_on", answer=_short(source.text), line=_short(piece))
    if not isinstance(result.answer, ExpressionAnswer):
        return None
    other = second_answer(result.answer.expression, below, _function_of(question), comparison_of(question))
    return sentence("two_answers.beside", answer=_short(source.text), piece=_short(other)) if other else None


def _told_of_sides(kind: Kind, question: Question, result: CheckResult) -> CheckResult:
    """Return the result for a wrong answer, the last side of a chain, with the equation told where another side differs.

    Where a side is right a person looks at it. What is wrong with the last side is left out where that is a number
    behind a formula: `4x + 3y = 0` is an equation and no answer of 0.
    """
    answer, source = result.answer, source_of(result)
    if source is None or not isinstance(answer, ExpressionAnswer) or result.verdict is not Verdict.INCORRECT:
        return result
    comparison, last = comparison_of(question), answer.expression
    sides = list(_sides_before(question, source, last))
    unequal = next((written for written, side in reversed(sides) if not is_same(side, last, comparison)), None)
    if unequal is None:
        return result
    one, other = _short(unequal), _short(plain(last))
    right = kind.solution(question) if kind.solution is not None else None
    if any(is_same(side, right, comparison) for _, side in sides if isinstance(right, Expression)):
        return _shown(question, result, sentence("two_answers.sides", one=one, other=other))
    number = not variables_in(last) and any(variables_in(side) for _, side in sides)
    kept = [each for each in result.feedback if not number or each.audience is Audience.STAFF]
    told = (say("unequal_sides", one=one, other=other), *kept)
    return replace(result, feedback=told, misconception=None if number else result.misconception)


def _sides_before(question: Question, source: TextAnswer, last: Expression) -> Iterator[tuple[str, Expression]]:
    """Yield the sides before the last that can be read, but for components of a vector and the function itself."""
    variables, function = question.function.variables, _function_of(question)
    for piece in (*source.rest, *passed_over(source.text, variables=variables)):
        written = piece.strip("= $&,.;:")
        side = read_or_none(written, variables=variables) if piece.startswith("=") else function
        if side is not None and side != function and (isinstance(side, Vector) or not isinstance(last, Vector)):
            yield written, side


def _shown(question: Question, result: CheckResult, why: str) -> CheckResult:
    source = source_of(result)
    shown = result.understood or (source.text if source else "")
    return replace(unclear(question, shown, why), answer=result.answer, source=result.source)


def source_of(result: CheckResult) -> TextAnswer | None:
    """Return the text that a result's answer was read from; None for a value of code."""
    return result.answer.source if isinstance(result.answer, ExpressionAnswer) else result.source


# --- What stands beside it --------------------------------------------------------------------


def _beside(question: Question, submission: Submission, result: CheckResult) -> str | None:
    """Return what speaks against an answer in text, as a sentence for the student."""
    source = source_of(result)
    if source is None:
        return None
    answer = result.answer.expression if isinstance(result.answer, ExpressionAnswer) else None
    piece = piece_beside(question, source, answer)
    if piece is not None:
        return sentence("two_answers.beside", answer=_short(source.text), piece=_short(piece))
    for text in _rivals(question, submission, source):
        if _says_another(question, text, result):
            one, other = _short(source.text), _short(text.text)
            return sentence("two_answers.texts", one=one, place=source.place, other=other, other_place=text.place)
    return None


def piece_beside(question: Question, source: TextAnswer, answer: Expression | None) -> str | None:
    """Return the first piece beside an answer in text that speaks against it; None without one."""
    variables = question.function.variables
    if answer is None:
        pieces = [piece for piece in source.rest if doubt_in(piece, variables)]
        return pieces[0] if pieces else None
    for piece in source.rest:
        words = re.findall(r"\w+", "" if piece.startswith("\n") else piece)
        if any(verb.lower() in _CALLS and name in question.names_elsewhere for verb, name in pairwise(words)):
            return piece
    left = foreign_left_side(source.text, question)
    if left is not None:
        return left
    inside = passed_over(source.text, variables=variables)
    member, pieces = named_members((*source.rest, *inside), question)
    if member is not None:
        return member
    if has_plus_minus(source.text):
        return source.text
    for piece in pieces:
        if piece.startswith("=") and is_in_another_order(piece.strip("= "), variables):
            return piece
    for piece in inside:
        if re.sub(r"\W+", "_", piece.strip(" =$")).strip("_") in question.names_elsewhere:
            return piece
    return second_answer(answer, pieces, _function_of(question), comparison_of(question))


def _function_of(question: Question) -> Expression | None:
    """Return the function that may stand beside an answer; None for an item about none of the exercise's, or several."""
    function = question.function
    if function not in question.surroundings.functions:
        return None
    return read(function.expression, variables=function.variables)


def _short(text: str) -> str:
    shown = " ".join(text.translate(_MARKS).split())
    return shown if len(shown) <= _SHORT else f"{shown[: _SHORT - 3]}…"


# --- What else has its name -------------------------------------------------------------------


def _rivals(question: Question, submission: Submission, source: TextAnswer) -> Iterator[TextAnswer]:
    """Yield the other texts under the item's names, without those that plainly belong to another exercise."""
    if not source.markdown:
        return
    asked_by_name = source.name == question.item.name
    for text in submission.text_answers(names_in_text(question)):
        same_cell = (text.place.file, text.place.cell) == (source.place.file, source.place.cell)
        if not text.markdown or text.text == source.text or (asked_by_name and text.name != source.name and not same_cell):
            continue
        if text.section == source.section and not _is_in_other_exercise(question, submission, text):
            yield text


def _otherwise_in_words(question: Question, submission: Submission, result: CheckResult) -> str | None:
    """Return what speaks against an answer in code: the last text under its name says something else, not by rounding."""
    answer = result.answer
    if source_of(result) is not None or not isinstance(answer, ExpressionAnswer | FunctionAnswer):
        return None
    texts = [text for text in submission.text_answers((question.item.name,)) if text.markdown]
    if not texts or _is_in_other_exercise(question, submission, texts[0]):
        return None
    other = read_or_none(texts[0].text, variables=question.function.variables)
    if other is None:
        return None
    varies = len(set(answer.values)) > 1 if isinstance(answer, FunctionAnswer) else bool(variables_in(answer.expression))
    if other == _function_of(question) or bool(variables_in(other)) != varies:
        return None
    roughly = replace(comparison_of(question), tolerance=_ROUGHLY)
    near = replace(answer, further=()) if isinstance(answer, FunctionAnswer) else answer
    decision = decide(near, other, roughly)
    if decision.relation is not Relation.NOT_EQUAL or decision.stage == "shape":
        return None
    return sentence("two_answers.code", text=_short(texts[0].text), place=texts[0].place)


def _is_in_other_exercise(question: Question, submission: Submission, text: TextAnswer) -> bool:
    """Tell whether an item of another exercise is answered in the same cell as a text."""
    own = {name for item in question.surroundings.items for name in item.names}
    return any(
        other.name in question.names_elsewhere - own
        for other in submission.texts
        if other.markdown and (other.place.file, other.place.cell) == (text.place.file, text.place.cell)
    )


def _says_another(question: Question, text: TextAnswer, result: CheckResult) -> bool:
    """Tell whether a text can be read as an answer of the same shape and is not the same."""
    variables = question.function.variables
    try:
        if isinstance(result.answer, frozenset):
            return read_variable_set(text.whole or text.text, variables) != result.answer
        if not isinstance(result.answer, ExpressionAnswer):
            return False
        other = read(text.text, variables=variables)
    except Unreadable:
        return False
    answer = result.answer.expression
    if bool(variables_in(other)) != bool(variables_in(answer)) or is_multiple(other, answer):
        return False
    return second_answer(answer, (f"\nor {plain(other)}",), _function_of(question), comparison_of(question)) is not None


def _another_alias(
    kind: Kind, question: Question, submission: Submission, earlier: Earlier, result: CheckResult
) -> Generator[Probe, Observation, str | None]:
    """Return a sentence where the item has values in code under two of its other names, and they differ."""
    source = source_of(result)
    bound = [s for s in submission.statements if s.problem is None and not s.source.startswith(("import ", "from "))]
    names = [name for name in question.item.names if any(name in s.names and name not in s.placeholders for s in bound)]
    if (source is not None and source.markdown) or question.item.name in names or len(names) < 2:
        return None
    for name in names:
        alone = replace(question, item=replace(question.item, name=name, aliases=()))
        other = yield from kind.check(alone, submission, earlier)
        if other.credit != result.credit and other.verdict in (Verdict.INCORRECT, Verdict.PARTIAL, Verdict.CORRECT):
            return sentence("two_answers.names", names=listed(f"`{name}`" for name in names))
    return None


def _tries_everything(question: Question, submission: Submission) -> bool:
    """Tell whether the last definitions, one right below the other, set the name to one typed-in value after another."""
    values: list[str] = []
    for statement in reversed(submission.statements):
        typed = _typed_in(statement, question.item.names)
        if typed is None:
            if values or not statement.names:
                break
            continue
        values.append(typed)
    return len(set(values)) >= _MANY_TRIES


def _typed_in(statement: Statement, names: tuple[str, ...]) -> str | None:
    """Return the literal that a statement sets one of the names to; None for anything else."""
    if not any(name in names for name in statement.names) or statement.problem is not None:
        return None
    try:
        return repr(ast.literal_eval(statement.source.partition("=")[2].strip()))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


# --- What is drawn by lot ---------------------------------------------------------------------


def _drawn_by_lot(question: Question, submission: Submission) -> str | None:
    """Return the line that gives the answer by chance."""
    for statement in submission.definitions(question.item.names)[-1:]:
        found = _CHANCE.search(statement.source)
        if found is not None:
            return _short(statement.source)
    return None
