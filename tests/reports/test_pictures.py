"""What is drawn is what was observed; axes are equal, nothing leaves its frame, and everything is said in words too."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.drawing import Dot, Drawing, Frame, Land, Line, square
from grader.model import Verdict
from grader.reports.pictures.chosen import MOST, pictures_of
from grader.reports.pictures.level_lines import land
from grader.reports.pictures.svg import SIZE, svg
from grader.sentences.catalogue import say, sentence
from tests.reports.drawn_answers import ANSWERS, LINE, PLANE, drawing, drawn_of, graded_with, lesson, result

NAMES = sorted(ANSWERS)
ONLY_OWN = ("right descent", "uphill", "steps by hand", "a direction")
coordinates = st.one_of(st.floats(-5, 5), st.floats(allow_nan=False, allow_infinity=False), st.none())


def pictures(drawn: Drawing) -> list[ET.Element]:
    """Its panels as SVG, read back."""
    return [ET.fromstring(svg(panel, str(number))) for number, panel in enumerate(drawn.panels)]


def numbers(text: str) -> list[float]:
    """The numbers in the data of a path or in points."""
    return [float(each) for each in re.findall(r"-?[\d.]+", text)]


def holds(drawn: Drawing) -> None:
    """Everything that must be true of a drawing, whatever it is of."""
    for panel in drawn.panels:
        frame = panel.frame
        assert frame.left < frame.right
        assert frame.bottom < frame.top
        if panel.equal:
            assert math.isclose(frame.right - frame.left, frame.top - frame.bottom, rel_tol=1e-9)
        assert panel.title.strip()
        assert all(text.strip() for text in panel.description)
        assert panel.description
        assert not any(isinstance(mark, Land) for mark in panel.marks) or panel.equal
    for root in pictures(drawn):
        assert root.get("role") == "img"
        named = {each.get("id") for each in root if each.tag in ("title", "desc") and each.text}
        assert set(str(root.get("aria-labelledby")).split()) == named
        for line in (each for each in root.iter() if each.tag == "polyline"):
            assert all(-0.1 <= number <= SIZE + 0.1 for number in numbers(line.get("points", "")))
        for dot in root.iter("circle"):
            assert -0.1 <= float(dot.get("cx", "")) <= SIZE + 0.1
            assert -0.1 <= float(dot.get("cy", "")) <= SIZE + 0.1
        for path in root.iter("path"):
            assert all(-0.1 <= number <= SIZE + 0.1 for number in numbers(path.get("d", "")))
        for text in root.iter("text"):
            assert -60 <= float(text.get("x", "")) <= SIZE + 5
            assert -5 <= float(text.get("y", "")) <= SIZE + 35
    assert drawn.rows
    assert all(len(row) == len(drawn.header) for row in drawn.rows)
    assert drawn.key


@pytest.mark.parametrize("reveal", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_picture_keeps_its_rules(name: str, reveal: bool) -> None:
    """Equal axes over level lines, all inside the frame, a title, a sentence and a table."""
    drawn = drawing(name, reveal=reveal)
    assert drawn is not None
    holds(drawn)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_is_right_is_drawn_unless_the_course_shows_it(name: str) -> None:
    """Without `reveal` only the student's own marks, the function and helps to the eye."""
    drawn = drawing(name)
    assert drawn is not None
    styles = {mark.style for panel in drawn.panels for mark in panel.marks if not isinstance(mark, Land)}
    assert "should" not in styles
    assert "should" not in dict(drawn.key)


@pytest.mark.parametrize("name", ["uphill", "uphill on a line", "steps by hand", "a direction", "a long vector"])
def test_a_course_that_shows_answers_has_them_drawn(name: str) -> None:
    """What should be there stands in the key, and on a map or a dial as an arrow."""
    drawn = drawing(name, reveal=True)
    assert drawn is not None
    assert "should" in dict(drawn.key)


def observed(points: list[list[float | None]], start: list[float]) -> dict[str, object]:
    """One run as the evidence keeps it."""
    return {"trajectory": [{"start": start, "points": [[count, point] for count, point in enumerate(points, 1)]}]}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=5), st.tuples(st.floats(-5, 5), st.floats(-5, 5)))
def test_the_path_drawn_is_the_path_observed(points: list[tuple[float | None, float | None]], start: tuple[float, float]) -> None:
    """Each point of the map is one that was observed, in order, and each line joins two that follow each other."""
    judged = replace(result("right descent"), evidence=observed([list(point) for point in points], list(start)))
    drawn = drawn_of(judged)
    assert drawn is not None
    holds(drawn)
    seen = [start, *(point for point in points if None not in point)]
    panel = drawn.panels[0]
    assert {mark.point for mark in panel.marks if isinstance(mark, Dot)} <= set(seen)
    stops = [start, *(None if None in point else point for point in points)]
    pairs = {pair for pair in pairwise(stops) if None not in pair}
    assert {mark.points for mark in panel.marks if isinstance(mark, Line)} <= pairs
    assert [row[0] for row in drawn.rows] == [str(count) for count in range(len(points) + 1)]


