"""Read the sentences that a course says in place of ours: a file of texts under the catalogue's codes, with its gaps.

`grade sentences` lists what may stand in it.
"""

from __future__ import annotations

import difflib
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.course.exercise_files import text_of
from grader.course.yaml_documents import Problems, mapping_in
from grader.errors import SpecError
from grader.sentences.catalogue import SENTENCES
from grader.sentences.examples import gaps_of
from grader.sentences.sentence import BEGINNINGS

_EXPECTED = "a file of sentences is a mapping from codes to texts, as `grade sentences` lists them"  # what else it would be


def own_sentences(file: Path) -> Mapping[str, str]:
    """Return the sentences of a file by their codes. Raises SpecError with every line that is wrong."""
    text = text_of(file)
    problems = Problems(str(file))
    found = mapping_in(text, problems, _EXPECTED, empty=True) or {}
    for code, said in found.items():
        for fault in _faults(str(code), said):
            problems.add((code,), fault)
    if problems.found:
        raise SpecError(problems.texts())
    return {code: str(said) for code, said in found.items()}


def _faults(code: str, said: object) -> Iterator[str]:
    """Yield what is wrong with a sentence under a code."""
    if code not in SENTENCES:
        near = difflib.get_close_matches(code, SENTENCES, n=1)
        yield f"there is no such sentence{f'; did you mean `{near[0]}`?' if near else ''}"
        return
    if not isinstance(said, str) or not said.strip():
        yield "has to be a text"
        return
    try:
        parts = list(string.Formatter().parse(said))
    except ValueError:
        yield "has a brace of its own; write it twice: {{ or }}"
        return
    known = gaps_of(SENTENCES[code])
    gaps = ", ".join(f"{{{gap}}}" for gap in sorted(known)) or "none"
    for _, gap, form, conversion in parts:
        if gap is not None and (gap not in known or conversion not in (None, *BEGINNINGS)):
            yield f"there is no gap {{{gap}}} in this sentence; it has {gaps}"
        elif form:
            yield f"write {{{gap}}} alone, without `:{form}`"
