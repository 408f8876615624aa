"""Files of other programs that hold notebooks are read like notebooks."""

from __future__ import annotations

import pytest

from grader.collect.entry_search import find
from grader.submission.handed_in_work import read_text
from grader.submission.intake import read
from tests.submission.making import ANSWER, notebook, tree

MARIMO = '''import marimo

__generated_with = "0.9.1"
app = marimo.App(width="medium")


@app.cell
def _(df_dx):
    late = df_dx
    return (late,)


@app.cell(hide_code=True)
def _(mo):
    mo.md(
        r"""
        # Answers
        df_dy = -3x
        """
    )
    return


@app.cell
def __():
    import marimo as mo
    import numpy as np
    return mo, np


@app.cell
def _(
    np,
):
    # a remark
    df_dx = 4*1 - 3
    def grad_descent(x_start, n):
        return x_start
    return df_dx, grad_descent


@app.function
def gradient(x, y):
    return (4*y, 4*x + 3*y**2)


if __name__ == "__main__":
    app.run()
'''
BODY = "def gradient(x, y):\n    return (4*y, 4*x)\n"
FENCED = {
    "q.qmd": f"---\ntitle: x\n---\n\nText\n\n```{{python}}\n#| label: a\n{BODY}```\n\ndf_dy = -3x\n",
    "r.Rmd": f"---\ntitle: x\n---\n\n```{{r}}\nlibrary(reticulate)\n```\n```{{python, echo=FALSE}}\n{BODY}```\n\ndf_dy = -3x\n",
    "m.md": f"---\njupytext: x\n---\n# A\n```{{code-cell}} ipython3\n:tags: [a]\n\n{BODY}```\n\ndf_dy = -3x\n",
    "n.md": f"```{{code-cell}}\n---\ntags: [a]\n---\n{BODY}```\n\ndf_dy = -3x\n",
    "j.md": f"# A\n```python tags=[\"a\"]\n{BODY}```\n\ndf_dy = -3x\n",
    "t.md": f"~~~~ python\n{BODY}~~~~\n\ndf_dy = -3x\n",
    "u.md": f"```\n{BODY}```\n\ndf_dy = -3x\n```text\nnot python at all\n```\n",
    "v.md": f"df_dy = -3x\n```{{.python .numberLines}}\n{BODY}",
}


def names(submission):
    """All names that a submission defines in code."""
    return [name for statement in submission.statements for name in statement.names]


def test_a_marimo_app_is_read_by_cells():
    """Each cell comes after those that it needs, Markdown is text, and lines are those of the file."""
    found = read_text(MARIMO, "hw.py")
    assert set(names(found)) >= {"df_dx", "grad_descent", "gradient", "late", "np"}
    assert names(found).index("late") > names(found).index("df_dx")
    assert [(text.name, text.text) for text in found.texts if text.markdown] == [("df_dy", "-3x")]
    (place,) = [s.place for s in found.statements if "grad_descent" in s.names]
    assert MARIMO.split("\n")[place.line - 1].strip().startswith("def grad_descent")
    assert not any("app.run" in s.source or "@app" in s.source for s in found.statements)


def test_a_program_that_speaks_of_marimo_is_a_program():
    """Importing it makes no app, and in an app that is no Python what can be read is read."""
    assert names(read_text("import marimo as mo\ndf_dx = 1\n", "hw.py")) == ["mo", "df_dx"]
    assert "gradient" in names(read_text(MARIMO.replace("late = df_dx", "late = = 1"), "hw.py"))


@pytest.mark.parametrize("name", FENCED)
def test_fenced_python_is_read_like_a_notebook(tmp_path, name):
    """Quarto, R Markdown, MyST and Jupytext; text between the fences is text, and lines are those of the file."""
    (entry,) = find(tree(tmp_path / "s", {f"ann/{name}": FENCED[name]})).entries
    found = read(entry)
    assert found.problem is None
    assert names(found) == ["gradient"]
    assert [text.name for text in found.texts] == ["df_dy"]
    assert FENCED[name].split("\n")[found.statements[0].place.line - 1] == "def gradient(x, y):"


def test_a_text_file_that_is_python_is_a_program(tmp_path):
    """`.txt` as a browser saves it; prose is told what it is."""
    files = {"ann.txt": ANSWER + BODY, "ben.txt": "My answer is that x = 3, see above.", "dora.md": "Hello."}
    files["cem.qmd"] = "```{r}\nx <- 1\n```\n"
    found = {entry.student.id: read(entry) for entry in find(tree(tmp_path / "s", files)).entries}
    assert names(found["ann"]) == ["df_dx", "gradient"]
    assert "text file" in found["ben"].problem.text
    assert "written for R" in found["cem"].problem.text
    assert "holds no Python" in found["dora"].problem.text


def test_a_readme_beside_a_notebook_is_not_read(tmp_path):
    """A Markdown or text file counts only where no notebook and no program was handed in."""
    files = {"ann/hw.ipynb": notebook(ANSWER), "ann/README.md": FENCED["j.md"], "ann/notes.txt": BODY}
    files["ben/README.md"] = FENCED["j.md"]
    ann, ben = (read(entry) for entry in find(tree(tmp_path / "s", files)).entries)
    assert (ann.files, ben.files) == (("hw.ipynb",), ("README.md",))
