"""Numbers that are names: of cases, of telephones, of vouchers. They are read in small groups, as they are keyed in."""

import re
from collections.abc import Iterable
from typing import Final

from ivr.speech.catalogue import catalogue
from ivr.speech.numbers import cardinal
from ivr.speech.reading import Reading

_TURKISH_PHONE: Final = re.compile(r"(?:\+?90|0)?([2-5][0-9]{2})([0-9]{3})([0-9]{2})([0-9]{2})")
_SERVICE_PHONE: Final = re.compile(r"(444)([0-9])([0-9]{3})")
_PHONE: Final = re.compile(r"\+?[0-9]{3,15}")


def read_digits(value: str, language: str) -> Reading | None:
    """One by one: `dört, sekiz, bir, iki`. Letters among them stay letters, dashes are not read."""
    if not _is_name(value):
        return None
    return Reading(
        spoken=", ".join(_one(character, language) for character in value if character != "-"), written=value
    )


def read_pairs(value: str, language: str) -> Reading | None:
    """In pairs, the odd one first: `kırk sekiz, on iki`. English reads the digits of each pair."""
    if not value.isascii() or not value.isdigit():
        return read_digits(value, language)
    odd = len(value) % 2
    groups = [value[:odd], *(value[at : at + 2] for at in range(odd, len(value), 2))]
    return Reading(spoken=_grouped(filter(None, groups), language), written=value)


def read_phone(value: str, language: str) -> Reading | None:
    """A Turkish number by digits and pairs, in the groups it is written in: `sıfır, beş otuz iki, bir yirmi üç, kırk
    beş, altmış yedi`. No hundreds, which are heard as a number of their own: `beş yüz otuz iki, yüz yirmi üç` may be
    532 123 or 500 32 123. Short numbers such as 444 0 123 as everybody says them; others digit by digit.
    """
    if own := _TURKISH_PHONE.fullmatch(value):
        groups = ["0", *own.groups()]
        spoken = ", ".join(_in_pairs(group, language) for group in groups)
        return Reading(spoken=spoken, written=" ".join(groups))
    if service := _SERVICE_PHONE.fullmatch(value):
        return _in_groups([*service.groups()], language)
    if not _PHONE.fullmatch(value):
        return None
    digits = value.removeprefix("+")
    plus = f"{catalogue(language).plus} " if value.startswith("+") else ""
    return Reading(spoken=plus + ", ".join(_one(digit, language) for digit in digits), written=value)


def read_group(digits: str, language: str) -> str:
    """Digits that are said in one breath, with the zeros in front of them: `05` is `sıfır beş`."""
    zero = catalogue(language).small[0]
    number = digits.lstrip("0")
    if language == "en":
        return " ".join(_one(digit, language) for digit in digits)
    return " ".join([zero] * (len(digits) - len(number)) + ([cardinal(int(number), language)] if number else []))


def _in_pairs(group: str, language: str) -> str:
    """Three digits in one breath, as one and two: `beş otuz iki`."""
    parts = (group[0], group[1:]) if len(group) == 3 else (group,)
    return " ".join(read_group(part, language) for part in parts)


def _in_groups(groups: list[str], language: str) -> Reading:
    return Reading(spoken=_grouped(groups, language), written=" ".join(groups))


def _grouped(groups: Iterable[str], language: str) -> str:
    return ", ".join(read_group(group, language) for group in groups)


def _one(character: str, language: str) -> str:
    return catalogue(language).small[int(character)] if character.isdigit() else character.upper()


def _is_name(value: str) -> bool:
    return 0 < len(value) <= 40 and value.isascii() and value.replace("-", "").isalnum()
