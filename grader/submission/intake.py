"""One entry to one `Submission`: opens the files, takes them apart, and decides what belongs together.

Whatever a student handed in, the outcome is a Submission; what cannot be read has a `problem`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from grader.errors import SubmissionError, UsageError
from grader.model import UNREAD_FILE, Aside, Audience, Feedback, FileBeside, Statement, Submission, TextAnswer
from grader.submission import archive, fenced, marimo, notebook, opening, script
from grader.submission import file_types as filetypes
from grader.submission.cells import Cell, Content
from grader.submission.data_files import data_digest
from grader.submission.decoding import decode
from grader.submission.entries import READING, Entry, ReadingLimits, Source
from grader.submission.file_listing import list_folder
from grader.submission.files_beside import beside_digest, files_beside, is_given, with_given, working_folder
from grader.submission.formulas import NO_WORDS
from grader.submission.markdown import last_heading
from grader.submission.program_cells import parted, unambiguous
from grader.submission.prompts import own_statements, own_texts
from grader.submission.statements import Code, modules_in, read_code
from grader.submission.text_cells import read_texts

_NOTHING = "No notebook and no Python file was found in your submission. Hand in your notebook (.ipynb)."

_ELSEWHERE = "No file of yours lies here; what a person decided counts."


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


def read(
    entry: Entry,
    limits: ReadingLimits = READING,
    *,
    prompts: tuple[str, ...] = (),
    given: tuple[FileBeside, ...] = (),
    words: frozenset[str] = NO_WORDS,
) -> Submission:
    """What the student of this entry handed in, without what these prompts of the course say, beside the files it gave.

    `words` are those that name something in its exercises, and so are no prose between formulas.
    Never raises for what is in the files.
    """
    if entry.elsewhere:
        remark = Feedback(code="elsewhere", text=_ELSEWHERE)
        return Submission(student=entry.student, files=(), digest="", remarks=(*entry.remarks, remark))
    if not entry.sources:
        return _without_work(entry, Feedback(code="empty", text=_NOTHING))
    try:
        sources, beside = _expanded(entry.sources, limits)
        works = [_own(read_file(source, limits, words), prompts) for source in sources]
        own = [work for work in works if not is_given(work.source, work.digest, given)]
        return _submission(entry, own or works, (*entry.beside, *beside), given, limits)
    except SubmissionError as error:
        return _without_work(entry, Feedback(code=error.code, text=str(error)))
    except Exception as error:  # a fault of ours with one file must not cost the class its grades
        return _without_work(entry, *_our_fault(error))


def _own(work: Work, prompts: tuple[str, ...]) -> Work:
    return replace(
        work, statements=own_statements(work.statements, prompts), texts=own_texts(work.texts, prompts)
    )


def _our_fault(error: Exception) -> tuple[Feedback, Feedback]:
    said = "The grader failed to read this file. It is not your fault; a person will look at it."
    note = f"The reader failed: {type(error).__name__}: {error}. Please report it with the file."
    return Feedback(code="grader_failed", text=said), Feedback(code="grader_failed", text=note, audience=Audience.STAFF)


def _without_work(entry: Entry, problem: Feedback, *remarks: Feedback) -> Submission:
    return Submission(
        student=entry.student,
        files=tuple(source.name for source in entry.sources),
        digest=hashlib.sha256(problem.text.encode("utf-8", "replace")).hexdigest(),
        remarks=(*entry.remarks, *remarks),
        problem=problem,
        late=entry.late,
        submitted_at=entry.submitted_at,
        submitted_as=entry.submitted_as,
        parts=entry.parts,
    )


def _expanded(sources: tuple[Source, ...], limits: ReadingLimits) -> tuple[list[Source], list[Source]]:
    """The sources, with what is in their archives in the archives' place, and what lies beside them in those archives."""
    found: list[Source] = []
    beside: list[Source] = []
    for source in sources:
        if filetypes.type_of(source.name) != filetypes.ARCHIVE:
            found.append(source)
            continue
        inner = archive.inner_sources(source, opening.content(source, limits))
        answers = [file for file in inner if _is_wanted(file.name)]
        if not answers:
            raise SubmissionError(f"`{source.name}` holds no notebook and no Python file. Hand in your notebook.")
        more, around = _expanded(tuple(answers[: limits.files]), limits)
        found += more
        beside += [*around, *(file for file in inner if file not in answers)]
    return found[: limits.files], beside


