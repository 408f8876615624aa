"""A check in a notebook shows the student's own path below its table, in colours of its own."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from grader.reports.pictures.svg import standing_alone
from grader.selfcheck.check_table import Finding, Report, State
from tests.reports.drawn_answers import drawing


def test_a_path_stands_below_the_table() -> None:
    """As HTML for a notebook; what is printed has words alone."""
    found = Finding(exercise="Descent <b>", name="steps", state=State.NOT_YET, drawing=drawing("steps by hand"))
    report = Report(findings=(found,))
    told = report._repr_html_()
    assert told.index("</table>") < told.index("<svg")
    assert "<script" not in told
    assert "<svg" not in str(report)
    assert "<svg" not in Report(findings=(Finding(exercise="a", name="b", state=State.RIGHT),))._repr_html_()


def test_a_picture_that_stands_alone_says_every_colour_itself() -> None:
    """No class is left to a style sheet that is not there, but for what needs none."""
    for name in ("uphill", "too large on a line", "a direction", "a gradient", "a derivative"):
        drawn = drawing(name, reveal=True)
        assert drawn is not None
        for panel in drawn.panels:
            root = ET.fromstring(standing_alone(panel, "1"))
            assert {each.get("class") for each in root.iter()} <= {None, "wrong head", "own head", "should head"}
            assert all(each.get("stroke") or each.get("fill") for each in root.iter() if each.tag.endswith(("line", "polygon")))
