"""What stands in and under pictures: what each shows, what it is called, and what its marks mean."""

from __future__ import annotations

# By code: `picture.`, what is drawn, and which part of it.
SENTENCES: dict[str, str] = {
    "page.result": "Result",
    "page.right": "What is right, as a picture",
    "picture.table": "The picture as a table",
    # A walk: the path of a descent, or steps by hand
    "picture.walk.map": "Your path over the level lines of {function}",
    "picture.walk.curve": "Your steps on the curve of {function}",
    "picture.walk.heights": "{function} after each step",
    "picture.walk.own": "your points, numbered by steps",
    "picture.walk.wrong": "your first wrong step",
    "picture.walk.downhill": "straight downhill",
    "picture.walk.right_step": "the right step",
    "picture.walk.level": "darker is higher; straight downhill is at a right angle to the thick level line",
    "picture.walk.land": "darker is higher",
    "picture.walk.curve_key": "the curve of {function}",
    "picture.walk.only": "It starts at {start}.",
    "picture.walk.goes": "It goes from {start} to {end}, where it is after step {count}.",
    "picture.walk.falls": "{function} falls at every step.",
    "picture.walk.rises": "{function} rises at every step.",
    "picture.walk.rises_at": "{function} rises at step {step}, from {before} to {after}.",
    "picture.walk.stays": "The point stays where it is.",
    "picture.walk.stays_from": "From step {step} on the point stays where it is.",
    "picture.walk.stays_at": "At step {step} the point stays where it was, and goes on after that.",
    "picture.walk.minimum": "minimum",
    "picture.walk.one_step": "the ring is where one step by your own rule leads",
    "picture.walk.one_step_label": "one step",
    "picture.walk.no_number": "From step {step} on there is no number any more.",
    "picture.walk.first_wrong": "The first wrong step is number {step}.",
    "picture.walk.your_step": "your step",
    "picture.walk.step": "step",
    "picture.walk.no_number_label": "no number",
    # The slice of a surface, with a slope
    "picture.slice.title": "The curve of {function} where {fixed}, and your slope",
    "picture.slice.title_alone": "The curve of {function}, and your slope",
    "picture.slice.title_along": "The curve of {function} along the direction from {point}, and your slope",
    "picture.slice.says": "At {point} a line with your slope {slope} crosses the curve: it does not touch it.",
    "picture.slice.own": "a line with your slope, {slope}",
    "picture.slice.curve": "the curve of {function}",
    "picture.slice.along": "steps along the direction",
    # A direction
    "picture.dial.title": "Your vector on a dial",
    "picture.dial.says": "Your vector {vector} has length {length}.",
    "picture.dial.says_angle": "Your vector {vector} has length {length} and stands at {angle}° from the {axis}-half-axis.",
    "picture.dial.own": "your vector",
    "picture.dial.circle": "all vectors of length 1",
    "picture.dial.from": "the half-axis from which the angle is measured",
    "picture.dial.should": "the direction that is asked for",
    "picture.dial.angle": "{angle}°",
    "picture.dial.length": "length {length}",
    # A gradient
    "picture.arrows.title": "Your gradient over the level lines of {function}",
    "picture.arrows.title_at": "Your vector at {point} over the level lines of {function}",
    "picture.arrows.says": "At each dot your vector is drawn as an arrow. A gradient is at a right angle to the level line and "
    "points to where {function} rises; yours does not at {wrong} of {all}.",
    "picture.arrows.says_right_angle": "At each dot your vector is drawn as an arrow. A gradient is at a right angle to the level "
    "line and points to where {function} rises.",
    "picture.arrows.own": "your vectors; a gradient crosses level lines at a right angle, towards the dark",
    "picture.arrows.land": "darker is higher; the thick lines are the level lines at the arrows",
    "picture.arrows.point": "point",
    "picture.arrows.vector": "your vector",
    "picture.component": "component",
}
