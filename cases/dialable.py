"""Which numbers we would call: real ones, in countries and of kinds we call, that cost nobody a fortune.

The one place for all of it: who makes a callback, moves, imports or dials one, or writes to a number, asks here.
Who asks for a callback chooses the number we call, and whoever earns by calls to a number chooses that.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType
from phonenumbers.shortnumberinfo import SUPPORTED_SHORT_REGIONS, is_emergency_number

HOME: Final = "TR"
"""Where a number that is keyed in without a country code belongs."""
SHORT_DIGITS: Final = 6
"""A number of so few digits that is nobody's telephone is a service of some network, or nothing."""
SATELLITE: Final = (870, 881, 882, 883)
"""Country codes of networks that are in no country: Inmarsat, Iridium and the like, at several dollars a minute."""

NotCalled = Literal[
    "no_number",
    "emergency_number",
    "short_number",
    "our_number",
    "satellite",
    "country",
    "denied_prefix",
    "number_type",
]
"""Why a number is not called. `country`: its plan of numbers belongs to none of ours (Jamaica is not the United States,
though both begin with +1). `number_type`: premium rate, shared cost, company-wide, personal, pager, or not on our list.
"""
Kind = Literal["mobile", "fixed_line", "fixed_line_or_mobile", "voip", "toll_free"]
"""Kinds of number that may be called at all; all others bill whoever calls, or forward to where that is done."""
USUAL_KINDS: Final[tuple[Kind, ...]] = ("mobile", "fixed_line", "fixed_line_or_mobile", "voip")

EVERYWHERE: Final = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""Every country that has telephones."""


@dataclass(frozen=True, kw_only=True)
class NumbersWeCall:
    """`countries` are ISO codes of regions, `deny_prefixes` beginnings of numbers in E.164, `ours` our own numbers."""

    countries: Collection[str]
    kinds: Collection[str] = USUAL_KINDS
    deny_prefixes: tuple[str, ...] = ()
    ours: Collection[str] = ()


def dialable(written: str, we_call: NumbersWeCall) -> str | None:
    """The number as the network wants it, or None for one we do not call."""
    number = _read(written)
    return _e164(number) if number is not None and _why_not(number, we_call) is None else None


def why_not_called(written: str, we_call: NumbersWeCall) -> NotCalled | None:
    """Why this number is never called under these rules; None where it is."""
    number = _read(written)
    return _why_not(number, we_call) if number is not None else "no_number"


def is_region(code: str) -> bool:
    """Whether a country of this code has telephone numbers: a wrong one would refuse all of its callers unseen."""
    return code in EVERYWHERE


def _why_not(number: PhoneNumber, we_call: NumbersWeCall) -> NotCalled | None:
    e164 = _e164(number)
    if e164 in we_call.ours:
        return "our_number"
    if not phonenumbers.is_valid_number(number):
        return _not_a_telephone(phonenumbers.national_significant_number(number))
    if number.country_code in SATELLITE:
        return "satellite"
    if phonenumbers.region_code_for_number(number) not in we_call.countries:
        return "country"
    if e164.startswith(we_call.deny_prefixes):
        return "denied_prefix"
    return None if _kind(number) in we_call.kinds else "number_type"


def _not_a_telephone(digits: str) -> NotCalled:
    if len(digits) > SHORT_DIGITS:
        return "no_number"
    helps = _calls_for_help(digits) or _calls_for_help(digits.lstrip("0"))
    return "emergency_number" if helps else "short_number"


@lru_cache(maxsize=256)
def _calls_for_help(digits: str) -> bool:
    """In any country: nobody who keys in 911 here means a telephone."""
    return any(is_emergency_number(digits, region) for region in SUPPORTED_SHORT_REGIONS)


def _kind(number: PhoneNumber) -> str:
    return PhoneNumberType.to_string(phonenumbers.number_type(number)).lower()


def _read(written: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(written, HOME)
    except phonenumbers.NumberParseException:
        return None


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
