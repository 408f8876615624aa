"""Bring the translations up to date with the English sentences, and list what awaits a translator.

    python docs/refresh_translations.py

Every sentence has its entry, in the catalogue's order. A new one is empty. One that was reworded is marked `fuzzy` and keeps its
translation, to be read again beside the new English: take the mark away then. What is not said any more goes.
"""

from __future__ import annotations

import sys

import polib

from grader.sentences.catalogue import SENTENCES
from grader.sentences.languages import TRANSLATIONS


def refreshed(old: polib.POFile) -> polib.POFile:
    """Return the translations of one language, an entry for each sentence."""
    kept = {entry.msgctxt: entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=0)
    new.header, new.metadata = old.header, old.metadata
    for code, english in SENTENCES.items():
        entry = kept.get(code)
        said, flags = (entry.msgstr, set(entry.flags)) if entry else ("", set())
        if entry and said and entry.msgid != english:
            flags.add("fuzzy")
        new.append(polib.POEntry(msgctxt=code, msgid=english, msgstr=said, flags=sorted(flags)))
    return new


def main() -> None:
    """Write every translation anew where it changed, and print the codes without a valid one."""
    for file in sorted(TRANSLATIONS.glob("*.po")):
        new = refreshed(polib.pofile(str(file), wrapwidth=0))
        if str(new) != file.read_text(encoding="utf-8"):
            new.save(str(file))
        for entry in new:
            if not entry.translated():
                sys.stdout.write(f"{file.stem} {entry.msgctxt}: {entry.msgid}\n")


if __name__ == "__main__":
    main()
