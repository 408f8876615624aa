"""JUnit XML, which nearly every CI system can show: a suite a student, a case a question.

A wrong or missing answer is a failure, code that did not run an error, and what was not checked or
waits for a person is skipped, because a red build must not blame a student for it. What a person decided passes by its
points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

from grader.model import Assignment, Gradebook, ItemGrade, Verdict
from grader.reports import points
from grader.reports import verdict_words as wording
from grader.reports.escaping import harmless
from grader.reports.files import whole_file
from grader.reports.formats import AddRow, Row
from grader.reports.letter import Answer, said_of_each
from grader.sentences.catalogue import sentence

# What each verdict is in JUnit; what is right has no element.
_TAGS = {
    Verdict.PARTIAL: "failure",
    Verdict.INCORRECT: "failure",
    Verdict.UNANSWERED: "failure",
    Verdict.DID_NOT_RUN: "error",
    Verdict.SKIPPED: "skipped",
    Verdict.NEEDS_REVIEW: "skipped",
}
_COUNTED = {"failure": "failures", "error": "errors", "skipped": "skipped"}  # attributes of a suite that count them


def suite(entry: Row, assignment: Assignment) -> ET.Element:
    """Return one student's `testsuite`."""
    grade = entry.grade
    answers = said_of_each(grade, assignment)
    tags = Counter(_TAGS.get(grade.verdict_of(item), "") for item in grade.items)
    seconds = sum(item.result.seconds for item in grade.items)
    element = ET.Element("testsuite", name=harmless(grade.submission.student.id), tests=str(len(grade.items)))
    for tag, attribute in _COUNTED.items():
        element.set(attribute, str(tags[tag]))
    element.set("time", f"{seconds:.3f}")
    properties = ET.SubElement(element, "properties")
    for name, value in (("earned", points.text(grade.earned)), ("possible", points.text(grade.possible))):
        ET.SubElement(properties, "property", name=name, value=value)
    ET.SubElement(properties, "property", name="provisional", value=str(grade.provisional).lower())
    if grade.isolation:
        ET.SubElement(properties, "property", name="isolation", value=harmless(grade.isolation))
    element.extend(_case(item, answer, grade.verdict_of(item)) for item, answer in zip(grade.items, answers, strict=True))
    return element


def _case(item: ItemGrade, answer: Answer, verdict: Verdict) -> ET.Element:
    key, tag = item.result.key, _TAGS.get(verdict)
    case = ET.Element("testcase", classname=key.exercise, name=key.item, time=f"{item.result.seconds:.3f}")
    if tag:
        score = sentence("score.points", earned=points.text(item.earned), possible=points.text(item.points))
        found = ET.SubElement(case, tag, message=f"{wording.WORDS[verdict]} ({score})")
        if tag != "skipped":
            found.set("type", str(verdict))
        found.text = "\n".join(harmless(message) for message in answer.messages)
    return case


@contextmanager
def open_junit(gradebook: Gradebook, path: Path) -> Iterator[AddRow]:
    """Write `junit.xml` at that path, suite by suite."""
    with whole_file(path) as stream:
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        stream.write(ET.tostring(ET.Element("testsuites", name=gradebook.assignment.id), "unicode")[:-2].rstrip() + ">\n")

        def add(entry: Row) -> None:
            element = suite(entry, gradebook.assignment)
            ET.indent(element)
            stream.write(ET.tostring(element, "unicode") + "\n")

        yield add
        stream.write("</testsuites>\n")
