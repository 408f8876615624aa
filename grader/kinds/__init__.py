"""The kinds of item that a course can ask for, one file each; the table below is the whole registry."""

from __future__ import annotations

from grader.kinds import depends_on, descent, directional_derivative, gradient, partial_derivative, steps, unit_vector
from grader.kinds.protocol import Kind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        partial_derivative.KIND,
        depends_on.KIND,
        gradient.KIND,
        unit_vector.KIND,
        directional_derivative.KIND,
        steps.KIND,
        descent.KIND,
    )
}
