"""Gradescope's export of an assignment: folders, and a list that says whose each one is.

Reads Gradescope's own list; students' files are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from grader.collect.places import Found, Place, mostly
from grader.errors import SubmissionError
from grader.submission.entries import READING
from grader.submission.file_content import content_of, decode
from grader.submission.file_listing import File, Listing
from grader.submission.spelling import harmless


def gradescope(listing: Listing) -> Found | None:
    """Read `submission_<id>` folders and a list of submitters; a group's work is a row for each of its members."""
    mark = listing.marks.get(("submission_metadata.yml",)) or listing.marks.get(("submission_metadata.yaml",))
    if mark is None:
        return None
    found = Found(ignored=[file.source.name for file in listing.top_files])
    submissions = _metadata(mark, found)
    folders = listing.children()
    exported = [name for name in folders if name in submissions or re.fullmatch(r"submission_\d+", name)]
    if not mostly(set(exported), listing):
        return None  # a file that a student called so
    if not any(map(re.compile(r"submission_\d+").fullmatch, folders)):
        found.warnings.append(
            f"The folders are not named as Gradescope names them; whose they are was taken from {mark.source.name}."
        )
    for name in dict.fromkeys((*folders, *submissions)):
        own = folders.get(name, Listing(name=name))
        facts = submissions.get(name, {})
        submitters = list(_submitters(facts))
        if not submitters:
            found.warnings.append(f"Gradescope's list does not say whose {harmless(name)} is; it is listed by that name.")
        for number, person in submitters or [(name, name)]:
            how = "Gradescope submitter" if submitters else "folder name"
            found.places.append(
                Place(number, person, how, files=own.files, folder=own.path, submitted_at=_time(facts.get("created_at")))
            )
    return found


def _metadata(mark: File, found: Found) -> dict[str, dict[str, object]]:
    """Return Gradescope's list by folder; empty, with a warning, when it cannot be read."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Reads Ruby's tags as what they are on, and every value as text: a student number 0012 is no octal number."""

        yaml_implicit_resolvers: Mapping[str, object] = {}

    Loader.add_multi_constructor("", _plain)
    try:
        parsed = yaml.load(decode(content_of(mark.source, READING))[0], Loader)
    except (yaml.YAMLError, SubmissionError, ValueError, RecursionError) as error:
        found.warnings.append(f"{mark.source.name} cannot be read ({type(error).__name__}); students are named by folder.")
        return {}
    if not isinstance(parsed, dict):
        return {}
    return {str(name): _uncoloned(facts) for name, facts in parsed.items() if isinstance(facts, dict)}


def _plain(loader, suffix, node):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - PyYAML's own signature
    """Return what a tagged node is without its tag."""
    del suffix
    construct = {"mapping": loader.construct_mapping, "sequence": loader.construct_sequence}
    return construct.get(node.id, loader.construct_scalar)(node)


def _uncoloned(facts: Mapping[object, object]) -> dict[str, object]:
    """Return the facts by their names without the colon that Ruby writes before them."""
    return {str(key).lstrip(":"): value for key, value in facts.items()}


def _time(said: object) -> str | None:
    """Return when it was submitted; Ruby may write it as a time with its zone, of which the universal time is taken."""
    if isinstance(said, Mapping):
        said = said.get("utc")
    return harmless(str(said)) if said else None


def _submitters(facts: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield id and name of each submitter: the student id, else the address, else the name."""
    people = facts.get("submitters")
    for person in people if isinstance(people, list) else ():
        if not isinstance(person, dict):
            continue
        plain = {key: str(value).strip() for key, value in _uncoloned(person).items() if value not in (None, "")}
        name = plain.get("name", "")
        number = plain.get("sid") or plain.get("email") or name
        if number:
            yield number, name or number
