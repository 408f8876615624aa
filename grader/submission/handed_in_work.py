"""What one file of a student holds, as a `Work`: its statements, its answers in text, and why it cannot be read.

Decides by what the text is, not by what the file is called. What a course itself wrote into the file is no answer: a prompt may
hold what looks like one (`steps = [(x1, y1), …]`), so what is read from the prompts alone is taken out. Knows no exercise.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from grader.errors import SubmissionError
from grader.model import Aside, Feedback, Statement, Submission, TextAnswer
from grader.notation.vocabulary import Vocabulary
from grader.sentences.catalogue import say, sentence
from grader.submission import fenced, marimo
from grader.submission import file_types as filetypes
from grader.submission.cells import Cell, Content, looks_like_notebook, looks_like_script, read_notebook, read_script
from grader.submission.entries import READING, ReadingLimits, Source
from grader.submission.file_content import content_of, decode
from grader.submission.program_cells import parted, unambiguous
from grader.submission.statements import Code, modules_in, read_code
from grader.submission.text_cells import NO_VOCABULARY, answers_and_asides, last_heading, read_texts, unread_cells


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What one file of a student holds."""

    source: Source
    digest: str
    statements: tuple[Statement, ...] = ()
    texts: tuple[TextAnswer, ...] = ()
    asides: tuple[Aside, ...] = ()
    remarks: tuple[Feedback, ...] = ()
    problem: Feedback | None = None


def read_file(source: Source, limits: ReadingLimits = READING, vocabulary: Vocabulary = NO_VOCABULARY) -> Work:
    """Return what one file holds; a file that cannot be read gives its `problem`."""
    digest = ""
    try:
        content = content_of(source, limits)
        digest = hashlib.sha256(content).hexdigest()
        text, guessed = decode(content)
        found = _content_of_text(source.name, text, vocabulary, content)
        size = sum(len(cell.source) for cell in found.cells if cell.kind == "code")
        if size > limits.code_characters:
            raise SubmissionError(sentence("unreadable.too_much_code", name=source.name, size=f"{size:,}"))
        code, texts, unread = _taken_apart(found, source.name, vocabulary)
    except SubmissionError as error:
        problem = Feedback(code=error.code, text=error.message)
        digest = digest or hashlib.sha256(str(error).encode("utf-8", "replace")).hexdigest()
        return Work(source=source, digest=digest, problem=problem)
    remarks = (*((say("encoding", name=source.name),) if guessed else ()), *unread)
    return Work(
        source=source, digest=digest, statements=tuple(code.statements), texts=texts, asides=tuple(code.asides), remarks=remarks
    )


def read_text(text: str, file: str = "notebook.ipynb", vocabulary: Vocabulary = NO_VOCABULARY) -> Submission:
    """Return a Submission from a notebook's or script's text, for tests and a student's own check; `vocabulary` as in `read`."""
    from grader.model import Student

    code, texts, unread = _taken_apart(_content_of_text(file, text, vocabulary), file, vocabulary)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    student = Student(id=filetypes.stem_of(file), name=filetypes.stem_of(file))
    return Submission(
        student=student,
        files=(file,),
        digest=digest,
        statements=tuple(code.statements),
        texts=texts,
        asides=tuple(code.asides),
        remarks=unread,
    )


def _content_of_text(name: str, text: str, vocabulary: Vocabulary, content: bytes = b"") -> Content:
    """Return the cells by what the text is, not by what the file is called."""
    if looks_like_notebook(text) and (filetypes.type_of(name) != filetypes.SCRIPT or '"cells"' in text):
        return read_notebook(text)
    if not text.strip():
        raise SubmissionError(sentence("empty.file", name=name), "empty")
    other = filetypes.told_by_content(content, text)
    if other:
        raise SubmissionError(sentence("unreadable.other_content", name=name, content=other))
    kind = filetypes.type_of(name)
    if name.lower().endswith(fenced.SUFFIXES):
        found = fenced.read_fenced(text, name)
        if not any(cell.kind == "code" for cell in found.cells) and not read_texts(found.cells, name, vocabulary):
            raise SubmissionError(sentence("unreadable.no_python", name=name))
        return found
    if kind == filetypes.SCRIPT and marimo.looks_like_marimo(text) and (app := marimo.read_marimo(text)) is not None:
        return app
    if kind == filetypes.DOCUMENT and name.lower().endswith(".txt") and fenced.is_program(text):
        return read_script(text)
    if kind == filetypes.SCRIPT or (kind == filetypes.NOTEBOOK and looks_like_script(text)):
        return read_script(text)
    if kind == filetypes.NOTEBOOK:
        return read_notebook(text)
    if name.lower().endswith(".txt"):
        raise SubmissionError(sentence("unreadable.text_file", name=name))
    raise SubmissionError(sentence("unreadable.other_file", name=name))


def _taken_apart(content: Content, file: str, vocabulary: Vocabulary) -> tuple[Code, tuple[TextAnswer, ...], tuple[Feedback, ...]]:
    """Return the code, the answers in text, and what is told of text cells that are too long to be read."""
    code = Code(file, vocabulary, imported=modules_in(cell for cell in content.cells if cell.kind == "code"))
    cells: list[Cell] = []
    for cell in content.cells:
        program, rest = (cell, cell) if cell.kind == "code" else parted(cell)
        cells.append(rest)
        if cell.kind == "text":
            code.section = last_heading(rest.source) or code.section
        if program is not None and (cell.kind == "code" or cell.number is not None):
            read_code(program, code)
    texts, unread = answers_and_asides((*cells, *code.markdown), file, vocabulary)
    code.asides += unread
    code.statements = unambiguous(code.statements, {text.name for text in texts})
    return code, (*texts, *code.texts), tuple(map(_too_long, unread_cells(cells)))


def _too_long(cell: Cell) -> Feedback:
    place = sentence("place.your_text") if cell.number is None else sentence("place.text_cell", cell=cell.number)
    return say("unread_text", place=place, characters=len(cell.source))


def own_work(work: Work, prompts: tuple[str, ...], vocabulary: Vocabulary = NO_VOCABULARY) -> Work:
    """Return the work without what stands word for word in these prompts (Markdown): answers in text, statements, mathematics."""
    if not prompts:
        return work
    given = given_by(prompts, vocabulary)
    texts = tuple(text for text in work.texts if not text.markdown or (text.name, text.text) not in given)
    statements = tuple(s for s in work.statements if not s.place.text or not any(s.source in prompt for prompt in prompts))
    asked = [each for each in work.asides if each.where == "unread" and any(_holds(prompt, each.text) for prompt in prompts)]
    asides = tuple(aside for aside in work.asides if aside not in asked)
    return replace(work, statements=statements, texts=texts, asides=asides)


def _holds(prompt: str, text: str) -> bool:
    """Tell whether a prompt holds a text, but for blanks and signs of Markdown."""
    bare = [re.sub(r"[\s$`*\x02-\x05]", "", each) for each in (prompt, text)]
    return bare[1] in bare[0]


@lru_cache(maxsize=16)
def given_by(prompts: tuple[str, ...], vocabulary: Vocabulary = NO_VOCABULARY) -> frozenset[tuple[str, str]]:
    """Return names and texts of what looks like an answer in these prompts."""
    cells = (Cell(kind="text", source=prompt, number=None) for prompt in prompts)
    return frozenset((text.name, text.text) for cell in cells for text in read_texts([cell], "prompt", vocabulary))