@settings(max_examples=40, deadline=None)
@given(st.lists(coordinates, min_size=1, max_size=5), st.floats(-5, 5))
def test_steps_on_a_curve_keep_the_rules(points: list[float | None], start: float) -> None:
    """Whatever a program returned."""
    judged = replace(result("right on a line"), evidence=observed([[point] for point in points], [start]))
    drawn = drawn_of(judged)
    assert drawn is not None
    holds(drawn)


def test_a_walk_that_leaves_says_where_to() -> None:
    """The start that can be drawn is taken, and an arrow with the number ends a line that leaves."""
    drawn = drawing("uphill")
    assert drawn is not None
    marks = drawn.panels[0].marks
    assert next(mark for mark in marks if isinstance(mark, Dot)).point == (0.5, 0.5)
    far = replace(result("right descent"), evidence=observed([[0.6, 0.6], [1e30, 5.0]], [0.5, 0.5]))
    leaving = drawn_of(far)
    assert leaving is not None
    assert "→ (1·10^30, 5)" in svg(leaving.panels[0], "1")


def test_what_is_wrong_comes_first_and_four_are_the_most() -> None:
    """What cost most is drawn first; a right descent only where there is room."""
    chosen = pictures_of(graded_with("right descent", "a derivative", "a direction", "a gradient", "steps by hand"), lesson())
    assert len(chosen) == MOST
    assert next(iter(chosen)).item == "steps"
    assert all(ANSWERS[name][1] is not Verdict.CORRECT for name in ANSWERS if ANSWERS[name][0][1] in {key.item for key in chosen})
    assert len(pictures_of(graded_with("right descent", "right on a line"), lesson())) == len({PLANE, LINE})


def test_a_picture_that_fails_takes_nothing_with_it() -> None:
    """Evidence that is not what it should be gives no picture and no error."""
    assert drawn_of(replace(result("uphill"), evidence={"trajectory": 3})) is None
    assert drawn_of(replace(result("uphill"), evidence={"trajectory": [{"start": "x", "points": [[1, [None]]]}]})) is None
    assert drawn_of(replace(result("steps by hand"), evidence={"steps": [{}]})) is None
    assert drawn_of(replace(result("a gradient"), evidence={"vectors": [1]})) is None


def test_level_lines_of_what_has_no_value_or_no_slope() -> None:
    """Nothing is drawn of a plain, and what has no value somewhere is drawn where it has one."""
    function = lesson().exercises[0].function
    plain = replace(function, variables=("x", "y"), expression="3")
    broken = replace(function, variables=("x", "y"), expression="sqrt(x) + y")
    frame = Frame(-1.0, 1.0, -1.0, 1.0)
    assert land(plain, frame, SIZE) == ()
    assert any(land(broken, frame, SIZE))


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=6))
def test_a_frame_holds_its_points(points: list[tuple[float, float]]) -> None:
    """Whatever they are, and it is a square."""
    frame = square(points)
    assert all(map(frame.holds, points))
    assert math.isclose(frame.right - frame.left, frame.top - frame.bottom, rel_tol=1e-6)


def seen_of(heights: dict[int, float]) -> str:
    """What is said of a descent on a line that was at these places after so many steps."""
    run = {"start": [-1.0], "points": [[count, [at]] for count, at in heights.items()]}
    drawn = drawn_of(replace(result("right on a line"), evidence={"trajectory": [run]}))
    assert drawn is not None
    return " ".join(drawn.panels[0].description)


@pytest.mark.parametrize(
    ("places", "said", "unsaid"),
    [
        ({1: -0.6, 2: -0.4, 3: -0.2, 4: 0.0}, "f falls at every step.", "first"),
        ({1: -0.6, 2: -0.4, 3: -0.2, 100: 0.9}, "f falls at each of the first 3 steps.", "every step"),
        ({1: -0.6, 2: -0.4, 3: -0.2, 100: 9.0}, "f falls at each of the first 3 steps.", "step 100, from"),
        ({1: -1.5, 2: -2.0, 3: -2.5, 100: 0.5}, "f rises at each of the first 3 steps.", "every step"),
        ({1: -0.6, 2: -0.8, 3: -0.2, 100: 0.5}, "f rises at step 2, from", "falls"),
    ],
)
def test_what_is_said_of_every_step_holds_of_all_that_were_seen(places: dict[int, float], said: str, unsaid: str) -> None:
    """Over a gap between two points nothing is said of the steps."""
    assert said in seen_of(places)
    assert unsaid not in seen_of(places)


@pytest.mark.parametrize(("which", "step", "is_said"), [("first", 2, True), ("one", 2, False), ("first", 3, False)])
def test_the_number_of_a_wrong_step_is_said_only_of_the_first(which: str, step: int, is_said: bool) -> None:
    """And only if the run that is drawn is the one in which it is the first."""
    judged = result("right on a line")
    stops = [[-1.0], *(point for _, point in judged.evidence["trajectory"][0]["points"])]
    told = say("first_wrong_step", which=sentence(f"wrong_step.{which}"), before="", after="", call="")
    evidence = {**judged.evidence, "first_wrong_step": {"step": step, "from": stops[1], "to": stops[2]}}
    drawn = drawn_of(replace(judged, evidence=evidence, feedback=(told,)))
    assert drawn is not None
    assert ("The first wrong step is number 2." in drawn.panels[0].description) is is_said
    assert (("wrong", "your first wrong step") in drawn.key) is is_said
