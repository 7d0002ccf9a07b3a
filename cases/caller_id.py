"""Who a call says it comes from. It may route a call; it never proves who is calling."""

from dataclasses import dataclass
from typing import Literal

import phonenumbers

Kind = Literal["e164", "withheld", "short", "emergency", "sip", "client", "unknown"]

WITHHELD_WORDS = frozenset({"anonymous", "restricted", "blocked", "unavailable", "private", "withheld"})
KEYPAD_WORDS = frozenset({"266696687", "7378742833", "2562533", "86282452253", "7748283"})
"""ANONYMOUS, RESTRICTED, BLOCKED, UNAVAILABLE and PRIVATE, spelt on a keypad: carriers send these as numbers."""
UNKNOWN_WORDS = frozenset({"", "unknown", "null", "none", "undefined", "8656696"})
LONGEST_VALUE = 120
"""Characters of a caller's name or address that are kept: the width of the call's record. SIP allows any length."""
SHORTEST_E164 = 8
"""Digits with the country code; fewer cannot be dialled from abroad."""


@dataclass(frozen=True, kw_only=True)
class CallerId:
    """`value` is an E.164 number, a short number's digits, a SIP address or a client's name, or empty."""

    kind: Kind
    value: str = ""


def parse_caller_id(raw: str | None, region: str = "TR") -> CallerId:
    """Read what the carrier sent, whatever it is; `region` is where a number without a country code belongs."""
    text = "".join(c for c in (raw or "") if c.isprintable()).strip()
    word = text.casefold()
    if word in UNKNOWN_WORDS or word.lstrip("+") in UNKNOWN_WORDS:
        return CallerId(kind="unknown")
    if _says_withheld(word):
        return CallerId(kind="withheld")
    if word.startswith(("sip:", "sips:")):
        return CallerId(kind="sip", value=_sip_address(text))
    if word.startswith("client:"):
        return _client(text.partition(":")[2].strip())
    return _number(text, region)


def _says_withheld(word: str) -> bool:
    name = word.removeprefix("sips:").removeprefix("sip:").partition("@")[0]
    return name in WITHHELD_WORDS or word.lstrip("+") in KEYPAD_WORDS


def _sip_address(text: str) -> str:
    """`sip:Ali@Example.com:5060;transport=tls` is ali's address at example.com."""
    return text.partition(";")[0].partition("?")[0].casefold()[:LONGEST_VALUE]


def _client(name: str) -> CallerId:
    return CallerId(kind="client", value=name[:LONGEST_VALUE]) if name else CallerId(kind="unknown")


def _number(text: str, region: str) -> CallerId:
    digits = "".join(c for c in text if c in "0123456789")[:LONGEST_VALUE]
    try:
        if not text.startswith("+") and phonenumbers.is_emergency_number(digits, region):
            return CallerId(kind="emergency", value=digits)
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return CallerId(kind="short", value=digits) if text == digits and digits else CallerId(kind="unknown")
    return _parsed(number, digits)


def _parsed(number: phonenumbers.PhoneNumber, digits: str) -> CallerId:
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    national = phonenumbers.national_significant_number(number)
    if phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.UAN:
        return CallerId(kind="short", value=national)
    if phonenumbers.is_possible_number(number) and len(written) > SHORTEST_E164:
        return CallerId(kind="e164", value=written)
    return CallerId(kind="short", value=digits) if len(digits) < SHORTEST_E164 else CallerId(kind="unknown")
