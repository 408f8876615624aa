"""The template of an exercise: its prompt and, for every item, the right name with nothing behind it.

What is left to fill in is written by each kind, so that intake knows it for a placeholder. A template
holds what the exercise asks and nothing that answers it; what file it becomes is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from grader.kinds import KINDS
from grader.model import Exercise, Item
from grader.reports import points


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a template: Markdown (`text`) or Python."""

    source: str
    text: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """What a student is given for one exercise, cell by cell."""

    exercise: str
    cells: tuple[Cell, ...]

    @property
    def code(self) -> str:
        """Return the cells of code alone, as one program."""
        return "\n\n\n".join(cell.source for cell in self.cells if not cell.text) + "\n"


def template_for(exercise: Exercise) -> Template:
    """Return the template of an exercise: handed in as it is, it earns nothing."""
    answers = (Cell(_answer(item, exercise)) for item in exercise.items)
    return Template(exercise=exercise.id, cells=(Cell(_prompt(exercise), text=True), *answers))


def _prompt(exercise: Exercise) -> str:
    return f"## {exercise.title} ({_worth(exercise.points)})\n\n{exercise.prompt.strip()}"


def _answer(item: Item, exercise: Exercise) -> str:
    unfilled = KINDS[item.kind].template(item, exercise.function)
    return f"# {item.name}: {_worth(item.points)}\n{unfilled}"


def _worth(number: Fraction) -> str:
    return f"{points.text(number)} {'point' if number == 1 else 'points'}"
