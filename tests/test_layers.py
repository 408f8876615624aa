"""The import rule of the package: from top to bottom, never back."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "grader"
LAYERS = [
    {"cli"},
    {"commands"},
    {"authoring", "selfcheck", "ci"},
    {"returning"},
    {"changes"},
    {"reports"},
    {"executors"},
    {"store"},
    {"course"},
    {"collect"},
    {"pipeline"},
    {"kinds"},
    {"submission"},
    {"sandbox"},
    {"quantities"},
    {"descent"},
    {"equality"},
    {"notation"},
    {"algebra"},
    {"drawing"},
    {"sentences"},
    {"model"},
    {"errors"},
]
DEPTH = {room: depth for depth, layer in enumerate(LAYERS) for room in layer}


def imports(file: Path) -> set[str]:
    """The rooms of the package that a file imports, inside functions too."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {
                f"{node.module}.{alias.name}" if node.module == "grader" else str(node.module) for alias in node.names
            }
    return {name.split(".")[1] for name in names if name.startswith("grader.")}


def room_of(file: Path) -> str:
    """The room that a file lives in."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_room_has_a_layer():
    """A new room has to be given its place before anything imports it."""
    rooms = {room_of(file) for file in PACKAGE.rglob("*.py")} - {"__init__"}
    assert rooms <= set(DEPTH)


def test_imports_point_down_only():
    """A room imports itself and rooms below its own layer, nothing beside or above."""
    upward = [
        f"{file.relative_to(PACKAGE)} imports {other}"
        for file in PACKAGE.rglob("*.py")
        if room_of(file) != "__init__"
        for other in imports(file) - {room_of(file)}
        if DEPTH[other] <= DEPTH[room_of(file)]
    ]
    assert upward == []


BESIDE_THE_STUDENT = ("sandbox.codec", "sandbox.guest", "sandbox.processors", "sandbox.remains", "sandbox.walls")


def test_the_guest_imports_nothing_of_ours_but_the_codec():
    """What runs beside the student knows frames and walls only, nothing of the host, so there is nothing else to find there."""
    sandbox = PACKAGE / "sandbox"
    files = [*(sandbox / "guest").glob("*.py"), *(sandbox / "walls").glob("*.py"), *sandbox.glob("[!_]*.py")]
    named = {
        f"{node.module}.{alias.name}".removeprefix("grader.")
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("grader")
        for alias in node.names
    }
    assert len(files) > 10
    assert {name for name in named if not name.startswith(BESIDE_THE_STUDENT)} == set()
