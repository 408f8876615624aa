"""What is said about answers of all kinds: whether there is one, in which form, and where it stands."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # beside an answer, and where nothing was read
    "unread_text.item": "No answer was found for `{name}`, but not all of your text was read: {why} A person will look at it.",
    "unread_text.note": "Not read: {why}",
    "placeholder": "`{name}` still has the placeholder of the template. Replace it with your answer.",
}
