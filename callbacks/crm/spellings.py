"""How a number may stand in somebody else's records: typed by people, in many ways."""

from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberFormat

FORMATS: Final = (PhoneNumberFormat.E164, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.NATIONAL)


def spellings(phone: str) -> list[str]:
    """Of an E.164 number, each once, the strictest first.

    +905321234567, +90 532 123 45 67, 0532 123 45 67, 05321234567, 5321234567, 905321234567.
    """
    number = phonenumbers.parse(phone)
    written = [phonenumbers.format_number(number, form) for form in FORMATS]
    bare = [digits_of(written[2]), national(phone), digits_of(phone)]
    return list(dict.fromkeys([*written, *bare]))


def national(phone: str) -> str:
    """Without the country's code and the zero that stands for it."""
    return phonenumbers.national_significant_number(phonenumbers.parse(phone))


def is_number(text: object, phone: str) -> bool:
    """Whether this is that number, however it is written: searches of CRMs find more than was asked for."""
    digits = digits_of(text) if isinstance(text, str) else ""
    return digits in {digits_of(each) for each in spellings(phone)}


def digits_of(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())
