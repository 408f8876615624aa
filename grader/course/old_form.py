"""Exercise files in the form of before November 2026: what to write in place of each of their keys.

Knows no more of the old form than a sentence needs; nothing is converted or graded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grader.course.yaml_documents import Path

KINDS = ("partial_derivative", "gradient", "unit_vector", "directional_derivative", "depends_on", "steps", "descent")
"""What `kind:` could be."""
_SAID_BY_THE_TERM = ("kind", "with_respect_to", "angle_degrees", "measured_from", "towards", "vector", "after")
"""Keys of an item that a term took the place of."""


def refusals(document: Mapping[str, object]) -> Iterator[tuple[Path, str]]:
    """Yield what is in the old form, each with what to write instead."""
    function = document.get("function")
    if "function" in document and "functions" not in document:
        name, variables, formula = "f", "x, y", "4*x*y + y**3"
        if isinstance(function, Mapping):
            name, formula = str(function.get("name", name)), str(function.get("expression", formula))
            stated = function.get("variables")
            variables = ", ".join(map(str, stated)) if isinstance(stated, list) else variables
        yield ("function",), f"functions have a new form; write `functions:` and below it `{name}({variables}): {formula}`"
    items = document.get("items")
    for at, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, Mapping) and ("answer" in item or "program" in item):
            for key in _SAID_BY_THE_TERM:
                if key in item:
                    yield ("items", at, key), "belongs to the form of before; leave it out, since the term says it"
        elif isinstance(item, Mapping) and item.get("kind") in KINDS:
            name = str(function.get("name", "f")) if isinstance(function, Mapping) else "f"
            yield ("items", at, "kind"), f"items have a new form; write `{_instead(item, name, items)}`"  # type: ignore[arg-type]


def _instead(item: Mapping[str, object], function: str, items: list[object]) -> str:
    """Return the key to write in place of `kind` and the keys that belong to it."""
    by = item.get("with_respect_to", "x")
    match item["kind"]:
        case "partial_derivative":
            return f"answer: diff({function}, {by})"
        case "depends_on":
            return f"answer: names_in(diff({function}, {by}))"
        case "gradient":
            return f"answer: gradient({function})"
        case "unit_vector":
            return f'answer: "{_direction(item)}"'
        case "directional_derivative":
            return f'answer: "{_slope(item, function, items)}"'
        case "steps":
            start, size, count = item.get("start", "[1, 2]"), item.get("step_size", 0.1), item.get("count", 2)
            return f'answer: "steps(descent({function}, {size}), start={start}, count={count})"'
    size = item.get("step_size")
    method = f"descent({function}, {size})" if isinstance(size, int | float) else f"descent({function})"
    return f"program: {{method: {method}, starts: …}}` with all other keys of a descent inside, as in `program: {{…, rubric: …}}"


def _direction(item: Mapping[str, object]) -> str:
    if "vector" in item:
        parts = item["vector"]
        return f"unit([{', '.join(map(str, parts))}])" if isinstance(parts, list) else "unit([3, 4])"
    axes = [f", '{item[key]}'" for key in ("measured_from", "towards") if key in item]
    return f"direction({item.get('angle_degrees', 30)}{''.join(axes)})"


def _slope(item: Mapping[str, object], function: str, items: list[object]) -> str:
    after = item.get("after")
    earlier = [other for other in items if isinstance(other, Mapping) and isinstance(after, list) and other.get("id") in after]
    by_kind = {str(other.get("kind")): str(other.get("id")) for other in earlier}
    gradient = by_kind.get("gradient", f"gradient({function})")
    return f"dot({gradient}, {by_kind.get('unit_vector') or _direction(item)})"
