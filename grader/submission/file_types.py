"""What a file's name says about it: a notebook, a program, an archive, a document, or none of our business.

Looks at names only; what a file really holds is seen when it is read.
"""

from __future__ import annotations

import re

from grader.sentences.catalogue import sentence

NOTEBOOK = "notebook"  # cells of code and text, of Jupyter, Quarto or R Markdown
SCRIPT = "script"  # Python as text
ARCHIVE = "archive"  # holds other files
DOCUMENT = "document"  # for a person to read; says nothing to us
OTHER = "other"  # data, perhaps, that code reads
JUNK = "junk"  # left behind by a program, and nobody's work

# What suffixes mean: notebooks, programs and archives are read, and of documents a student is told that they are not.
_SUFFIXES = {
    **dict.fromkeys(("ipynb", "qmd", "rmd"), NOTEBOOK),
    **dict.fromkeys(("py", "pyw"), SCRIPT),
    **dict.fromkeys(("zip", "tar", "tgz", "tbz", "tbz2", "txz"), ARCHIVE),
    **dict.fromkeys(
        [
            "doc", "docx", "odt", "pages", "rtf", "pdf", "ps", "tex", "txt", "html", "htm", "mht", "mhtml",
            "webarchive", "md", "rst", "png", "jpg", "jpeg", "gif", "heic", "webp", "svg", "tif", "tiff", "bmp", "ppt",
            "pptx", "key", "odp", "xls", "xlsx", "ods", "numbers", "m", "mlx", "nb", "wl", "r", "jl",
            "java", "c", "cpp", "cc", "h", "js", "ts", "cs", "go", "rs", "sql", "scala", "mat", "rar", "7z",
            "gz", "bz2", "xz", "url", "webloc", "lnk", "gdoc", "pyc", "exe", "mp4", "mov",
        ],
        DOCUMENT,
    ),
}
# Mail programs and browsers write a second suffix: `hw.ipynb.txt`.
_DOUBLED = re.compile(r"\.(ipynb|py)\.(?:txt|json|html?|pdf|download|zip)$", re.IGNORECASE)
# Of those, the ones that leave the content as it was.
_READABLE_ANYWAY = re.compile(r"\.(ipynb|py)\.(?:txt|json|download)$", re.IGNORECASE)
_ON_PAPER = (".pdf", ".doc", ".docx", ".odt", ".rtf", ".pages", ".jpg", ".jpeg", ".heic")
"""Scans, photos and texts. A PNG is as often a picture that the notebook shows."""
_TAR = (".tar.gz", ".tar.bz2", ".tar.xz")  # two suffixes that belong together
# Of Windows and macOS, and nbgrader's time.
_JUNK_FILES = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r", "timestamp.txt"))
# Of macOS, Windows and Python's and JavaScript's installers: many files, and none of them a student's.
_JUNK_FOLDERS = frozenset(
    ("__macosx", "__pycache__", "node_modules", "site-packages", "venv", "env", "virtualenv", "$recycle.bin")
)
# What lies in a class's folder and is the course's own: a row for `README.md` would be a student called README.
_NO_ONES = re.compile(
    r"(?:read[ _-]?me|licen[cs]e|changelog|requirements|instructions?|students?|roster|class[ _-]?list|grades?|gradebook"
    r"|scores?|index|makefile|dockerfile|setup|conftest|notes?|course)(?:[ _.-].*)?$",
    re.IGNORECASE,
)


def type_of(name: str) -> str:
    """Return one of `notebook`, `script`, `archive`, `document`, `other` and `junk`."""
    lower = name.lower()
    if _is_hidden(lower) or lower.startswith("~$") or lower in _JUNK_FILES or lower.endswith(("~", "-checkpoint.ipynb")):
        return JUNK
    readable = _READABLE_ANYWAY.search(name)
    if readable:
        return _SUFFIXES[readable[1].lower()]
    if lower.endswith(_TAR):
        return ARCHIVE
    dot = lower.rfind(".")
    return _SUFFIXES.get(lower[dot + 1 :], OTHER) if dot > 0 else DOCUMENT


def is_answer(name: str) -> bool:
    """Tell whether a file of this name may hold a student's work."""
    return type_of(name) in (NOTEBOOK, SCRIPT, ARCHIVE)


def is_on_paper(name: str) -> bool:
    """Tell whether a file of this name may hold work that was written by hand or in a word processor."""
    return name.lower().endswith(_ON_PAPER)


def is_no_ones(name: str) -> bool:
    """Tell whether a file of this name in a class's folder is about the class and not handed in by anybody."""
    return _NO_ONES.match(stem_of(name)) is not None and type_of(name) in (DOCUMENT, OTHER)


def is_template(name: str) -> bool:
    """Tell whether a file of this name comes with a course's template and answers nothing: tests and set-up."""
    return re.fullmatch(r"(?:test_.*|.*_tests?|conftest|setup|__init__|autograder|noxfile)\.py", name.lower()) is not None


def is_junk_folder(name: str) -> bool:
    """Tell whether a folder of this name is left behind by a program and holds nobody's work."""
    return _is_hidden(name) or name.lower() in _JUNK_FOLDERS


def _is_hidden(name: str) -> bool:
    """Tell whether a program hid it: two points are no program's, but a person's who tried to climb out of a folder."""
    return name.startswith(".") and not name.startswith("..")


def stem_of(name: str) -> str:
    """Return the file's name without its suffix, or without both where a notebook's name got a second one."""
    doubled = _DOUBLED.search(name)
    if doubled:
        return name[: doubled.start()] or name
    packed = next((name[: -len(suffix)] for suffix in _TAR if name.lower().endswith(suffix)), "")
    if packed:
        return packed
    dot = name.rfind(".")
    known = dot > 0 and (name[dot + 1 :].lower() in _SUFFIXES or re.fullmatch(r"\w{1,5}", name[dot + 1 :]))
    return name[:dot] if known else name


# How files begin that students hand in under a notebook's name, and the code of what a sentence calls them.
_MAGIC_BYTES = (
    (b"%PDF", "content.pdf"),
    (b"PK\x03\x04", "content.packed"),
    (b"\xd0\xcf\x11\xe0", "content.office"),
    (b"{\\rtf", "content.text"),
    (b"\x89PNG", "content.picture"),
    (b"\xff\xd8\xff", "content.picture"),
    (b"GIF8", "content.picture"),
    (b"Rar!", "content.archive"),
    (b"7z\xbc\xaf", "content.archive"),
    (b"\x1f\x8b", "content.archive"),
    (b"SQLite format 3", "content.database"),
    (b"version https://git-lfs", "content.git_lfs"),
    (b"\x7fELF", "content.compiled"),
)
# A login page saved in place of the file, mostly.
_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


def told_by_content(content: bytes, text: str) -> str | None:
    """Return in words what a file is by its beginning; None for a notebook, a program and anything unknown."""
    if _PAGE.match(text[:2000]):
        return sentence("content.page")
    return next((sentence(code) for begin, code in _MAGIC_BYTES if content.startswith(begin)), None)
