"""A folder that students can be given: notebooks, programs, reduced exercise files, and what grades a push.

All of it is made from the exercises, and none of it leaves before every expression in it was compared
with every derived answer. Writes files; grades nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template as Text

from grader.authoring.archives import Wheel, file_text, requirements, this_wheel
from grader.authoring.function_pictures import pictures_of
from grader.authoring.leaks import Secret, leaks_in, secrets_of
from grader.authoring.students_copy import (
    notebook_text,
    said_by_their_terms,
    script_text,
    set_up,
    shown_options,
    student_spec,
    template_for,
)
from grader.drawing import Panel
from grader.errors import SpecError, UsageError
from grader.kinds import KINDS
from grader.model import Assignment, Exercise
from grader.reports import points
from grader.reports.escaping import cell
from grader.reports.files import write_bytes, write_whole
from grader.reports.pictures.svg import standing_alone
from grader.sentences.catalogue import sentence
from grader.sentences.figures import together
from grader.sentences.languages import Language

# what notebooks, programs and checks leave behind, which nobody means to hand in
_IGNORED = ".ipynb_checkpoints/\n__pycache__/\ngrades/\n"
# a handout is copied to a place where others read it, and files are written for their owner alone
_READABLE_BY_ALL = 0o644


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What a course decides about its handout.

    With `pictures` the functions of the exercises are drawn. `requirement` is what pip installs the grader from, in place of
    the wheel that comes with the handout; `repository` is the address at which students find the handout, for notebooks that
    have no folder; `language` what `grader.check()` speaks there.
    """

    one_notebook: bool = False
    pictures: bool = False
    classroom: bool = False
    requirement: str = ""
    repository: str = ""
    language: str = "en"

    @property
    def wheel(self) -> Wheel | None:
        """Return the grader itself, where no other source was chosen."""
        return None if self.requirement else this_wheel()


def handout(assignment: Assignment, choices: Choices) -> dict[str, str]:
    """Return the texts of all files by their paths.

    Raises:
        SpecError: an answer would stand in one of them; names each place.
    """
    secrets = secrets_of(assignment.exercises)
    problems = [problem for exercise in assignment.exercises for problem in _leaks(exercise, secrets)]
    if problems:
        raise SpecError(problems)
    workflow = "grade_classroom.yml" if choices.classroom else "grade.yml"
    drawn = {exercise.id: tuple(_panels(exercise)) if choices.pictures else () for exercise in assignment.exercises}
    templates = [
        template_for(exercise, [(panel.title, path) for path, panel in drawn[exercise.id]]) for exercise in assignment.exercises
    ]
    first = [set_up(_install(choices))]
    parts = {"exercises": templates} if choices.one_notebook else {each.exercise: [each] for each in templates}
    found: dict[str, str] = {}
    for name, part in parts.items():
        found[f"{name}.ipynb"] = notebook_text(part, first)
        found[f"scripts/{name}.py"] = script_text(part)
    return {
        "README.md": _readme(assignment, choices),
        "requirements.txt": requirements(choices.requirement),
        ".gitignore": _IGNORED,
        ".github/workflows/grade.yml": file_text(workflow),
        **({} if choices.language == "en" else {"exercises/course.yml": f"language: {choices.language}\n"}),
        **{f"exercises/{exercise.id}.yml": student_spec(exercise) for exercise in assignment.exercises},
        **found,
        **(pictures(assignment.exercises) if choices.pictures else {}),
    }


def write_handout(texts: Mapping[str, str], out: Path, *, force: bool, wheel: Wheel | None = None) -> None:
    """Write the files below `out`; with `force` over what is there, of which nothing else is touched.

    Raises:
        UsageError: there is something already, and no `force`.
        StoreError: the system refused.
    """
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file. Name a folder for the handout.")
    if not force and out.is_dir() and any(out.iterdir()):
        raise UsageError(f"{out} is not empty. Name another folder, or write over its files with --force.")
    for name, text in texts.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        path.chmod(_READABLE_BY_ALL)
    if wheel is not None:
        write_bytes(out / wheel.name, wheel.content)
        (out / wheel.name).chmod(_READABLE_BY_ALL)


