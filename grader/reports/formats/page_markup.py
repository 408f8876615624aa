"""Text and drawings as the markup of pages: what every page is made with, a student's, a class's and an exercise's.

No script, and nothing is fetched, which a page's own policy forbids too. Everything that somebody else wrote is text: Jinja
escapes what no function here has made.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from grader.drawing import Panel
from grader.reports import points
from grader.reports.escaping import harmless, in_spans
from grader.reports.pictures.svg import svg
from grader.sentences.catalogue import sentence

_PAGES = Path(__file__).parent / "pages"  # templates
# what stands for a style in the line below a picture, for most of them
_STROKE = '<polyline class="{}" points="2,7 33,7"/>'
_SWATCHES = {
    "own": _STROKE + '<circle class="own" cx="17.5" cy="7" r="4"/>',
    "should": '<polyline class="{} dashed" points="2,7 33,7"/>',
    "arrow": '<polyline class="should" points="2,7 28,7"/><polygon class="should head" points="34,7 25,3 25,11"/>',
    "ring": '<circle class="hollow" cx="17.5" cy="7" r="4"/>',
    "land": "".join(f'<rect class="land" x="{x}" y="1" width="{34 - x}" height="12"/>' for x in (1, 12, 23)),
}
"""What stands for each style in the line below a picture; for most a stroke."""


def words(text: str) -> Markup:
    """Return a sentence whose `code` is code and whose every sign is text."""
    pieces = (span(piece) if is_code else escape(piece) for piece, is_code in in_spans(text))
    return Markup("").join(pieces)


def span(text: str, limit: int = 300) -> Markup:
    """Return what a student wrote as code."""
    return Markup("<code>{}</code>").format(harmless(text, limit))


def filled(label: str, tell: Callable[[str], str], **gaps: Markup) -> Markup:
    """Return a sentence of ours, told in a language, with markup in its gaps."""
    return escape(tell(sentence(label, **{name: f"{{{name}}}" for name in gaps}))).format(**gaps)


@cache
def _swatch(style: str) -> Markup:
    """Return a piece of what a style looks like, for the line that says what it means."""
    drawn = _SWATCHES.get(style, _STROKE).format(style)
    return Markup(f'<svg class="picture" viewBox="0 0 35 14" aria-hidden="true">{drawn}</svg>')


def _svg(panel: Panel, number: str, tell: Callable[[str], str]) -> Markup:
    return Markup(svg(panel, number, tell))


@cache
def _environment() -> Environment:
    """Return what templates share: the styles, which a page's policy names by their digest, and our functions."""
    environment = Environment(
        loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    environment.filters.update(words=words, span=span, filled=filled, line=harmless, points=points.text)
    environment.globals.update(say=sentence, swatch=_swatch, svg=_svg, style=_style)
    return environment


@cache
def _style(*sheets: str) -> tuple[Markup, str]:
    """Return sheets of style in one, and its digest."""
    style = "".join(_environment().get_template(sheet).render() for sheet in sheets)
    return Markup(style), base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def template(name: str, **further: object) -> Template:
    """Return a page's template; `further` are what it alone calls."""
    return _environment().get_template(name, globals=further)
