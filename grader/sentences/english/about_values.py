"""What is said about values that differ, and the slips that lead to them."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # an answer that equals the reference, or not
    "expected": "The right answer is `{answer}`.",
    "undecided": "The machine could not decide whether your answer is right. A person will look at it.",
    "undecided.staff": "Undecided: compare with {reference}.",
    "unfinished": "{happened} Elsewhere it is right. A person will look at it.",
    "unfinished.staff": "Right wherever it came to an end.",
    "whole_numbers.differ": "`{call}` gave {gave}, and with the same numbers as floats {floats}.",
    "whole_numbers.person": "{differ} A person will look at it.",
    "whole_numbers.staff": "Right for floats, and wrong for whole numbers: {differ}",
    "whole_numbers.stopped":
        "`{call}` stopped with {error}: your function needs floats. Make them floats first, as in `x = float(x)`.",
    "whole_numbers.nothing":
        "`{call}` gave nothing: your function needs floats. Make them floats first, as in `x = float(x)`.",
    "whole_numbers.cut_off":
        "`{call}` gave {gave}, with the decimals cut off: your function needs floats. Make them floats first, as in "
        "`x = float(x)`.",
    "difference_quotient.measured":
        "`{name}` measures the slope with a difference quotient. That comes close to the derivative, and it is accepted "
        "here; the rules of differentiation give it exactly.",
    "criterion.value": "The value is right",
    "criterion.form": "The form is {form}",
}
