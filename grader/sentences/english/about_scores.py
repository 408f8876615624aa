"""What is said about points, lateness, attempts and groups."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # attempts and groups
    "several_submissions": "More than one submission of yours was found; they were read together.",
    "several_submissions.assignments": "What you handed in for {most} and {last} was read together.",
    "group": "Handed in together: {names}.",
    # lateness
    "lateness": "Handed in {submitted}, due {due}: {reckoned}",
    "lateness.of_exercises": "{exercises}: {text}",
    "lateness.one_day": "{count} day late",
    "lateness.days": "{count} days late",
    "lateness.one_hour": "{count} hour late",
    "lateness.hours": "{count} hours late",
    "lateness.in_time": "in time.",
    "lateness.grace": "within the time of grace, so nothing is taken off.",
    "lateness.too_late": "{late}, and the last time was {last}: nothing counts.",
    "lateness.free": "{late}; nothing is taken off for that.",
    "lateness.step": "{late}, {share} of {base} taken off.",
    "lateness.product": "{late}, {product} of {base} taken off.",
    "lateness.product_capped": "{late}, {product} of {base}, at most {most} taken off.",
    "lateness.all_points": "all points",
    "lateness.score": "the score",
    "lateness.marked": "Marked as late, but {why}; due {due}. {taken}",
    "lateness.time_unread": "its time `{time}` cannot be read",
    "lateness.time_unknown": "when it came is not known",
    "lateness.waits": "Nothing is taken off until somebody says the time.",
    "lateness.costs_nothing": "Nothing is taken off for that.",
    # rules
    "booking.best": "the best {count} of {among} count",
}