def _is_wanted(name: str) -> bool:
    *folders, last = name.split("/")
    return filetypes.is_answer(last) and not any(map(filetypes.is_junk_folder, folders))


def read_file(source: Source, limits: ReadingLimits = READING, words: frozenset[str] = NO_WORDS) -> Work:
    """Return what one file holds; a file that cannot be read gives its `problem`."""
    digest = ""
    try:
        content = opening.content(source, limits)
        digest = hashlib.sha256(content).hexdigest()
        text, guessed = decode(content)
        code, texts = _taken_apart(_content(source, content, text, limits), source.name, words)
    except SubmissionError as error:
        problem = Feedback(code=error.code, text=str(error))
        digest = digest or hashlib.sha256(str(error).encode("utf-8", "replace")).hexdigest()
        return Work(source=source, digest=digest, problem=problem)
    remarks = (_guessed_encoding(source.name),) if guessed else ()
    return Work(
        source=source,
        digest=digest,
        statements=tuple(code.statements),
        texts=texts,
        asides=tuple(code.asides),
        remarks=remarks,
    )


def read_text(text: str, file: str = "notebook.ipynb", words: frozenset[str] = NO_WORDS) -> Submission:
    """A Submission from a notebook's or script's text, for tests and for a student's own check; `words` as in `read`."""
    from grader.model import Student

    code, texts = _taken_apart(_content_of_text(file, text), file, words)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    student = Student(id=filetypes.stem_of(file), name=filetypes.stem_of(file))
    return Submission(
        student=student,
        files=(file,),
        digest=digest,
        statements=tuple(code.statements),
        texts=texts,
        asides=tuple(code.asides),
    )


def _content(source: Source, content: bytes, text: str, limits: ReadingLimits) -> Content:
    found = _content_of_text(source.name, text, content)
    size = sum(len(cell.source) for cell in found.cells if cell.kind == "code")
    if size > limits.code_characters:
        raise SubmissionError(
            f"`{source.name}` holds {size:,} characters of code, more than is read. "
            "Put large tables into a file of their own and hand it in again."
        )
    return found


def _content_of_text(name: str, text: str, content: bytes = b"") -> Content:
    """Return the cells by what the text is, not by what the file is called."""
    if notebook.looks_like_notebook(text) and (filetypes.type_of(name) != filetypes.SCRIPT or '"cells"' in text):
        return notebook.read_notebook(text)
    if not text.strip():
        raise SubmissionError(f"`{name}` is empty. Save your work and hand it in again.", "empty")
    other = filetypes.told_by_content(content, text)
    if other:
        raise SubmissionError(f"`{name}` is {other}, not a notebook or a Python file. Hand in your notebook (.ipynb).")
    kind = filetypes.type_of(name)
    if name.lower().endswith(fenced.SUFFIXES):
        return _of_markdown(name, text)
    if kind == filetypes.SCRIPT and marimo.looks_like_marimo(text) and (app := marimo.read_marimo(text)) is not None:
        return app
    if kind == filetypes.DOCUMENT and name.lower().endswith(".txt") and fenced.is_program(text):
        return script.read_script(text)
    if kind == filetypes.SCRIPT or (kind == filetypes.NOTEBOOK and script.looks_like_script(text)):
        return script.read_script(text)
    if kind == filetypes.NOTEBOOK:
        return notebook.read_notebook(text)
    if name.lower().endswith(".txt"):
        raise SubmissionError(
            f"`{name}` is a text file, and not all of it is Python. Hand in your notebook (.ipynb) or your program (.py)."
        )
    raise SubmissionError(
        f"`{name}` is no notebook and no Python file. Hand in your notebook (.ipynb) or your program (.py)."
    )


