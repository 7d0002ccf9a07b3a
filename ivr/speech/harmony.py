"""Turkish endings by vowel harmony: `otuz` to `otuza`, `dört` to `dörde`, `25 Kasım Çarşamba` to `… Çarşamba'ya`."""

from typing import Final, Literal, get_args

from cases.turkish import tr_lower

Case = Literal["dative", "locative", "ablative", "accusative", "genitive"]
CASES: Final[tuple[Case, ...]] = get_args(Case)
"""Towards (`-e`), at (`-de`), from (`-den`), the object (`-i`), of (`-in`)."""

_BACK: Final = "aıou"
_VOWELS: Final = _BACK + "eiöü"
_NARROW: Final = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}
"""The narrow vowel that follows each vowel."""
_VOICELESS: Final = "çfhkpsşt"
_SOFTENED: Final = {"dört": "dörd"}
"""Number words whose last letter softens before a vowel."""


def inflected(text: str, spoken: str, case: Case) -> str:
    """The text in a case; `spoken` is how it is said, which is what decides the ending of `15.30'a`.

    Numerals and names take an apostrophe, as Turkish is written.
    """
    last = text.rsplit(maxsplit=1)[-1]
    ending = _ending(spoken if last[-1].isdigit() else last, case)
    if last[-1].isdigit() or last[0].isupper():
        return f"{text}'{ending}"
    return _stem(text, ending) + ending


def ordinal_word(word: str) -> str:
    """A number word's ordinal: `üç` to `üçüncü`, `altı` to `altıncı`."""
    narrow = _NARROW[_last_vowel(word)]
    ending = f"nc{narrow}" if _ends_in_vowel(word) else f"{narrow}nc{narrow}"
    return _stem(word, ending) + ending


def _ending(word: str, case: Case) -> str:
    vowel, open_end = _last_vowel(word), _ends_in_vowel(word)
    wide, narrow = "a" if vowel in _BACK else "e", _NARROW[vowel]
    hard = "t" if tr_lower(word)[-1] in _VOICELESS else "d"
    match case:
        case "dative":
            return ("y" if open_end else "") + wide
        case "accusative":
            return ("y" if open_end else "") + narrow
        case "genitive":
            return ("n" if open_end else "") + narrow + "n"
        case "locative":
            return hard + wide
        case "ablative":
            return hard + wide + "n"


def _stem(text: str, ending: str) -> str:
    last = text.rsplit(maxsplit=1)[-1]
    if ending[0] in _VOWELS and last in _SOFTENED:
        return text.removesuffix(last) + _SOFTENED[last]
    return text


def _last_vowel(word: str) -> str:
    return next((letter for letter in reversed(tr_lower(word)) if letter in _VOWELS), "e")


def _ends_in_vowel(word: str) -> bool:
    return tr_lower(word)[-1] in _VOWELS
