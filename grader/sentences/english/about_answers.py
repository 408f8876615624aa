"""What is said about answers of all kinds: whether there is one, in which form, and where it stands."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "placeholder": "`{name}` still has the placeholder of the template. Replace it with your answer.",
}
