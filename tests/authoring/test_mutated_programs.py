"""Changed programs are programs, each with the line that changed and how."""

from __future__ import annotations

import ast

from grader.authoring.wrong_programs import changed_programs


def test_a_function_that_ends_in_its_loop_is_changed_too():
    """No statement is put inside itself, so that every changed program is one."""
    source = "def points(n):\n    x = 1.0\n    for _ in range(n):\n        x = x - 0.1 * x\n        yield x\n"
    changed = list(changed_programs(source))
    assert len(changed) > 10
    assert all(ast.parse(program.source) for program in changed)


def test_a_change_names_its_line_and_what_became_of_it():
    """An author finds the place in the reference solution."""
    said = {(program.line, program.change) for program in changed_programs("def f(x):\n    return x - 1\n")}
    assert (2, "`x - 1` became `x + 1`") in said
    assert (2, "`1` became `2`") in said
