"""What a letter says around its findings: what to do next, what rules made of a score, how an answer was read."""

from __future__ import annotations

# By code. What a verdict is called, and what is said of an item if its check said nothing, have the verdict after the dot.
SENTENCES: dict[str, str] = {
    # Verdicts
    "verdict.correct": "correct",
    "verdict.partial": "partly right",
    "verdict.incorrect": "not right yet",
    "verdict.unanswered": "no answer found",
    "verdict.did_not_run": "did not run",
    "verdict.skipped": "not checked",
    "verdict.needs_review": "a person will look at it",
    "unsaid.partial": "Part of `{name}` is right. Look once more at the rest, one term or one step at a time.",
    "unsaid.incorrect": "`{name}` is not right yet. Work it out once more on paper and compare it term by term.",
    "unsaid.unanswered": "No answer was found for `{name}`. Define it under just this name and hand in again.",
    "unsaid.did_not_run": "`{name}` could not be run. Restart the kernel, run all cells in order, mend the first error.",
    "unsaid.skipped": "`{name}` builds on an answer that is not right yet. Mend that one first.",
    "unsaid.needs_review": "`{name}` could not be judged here. It is not your fault: a person will look at it.",
    # What to do next
    "next_step.title": "Next step:",
    "next_step.unreadable": "hand in a file that opens on your own machine; nothing in this one could be read.",
    "next_step.partial": "start with `{name}` ({exercise}): it is partly right.",
    "next_step.incorrect": "start with `{name}` ({exercise}): it is not right yet.",
    "next_step.unanswered": "start with `{name}` ({exercise}): it has no answer yet.",
    "next_step.did_not_run": "start with `{name}` ({exercise}): it did not run.",
    "next_step.more": "After that, {questions} to go.",
    "next_step.wait": "nothing for you to do now; wait until a person has looked at what is marked below.",
    "next_step.nothing": "nothing to mend. Well done!",
    # What is still open
    "provisional.title": "Provisional.",
    "provisional.reader": "This result is provisional: a person will look at what could not be read here.",
    "provisional.time": "This result is provisional: a person will say when it was handed in.",
    "provisional.one": "This result is provisional: {names} was not judged automatically and waits for a person. "
    "Up to {points} may come from that.",
    "provisional.several": "This result is provisional: {names} were not judged automatically and wait for a person. "
    "Up to {points} may come from that.",
    # Scores, and what rules and persons made of them
    "score.points": "{earned} of {possible} points",
    "score.excused": "excused, no score",
    "score.lost": "{points} lost",
    "rule.struck": "Counts for nobody: {why}.",
    "rule.excused": "You are excused from this: {why}.",
    "rule.given": "Everybody gets this in full: {why}.",
    "rule.bonus": "A bonus: it adds to what you earn, and nothing is lost without it.",
    "rule.override": "A person set this to {points}: {why} ({by}). The grader gave {machine}.",
    "rule.total": "the total",
    "rule.decision": "A person set {what} to {points}: {why} ({by}).",
    "rule.weight": "{what} counts as {points}.",
    "rule.best": "{what} is left out of the total: {why}.",
    "rule.least": "{what} is at least {points}.",
    "rule.most": "{what} is at most {points}.",
    "rule.lateness": "That is {points} less.",
    # Places in a student's own file
    "place.line": "line {line}",
    "place.cell": "cell {cell}, line {line}",
    "place.text": "text cell {cell}, line {line}",
    # One question
    "letter.late": "handed in late",
    "letter.question": "Question",
    "letter.points": "Points",
    "letter.criterion": "What was looked at",
    "letter.read_as": "Your answer was read as {answer}",
    "letter.read_as_right": "read as {answer}",
    "letter.look_at": "Look at {place}.",
    "letter.look_at_line": "Look at {place}: {line}",
    "letter.see": "See {place}.",
    "letter.call": "The call {call}",
    "letter.call_gave": "The call {call} gave {value}",
    # What CI systems show
    "ci.more": "{questions} in the step summary.",
    "ci.cut": "The summary is cut here, because GitHub takes no longer one. The rest is in the reports.",
    "ci.isolation": "Isolation of student code: {isolation}",
    "ci.hundredths": "Classroom 50 counts in whole numbers, so its score is in hundredths of a point: {score} of {most} there "
    "is {earned} of {possible} points.",
    "ci.test_hundredths": "{earned} of {possible}, scores are in hundredths of a point",
    "ci.nothing": "nothing with points",
    # `grader.check()`: how an answer stands, and what a check says around its table
    "standing.right": "right",
    "standing.not_yet": "not right yet",
    "standing.unanswered": "no answer yet",
    "standing.did_not_run": "did not run",
    "standing.unchecked": "not checked here",
    "check.folder": "exercises: {folder}",
    "check.summary": "{right} of {all} right so far",
    "check.all_right": "All right so far.",
    "check.remedy": "Put the folder `exercises` of your course beside this notebook, or name it with "
    '`grader.check(exercises="DIR")`; "lesson" takes those that came with the grader.',
    "check.no_limit": "In this browser nothing stops a function that never ends. If this takes long, restart the kernel and check "
    "your loops.",
    "check.takes_a_while": "Checking `{name}` takes a while; a call is stopped after {seconds} s.",
    "check.no_exercises": "There are no exercises (*.yml) in {folder}.",
    "check.nothing_defined": "Nothing of the exercises is defined yet ({titles}). Run your cells first, then this one.",
    "check.title": "“{title}”",
    "check.unknown": "There is nothing called `{name}` to check. There are {items}.",
    "check.unknown_near": "There is nothing called `{name}` to check. Did you mean `{near}`?",
    "check.no_such_value": "No answer has this value. Write the name of one in quotes, as in `grader.check(\"{name}\")`.",
    "check.set_below": "`{name}` is set in a cell below: choose “Restart and run all” and see.",
    "check.builds_on": "This builds on {names}: mend that first.",
    "check.builds_on_and": " and ",
    "check.nothing_typed_in": "nothing is typed in while your function is checked",
}

SEVERAL: dict[str, str] = {
    "Nothing called {name}": "Nothing called any of {name}",
    "{name} is empty. Put your answer there.": "{name} are empty. Put your answers there.",
    "{name} still has the placeholder of the template. Replace it with your answer.":
        "{name} still have the placeholders of the template. Replace them with your answers.",
    "Define {name} in a cell": "Define {name}, each in a cell",
}  # fmt: skip
"""Parts of sentences about one name without an answer, and how they go for several names."""
