"""Submissions made by hand: source split into statements, as a test needs them and no more."""

import ast

from grader.model import Place, Statement, Student, Submission


def submission(source, folder=None):
    """A submission of one `.py` file."""
    lines = source.splitlines()
    statements = []
    for node in ast.parse(source).body:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        text = "\n".join(lines[first - 1 : node.end_lineno])
        bound = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        bound |= {getattr(node, "name", "")} | {
            (a.asname or a.name).partition(".")[0] for a in getattr(node, "names", []) if isinstance(a, ast.alias)
        }
        statements.append(Statement(source=text, place=Place(file="hw.py", line=first), names=tuple(sorted(bound - {""}))))
    student = Student(id="s1", name="Student One")
    return Submission(student=student, files=("hw.py",), digest="0", statements=tuple(statements), folder=folder)
