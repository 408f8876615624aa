"""What the words around mathematics mean, whatever language they are in: the roles, and the form of a language's table.

A table says of each role which words and phrases have it. It knows no grammar: what a role means where it stands is for
the readers.
"""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """The words of a language by their roles, in small letters, separated by `|`; a phrase has blanks.

    Where a language writes without blanks its words are found inside a run of letters; `joined` says so.
    """

    conjunction: str  # x and y
    disjunction: str  # x or y
    only: str
    both: str  # sowohl … als auch
    negation: str
    nothing: str
    everything: str
    excepting: str
    depends: str  # what stands between a derivative and its variables
    variables: str  # the noun
    constant: str
    but: str
    because: str  # what introduces a reason, and nothing else
    pronouns: str  # for what was named before
    numbers: str  # two, three, four in their order, the forms of one with `/` between
    yes: str
    no: str
    doubt: str
    alternative: str
    wrong: str
    right: str
    reason: str
    condition: str
    restriction: str
    same: str
    operation: str  # words that compute: squared, times
    is_: str  # between a label and its answer
    answer: str
    therefore: str  # and whatever else leads to a label
    articles: str
    step: str
    steps: str
    after: str
    then: str
    ordinals: str  # first, second, … in their order, the forms of one with `/` between
    derivative: str
    with_respect_to: str
    gradient: str
    slope: str
    unit_vector: str
    asks: str  # verbs with which an exercise asks for something
    filling: str  # what is none of these and stands in such sentences
    joined: bool = False


# Every role: a table has all of them, so that no reader finds a language without its words.
ROLES = tuple(field.name for field in fields(Language) if field.name not in ("joined",))
