"""What the tier of a customer is called where a colleague is told who it is."""

from typing import Final

from escalations.in_words import has_words, said
from hours.bilingual import Bilingual

UNSAID: Final = ("", "standard", "standart")
"""What most customers are is no news to anybody."""


def tier_words(tier: str | None) -> Bilingual | None:
    """None where there is nothing to say. A tier without words of its own is named as the customer list names it."""
    name = (tier or "").strip()
    if name.lower() in UNSAID:
        return None
    known = f"tier_{name.lower()}"
    return said("brief", known if has_words("brief", known) else "tier", tier=name)
