"""States, reasons and kinds of callbacks in the words in which people read them."""

from callbacks.dialler.said import is_said, said
from hours.bilingual import Bilingual

WORDS = "life_words"


def state_told(state: str) -> Bilingual:
    return _told(f"state_{state}", state)


def reason_told(why: str) -> Bilingual:
    """A few words; why somebody is not called has a sentence as well (`refusal_in_words`)."""
    return _told(f"why_{why}", why)


def kind_told(kind: str) -> Bilingual:
    return _told(f"kind_{kind}", kind)


def _told(key: str, name: str) -> Bilingual:
    """In people's words, or as it is where nobody has words for it."""
    return said(WORDS, key) if is_said(WORDS, key) else Bilingual(tr=name, en=name)
