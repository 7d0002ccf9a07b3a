"""Which numbers we would call: real ones, in countries we call, that cost nobody a fortune."""

from collections.abc import Collection
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberType

HOME: Final = "TR"
"""Where a number that is keyed in without a country code belongs."""
_NEVER: Final = (
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.UAN,
    PhoneNumberType.PAGER,
    PhoneNumberType.VOICEMAIL,
    PhoneNumberType.UNKNOWN,
)


def dialable(written: str, countries: Collection[str]) -> str | None:
    """The number as the network wants it, or None for one we do not call."""
    try:
        number = phonenumbers.parse(written, HOME)
    except phonenumbers.NumberParseException:
        return None
    country = phonenumbers.region_code_for_number(number)
    if not phonenumbers.is_valid_number(number) or country not in countries:
        return None
    if phonenumbers.number_type(number) in _NEVER:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