def _of_markdown(name: str, text: str) -> Content:
    """Return the cells of a Markdown file; one without Python must hold answers in its text."""
    found = fenced.read_fenced(text, name)
    if not any(cell.kind == "code" for cell in found.cells) and not read_texts(found.cells, name):
        raise SubmissionError(
            f"`{name}` holds no Python that can be read. Write it between ```python and ```, or hand in a notebook (.ipynb)."
        )
    return found


def _taken_apart(content: Content, file: str, words: frozenset[str]) -> tuple[Code, tuple[TextAnswer, ...]]:
    code = Code(file, imported=modules_in(cell for cell in content.cells if cell.kind == "code"))
    cells: list[Cell] = []
    for cell in content.cells:
        program, rest = (cell, cell) if cell.kind == "code" else parted(cell)
        cells.append(rest)
        if cell.kind == "text":
            code.section = last_heading(rest.source) or code.section
        if program is not None and (cell.kind == "code" or cell.number is not None):
            read_code(program, code)
    texts = read_texts((*cells, *code.markdown), file, words)
    code.statements = unambiguous(code.statements, {text.name for text in texts})
    return code, (*texts, *code.texts)


def _guessed_encoding(name: str) -> Feedback:
    return Feedback(
        code="encoding", text=f"`{name}` is not saved as UTF-8, so some letters may have been read wrongly."
    )


def _submission(
    entry: Entry, works: list[Work], apart: tuple[Source, ...], given: tuple[FileBeside, ...], limits: ReadingLimits
) -> Submission:
    from grader.submission.merging import chosen

    used, remarks = chosen(works)
    own = _own_files(entry, works, apart, limits)
    folder = working_folder((work.source.name for work in used), _names(entry, works, own))
    problem = next((work.problem for work in used if work.problem is not None), None)
    if any(work.problem is None for work in used):
        problem = None
    return Submission(
        student=entry.student,
        files=tuple(work.source.name for work in used),
        digest=_digest(works, entry.folder, own, limits),
        statements=tuple(statement for work in used for statement in work.statements),
        texts=tuple(text for work in used for text in work.texts),
        asides=tuple(aside for work in used for aside in work.asides),
        remarks=(*entry.remarks, *(remark for work in used for remark in work.remarks), *remarks, *_on_paper(entry)),
        problem=problem,
        folder=entry.folder,
        beside=with_given(own, given, folder),
        working_folder=folder,
        late=entry.late,
        submitted_at=entry.submitted_at,
        submitted_as=entry.submitted_as,
        parts=entry.parts,
    )


def _on_paper(entry: Entry) -> list[Feedback]:
    """Return what is told of papers that were uploaded beside the work; in a folder they may be the course's own."""
    names = [source.name for source in entry.beside if filetypes.is_on_paper(source.name)]
    return [Feedback(code=UNREAD_FILE, text=f"`{name}` was not read: only notebooks and Python files are.") for name in names]


def _own_files(
    entry: Entry, works: list[Work], apart: tuple[Source, ...], limits: ReadingLimits
) -> tuple[FileBeside, ...]:
    """Return the student's modules and data that no folder on disk holds; a program that was handed in alone needs none."""
    programs = [work.source for work in works if entry.folder is None or work.source.members]
    return files_beside((*programs, *apart), limits) if len(works) + len(apart) > 1 else ()


def _names(entry: Entry, works: list[Work], beside: tuple[FileBeside, ...]) -> list[str]:
    """Return the names of all that lies in the student's folder."""
    if entry.folder is None:
        return [*(work.source.name for work in works), *(file.path for file in beside)]
    try:
        return ["/".join(file.parts) for file in list_folder(entry.folder).files]
    except UsageError:
        return []


def _digest(works: list[Work], folder: str | None, beside: tuple[FileBeside, ...], limits: ReadingLimits) -> str:
    """Return one digest for what all files hold, whatever they are called and whenever they were saved.

    What lies beside them counts too, with its names, since the student's code knows it by name.
    """
    names = {work.source.name for work in works}
    parts = sorted(work.digest for work in works) + ([data_digest(folder, limits, names)] if folder else [])
    apart = [file for file in beside if file.path not in names]
    parts += [beside_digest(apart)] if apart else []
    return parts[0] if len(parts) == 1 else hashlib.sha256("\n".join(parts).encode()).hexdigest()
