"""What a course can ask for, an answer to a term or a program: what an answer is, and how it is judged.

.protocol                 what a kind is: its options, its check, its programs
.answer                   kind: a quantity, by a term
.answer_options           the keys of one
.shapes                   what shape an answer to a term has; a folder with a map of its own
.carried                  errors carried forward from earlier answers
.descent                  kind: a program that descends; a folder with a map of its own
.program_of_term          kind: a program that is a function, by a term
.program_of_fit           kind: a program that finds where a term is least, by data
.asked                    what an item asks for, as far as reading an answer needs to know
.candidates               which of the things that bear a name may be the answer, by source and by form
.constants                exact numbers under a key: 1/2, sqrt(3)
.answers                  the one reader of answers; answers that are expressions
.function_answers         answers that are functions, known by their values
.function_formulas        the formula behind such a function, where it is one
.calling                  how a function is called, for a point or for a descent
.code_values              values from a student's code: printed, as floats, what they hold
.mathematical             values as expressions and numbers
.points                   a point, or a list of them, out of whatever came back
.walks                    points in a row drawn, over level lines or on a curve
.judging                  from an answer that is mathematics to a verdict
.numbers_put_in           what is left of the right formula where code puts in numbers
.unnamed_mistakes         what is said of a wrong answer that shows no known slip
.conditions               what a program's branches hang on, and whether it keeps state
.quotients                whether a function measures slopes by difference quotients
.outcomes                 what becomes of an answer that could not be judged
.rival_answers            whether an answer that earned something is the only one
.usual_names              what people call the quantity that an item asks for
.left_sides               whether the left side of an equation in an answer names something else
.worked_lines             what a line of text with more than one formula comes to
.earlier_answers          whether the answer was right before its names got another meaning
.nearest_edits            the one or two places of a program where small edits make it right
.source_edits             small edits of a student's own functions
.edit_rules               what may stand in the place of an expression
.code_remarks             the slip of Python behind a wrong answer

`KINDS` is the whole registry.
"""

from __future__ import annotations

from grader.kinds.answer import ANSWER
from grader.kinds.descent.kind import PROGRAM
from grader.kinds.nearest_edits import located as located_by_edits
from grader.kinds.program_of_fit import FIT
from grader.kinds.program_of_term import FUNCTION
from grader.kinds.protocol import Check, Earlier, Kind
from grader.kinds.rival_answers import conversation
from grader.model import CheckResult, Question, Submission

# Every kind by its name; written out by hand, so that a reader sees all of them.
KINDS: dict[str, Kind] = {kind.name: kind for kind in (ANSWER, PROGRAM, FUNCTION, FIT)}
# The keys of an item that say what is asked.
KEYS: tuple[str, ...] = tuple(dict.fromkeys(kind.key for kind in KINDS.values()))


def kind_under(key: str, value: object) -> Kind:
    """Return the kind that an item asks for by this key with this value."""
    kinds = [kind for kind in KINDS.values() if kind.key == key]
    told = (kind for kind in kinds if kind.told_by and isinstance(value, dict) and kind.told_by in value)
    return next(told, kinds[0])


def check(question: Question, submission: Submission, earlier: Earlier) -> Check:
    """Start the conversation about a question: its kind's, and what holds for every kind."""
    return conversation(KINDS[question.item.kind], question, submission, earlier)


def located(question: Question, submission: Submission, result: CheckResult) -> Check:
    """Start the conversation about where a program is wrong; it changes what is said of it and nothing else."""
    return located_by_edits(KINDS[question.item.kind], question, submission, result)
