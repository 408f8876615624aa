"""One entry to one `Submission`: opens the files and decides which of them count and what belongs together.

All files count where they answer different things, else the newest. Whatever a student handed in, the outcome is a Submission;
what cannot be read has a `problem`. Which exercises a single file is about is seen here too: as its metadata say, else by the
names that it sets and asks for.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import replace

from grader.errors import SubmissionError, UsageError
from grader.model import UNREAD_FILE, Assignment, Audience, Exercise, Feedback, FileBeside, Submission
from grader.notation.vocabulary import Vocabulary
from grader.sentences.catalogue import say, sentence
from grader.submission import archive
from grader.submission import file_types as filetypes
from grader.submission.entries import READING, Entry, ReadingLimits, Source
from grader.submission.file_content import content_of, decode
from grader.submission.file_listing import list_folder
from grader.submission.files_beside import beside_digest, data_digest, files_beside, is_given, with_given, working_folder
from grader.submission.handed_in_work import Work, own_work, read_file
from grader.submission.spelling import natural
from grader.submission.text_cells import NO_VOCABULARY


def read(
    entry: Entry,
    limits: ReadingLimits = READING,
    *,
    prompts: tuple[str, ...] = (),
    given: tuple[FileBeside, ...] = (),
    vocabulary: Vocabulary = NO_VOCABULARY,
) -> Submission:
    """Return what a student handed in, without what these prompts of the course say, beside the files it gave.

    `vocabulary` are the names in its exercises, which are no prose between formulas.
    Never raises for what is in the files.
    """
    if entry.elsewhere:
        return Submission(student=entry.student, files=(), digest="", remarks=(*entry.remarks, say("elsewhere")))
    if not entry.sources:
        return _without_work(entry, say("empty.nothing"))
    try:
        sources, beside = _expanded(entry.sources, limits)
        works = [own_work(read_file(source, limits, vocabulary), prompts, vocabulary) for source in sources]
        own = [work for work in works if not is_given(work.source, work.digest, given)]
        return _submission(entry, own or works, (*entry.beside, *beside), given, limits)
    except SubmissionError as error:
        return _without_work(entry, Feedback(code=error.code, text=error.message))
    except Exception as error:  # a fault of ours with one file must not cost the class its grades
        note = say("grader_failed.reader_note", audience=Audience.STAFF, error=type(error).__name__, message=error)
        return _without_work(entry, *(say("grader_failed.reader"), note))


def _without_work(entry: Entry, problem: Feedback, *remarks: Feedback) -> Submission:
    digest = hashlib.sha256(problem.text.encode("utf-8", "replace")).hexdigest()
    return replace(entry.unread, digest=digest, remarks=(*entry.remarks, *remarks), problem=problem)


def _expanded(sources: tuple[Source, ...], limits: ReadingLimits) -> tuple[list[Source], list[Source]]:
    """Return the sources, with what is in their archives in the archives' place, and what lies beside them in those archives."""
    found: list[Source] = []
    beside: list[Source] = []
    for source in sources:
        if filetypes.type_of(source.name) != filetypes.ARCHIVE:
            found.append(source)
            continue
        inner = archive.inner_sources(source, content_of(source, limits))
        answers = [file for file in inner if _is_wanted(file.name)]
        if not answers:
            raise SubmissionError(sentence("unreadable.archive_without_work", name=source.name))
        more, around = _expanded(tuple(answers[: limits.files]), limits)
        found += more
        beside += [*around, *(file for file in inner if file not in answers)]
    return found[: limits.files], beside


def _is_wanted(name: str) -> bool:
    *folders, last = name.split("/")
    return filetypes.is_answer(last) and not any(map(filetypes.is_junk_folder, folders))


def _submission(
    entry: Entry, works: list[Work], apart: tuple[Source, ...], given: tuple[FileBeside, ...], limits: ReadingLimits
) -> Submission:
    used, remarks = chosen(works)
    own = _own_files(entry, works, apart, limits)
    folder = working_folder((work.source.name for work in used), _names_in_folder(entry, works, own))
    problem = next((work.problem for work in used if work.problem is not None), None)
    if any(work.problem is None for work in used):
        problem = None
    return replace(
        entry.unread,
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
    )


def _on_paper(entry: Entry) -> list[Feedback]:
    """Return what is told of papers that were uploaded beside the work; in a folder they may be the course's own."""
    names = [source.name for source in entry.beside if filetypes.is_on_paper(source.name)]
    return [say("unreadable_file.on_paper", name=name) for name in names]


def _own_files(entry: Entry, works: list[Work], apart: tuple[Source, ...], limits: ReadingLimits) -> tuple[FileBeside, ...]:
    """Return the student's modules and data in no folder on disk; a program handed in alone needs none."""
    programs = [work.source for work in works if entry.folder is None or work.source.members]
    return files_beside((*programs, *apart), limits) if len(works) + len(apart) > 1 else ()


def _names_in_folder(entry: Entry, works: list[Work], beside: tuple[FileBeside, ...]) -> list[str]:
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


