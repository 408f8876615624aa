"""What of a class is to be graded: the entries whose kept results do not hold any more, and no others.

Reads files' bytes to compare them with what was graded, and takes none apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.collect.parcels import fingerprint
from grader.store.keys import Key
from grader.store.rows import Name, Task, name_of
from grader.store.store import Head, Store
from grader.submission.entries import Entry


class Plan:
    """The tasks of one run. `again` grades everything anew, whatever is kept."""

    def __init__(self, entries: Sequence[Entry], keys: Mapping[str, Key], store: Store, *, again: bool = False) -> None:
        self._store = store
        self._heads: Mapping[Name, Head] = {} if again else store.heads()
        self._keys = keys
        self._to_do = [(entry, content) for entry in entries if not self._holds(entry, content := self._content(entry))]
        self.unchanged = len(entries) - len(self._to_do)

    def __len__(self) -> int:
        return len(self._to_do)

    def tasks(self) -> Iterator[Task]:
        """Yield what is to be done, each with the kept row where some of it may be used again."""
        for entry, known in self._to_do:
            content = known or fingerprint(entry)
            head = self._heads.get(name_of(entry))
            row = self._store.row(name_of(entry)) if head is not None and head.content == content else None
            yield Task(entry=entry, content=content, row=row)

    def _content(self, entry: Entry) -> str | None:
        """The entry's fingerprint where there is something to compare it with; else it is made when its turn comes."""
        return fingerprint(entry) if name_of(entry) in self._heads else None

    def _holds(self, entry: Entry, content: str | None) -> bool:
        head = self._heads.get(name_of(entry))
        if head is None or head.content != content:
            return False
        return all(head.keys.get(exercise) == key for exercise, key in self._keys.items())
