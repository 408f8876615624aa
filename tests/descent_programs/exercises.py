"""An exercise with one program, as YAML."""

from __future__ import annotations

from collections.abc import Iterable


def descending(
    expression: str, starts: object, variables: Iterable[str] = ("x",), *,
    size: object = None, tolerance: object = None, prompt: str = "p", title: str = "t", **keys: object,
) -> str:  # fmt: skip
    """An exercise that asks for `descend`, on this function from these starts; `size` is a step size that it fixes."""
    names, fixed = ", ".join(variables), "" if size is None else f", {size}"
    near = "" if tolerance is None else f", tolerance: {tolerance}"
    more = "".join(f", {key}: {value}" for key, value in keys.items())
    return (
        f"title: {title}\nprompt: {prompt}\nfunctions:\n  f({names}): \"{expression}\"\nitems:\n"
        f"  - {{id: descend, points: 10{near}, program: {{method: \"descent(f{fixed})\", starts: {starts}{more}}}}}\n"
    )
