"""`grade sentences`: list what students are told, each sentence by its code with an example.

A course that wants to say one otherwise writes its code and its own text into a file that `course.yml` names.
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Column, Table

from grader.errors import UsageError
from grader.reports.escaping import in_encoding
from grader.reports.listing import sentences_listing, text_of
from grader.sentences.catalogue import CHECKS, SENTENCES
from grader.sentences.examples import example
from grader.sentences.languages import Language


def list_sentences(beginning: str, language: Language, console: Console, *, as_json: bool) -> None:
    """Print the sentences whose codes begin so, in the language, with the course's own in place of ours.

    Raises UsageError where none begins so.
    """
    codes = [code for code in SENTENCES if code.startswith(beginning)]
    if not codes:
        raise UsageError(f"No sentence has a code that begins with '{beginning}'. `grade sentences` lists all.")
    if as_json:
        console.file.write(text_of(sentences_listing(codes, language)))
        return
    table = Table(Column("code", overflow="fold"), "sentence", "example", show_lines=True)  # a code is typed as it stands
    for code in codes:
        said, shown = language.text(code), language.retell(example(code))
        code_and_check = f"{code}\n({CHECKS[code].rpartition('.')[2]})" if code in CHECKS else code
        table.add_row(*(in_encoding(text, console.encoding) for text in (code_and_check, said, "" if shown == said else shown)))
    console.print(table, markup=False)