_EVERYBODYS = frozenset([
    "np", "plt", "mg", "sp", "pd", "math", "numpy", "sympy", "mygrad", "matplotlib", "x", "y", "z", "f", "g",
    "n", "i", "j", "k", "t", "h", "delta", "step", "x0", "y0", "grader",
])  # fmt: skip


def chosen(works: list[Work]) -> tuple[list[Work], list[Feedback]]:
    """Return the files that count, in the order of running, and what the student should know about the choice."""
    if len(works) < 2:
        return works, []
    readable = [work for work in works if work.problem is None]
    if not readable:
        return works[:1], []
    remarks = [_unread(work) for work in works if work.problem is not None]
    kept: list[Work] = []
    for work in sorted(readable, key=_newest_last, reverse=True):
        newer = next((other for other in kept if _answer_the_same(work, other)), None)
        if newer is None:
            kept.append(work)
        else:
            remarks.append(say("older_file", older=work.source.name, newer=newer.source.name))
    kept = [
        # A module of a package can import from it there alone; what that brings is read from its own file.
        replace(work, statements=tuple(s for s in work.statements if not s.source.startswith("from .")))
        for work in _without_templates(sorted(kept, key=_running_order))
    ]
    if len(kept) > 1:
        names = ", ".join(f"`{work.source.name}`" for work in kept)
        remarks.append(say("several_files", names=names))
    return kept, remarks


def _without_templates(works: list[Work]) -> list[Work]:
    """Return the files without the placeholders for what another file answers, and without files of nothing but those."""
    answered = {id(work): _answered(work) for work in works}
    kept = []
    for work in works:
        elsewhere = frozenset().union(*(names for other, names in answered.items() if other != id(work)))
        own = tuple(s for s in work.statements if not (s.placeholders and set(s.names) <= {*s.placeholders} & elsewhere))
        if own == work.statements or answered[id(work)] - _EVERYBODYS:
            kept.append(replace(work, statements=own))
    return kept or works[:1]


def _answered(work: Work) -> frozenset[str]:
    """Return the names that a file sets to something other than a placeholder, in code or in text."""
    names = {name for s in work.statements for name in s.names if name not in s.placeholders}
    return frozenset(names | {text.name for text in work.texts if text.markdown})


def _newest_last(work: Work) -> tuple[object, ...]:
    """Return a key to sort by, the newest last; of two equally old a notebook counts as the newer."""
    return (work.source.modified, filetypes.type_of(work.source.name) == filetypes.NOTEBOOK, natural(work.source.name))


def _running_order(work: Work) -> tuple[object, ...]:
    """Return a key to sort by, programs before notebooks, since a notebook may use what a program beside it defines."""
    return (filetypes.type_of(work.source.name) != filetypes.SCRIPT, natural(work.source.name))


def _answer_the_same(one: Work, other: Work) -> bool:
    """Tell whether at least half of what the one with fewer names defines is in the other too."""
    if one.digest == other.digest:
        return True
    mine, theirs = _names(one), _names(other)
    fewer = min(len(mine), len(theirs))
    return fewer > 0 and 2 * len(mine & theirs) >= fewer


def _names(work: Work) -> frozenset[str]:
    """Return what a file answers, without imports and what every file sets."""
    imported = {name for s in work.statements if s.source.startswith(("import ", "from ")) for name in s.names}
    return _answered(work) - imported - _EVERYBODYS


def _unread(work: Work) -> Feedback:
    assert work.problem is not None
    return Feedback(code=UNREAD_FILE, text=work.problem.text)


KEY = "gradient_grader"
"""Under what name a notebook's metadata says it."""
# What may be an exercise's id, and little more: a notebook's metadata are the student's to change.
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_MOST = 100  # exercises of one notebook; a course has some tens


def handed_out_for(exercises: Iterable[str]) -> dict[str, object]:
    """Return the entry of a notebook's metadata."""
    return {KEY: {"exercises": list(exercises)}}


def exercises_handed_out(text: str) -> frozenset[str]:
    """Return the ids of the exercises that a notebook was handed out for; none if it does not say."""
    try:
        metadata = json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]["metadata"]
        named = metadata[KEY]["exercises"]
        return frozenset(name for name in named[:_MOST] if isinstance(name, str) and _ID.fullmatch(name))
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return frozenset()


def exercises_of(entry: Entry, assignment: Assignment) -> tuple[Exercise, ...]:
    """Return the exercises of a single file; all there are, unless it shows that it is about few.

    Without metadata a file that lacks less than half of the exercises is taken for one that lacks answers.
    """
    try:
        text, _ = decode(content_of(entry.sources[0], READING))
    except (SubmissionError, IndexError):
        return assignment.exercises
    stated = exercises_handed_out(text)
    own = tuple(exercise for exercise in assignment.exercises if exercise.id in stated)
    if own:
        return own
    submission = read(entry)
    found = {name for statement in submission.statements for name in statement.names} | {t.name for t in submission.texts}
    # A file sets a name of an exercise that it is about, or speaks of one in backticks as prompts do.
    own = tuple(
        exercise
        for exercise in assignment.exercises
        if exercise.names & found or any(f"`{item.name}`" in text for item in exercise.items)
    )
    return own if own and 2 * len(own) <= len(assignment.exercises) else assignment.exercises