def pictures(exercises: Sequence[Exercise]) -> dict[str, str]:
    """Return what students see of the functions, as texts of SVG files beside the notebooks, by their paths."""
    drawn = (found for exercise in exercises for found in _panels(exercise))
    return {path: standing_alone(panel, Path(path).stem) + "\n" for path, panel in drawn}


def _panels(exercise: Exercise) -> Iterator[tuple[str, Panel]]:
    """Yield what of an exercise is drawn for students, each with its path."""
    panels = [panel for drawing in pictures_of(exercise, solved=False) for panel in drawing.panels]
    yield from ((f"pictures/{exercise.id}-{number}.svg", panel) for number, panel in enumerate(panels, 1))


def _readme(assignment: Assignment, choices: Choices) -> str:
    language = Language(code=choices.language)
    heads = [language.text(code) for code in ("handout.exercise", "handout.points", "handout.all")]
    rows = [f"| {cell(exercise.title)} | {points.text(exercise.points)} |" for exercise in assignment.exercises]
    table = "\n".join((f"| {heads[0]} | {heads[1]} |", "|:--|--:|", *rows, f"| {heads[2]} | {points.text(assignment.points)} |"))
    written = "README.md" if choices.language == "en" else f"README.{choices.language}.md"
    name, in_a_notebook = assignment.exercises[0].items[0].name, language.retell(_in_a_notebook(choices))
    return Text(file_text(written)).substitute(table=table, name=name, in_a_notebook=in_a_notebook)


def _install(choices: Choices) -> str:
    """Return what installs the grader in a kernel without it: from the folder, else from the repository, by its hash."""
    wheel, address = choices.wheel, _address(choices)
    begin = "try:\n    import grader\nexcept ImportError:\n"
    if wheel is None:
        return f'{begin}    %pip install --quiet "{choices.requirement}"\n'
    if not address:
        return f'{begin}    %pip install --quiet "./{wheel.name}"\n'
    return (
        f"{begin}    import os\n\n"
        f'    _grader = "./{wheel.name}"\n'
        f"    if not os.path.exists(_grader):  # as in Colab, where there is no folder\n"
        f'        _grader = "{address}"\n'
        f'    %pip install --quiet "{{_grader}}"\n'
    )


def _address(choices: Choices) -> str:
    """Return the wheel's address in the course's repository, with its hash; empty without a repository."""
    if choices.wheel is None or not choices.repository:
        return ""
    repository = choices.repository.rstrip("/").removesuffix(".git")
    return f"{repository}/raw/HEAD/{choices.wheel.name}#sha256={choices.wheel.sha256}"


def _in_a_notebook(choices: Choices) -> str:
    """Return how a notebook's kernel gets the grader: from the folder, or without one from the course's repository."""
    wheel = choices.wheel
    said = sentence("handout.cell", source=choices.requirement if wheel is None else f"./{wheel.name}")
    if wheel is None:
        return together((said, sentence("handout.colab")))
    if not choices.repository:
        return together((said, sentence("handout.colab.wheel", file=wheel.name)))
    return together((said, sentence("handout.colab.address", source=_address(choices))))


# --- No answer leaves ---


def _leaks(exercise: Exercise, secrets: Sequence[Secret]) -> Iterator[str]:
    for where, text in _fields(exercise):
        for leak in leaks_in(text, secrets, exercise.id):
            whose = leak.secret.item if leak.secret.exercise == exercise.id else f"{leak.secret.exercise}/{leak.secret.item}"
            line = f", line {leak.line}" if "\n" in text.strip() else ""
            yield (
                f"exercises/{exercise.id}.yml: {where}{line}: `{leak.text}` is the answer to `{whose}`, and students "
                "would read it. Say it otherwise, or choose another example."
            )


def _fields(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Yield what of an exercise reaches students, by the key that the author wrote it under."""
    yield "title", exercise.title
    yield "prompt", exercise.prompt
    yield from ((f"functions.{function.name}", function.expression) for function in exercise.functions)
    yield from ((f"given.{given.name}", given.text) for given in exercise.given)
    silent = said_by_their_terms(exercise)
    for number, item in enumerate(exercise.items):
        inside = f".{KINDS[item.kind].key}" if KINDS[item.kind].is_nested else ""
        shown = () if item.id in silent else shown_options(item)
        yield from ((f"items[{number}]{inside}.{key}", str(value)) for key, value in shown)
