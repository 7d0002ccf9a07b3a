"""What a number of the account, or the application its browsers call, asks of whom: addresses kept at Twilio.

A field that is empty is "" here; Twilio says null. An application or a trunk a number stands under goes before the
number's own addresses, so a number that is to ask us stands under none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ADDRESSES: Final = ("voice_url", "voice_fallback_url", "status_callback", "sms_url")
_GOES_BEFORE: Final = ("voice_application_sid", "sms_application_sid", "trunk_sid")
_METHODS: Final = ("voice_method", "voice_fallback_method", "status_callback_method", "sms_method")
OF_NUMBER: Final = (*ADDRESSES, *_METHODS, *_GOES_BEFORE)
OF_APPLICATION: Final = ("voice_url", "voice_method", "status_callback", "status_callback_method")


@dataclass(frozen=True, kw_only=True)
class Asker:
    """A number or an application, by its SID, and what it asks now."""

    sid: str
    name: str
    """The number as +90…, or the application's SID."""
    asks: Mapping[str, str]

    def missing(self, wanted: Mapping[str, str]) -> dict[str, str]:
        """What of that it does not ask yet."""
        return {field: value for field, value in wanted.items() if self.asks[field] != value}

    def asked_of(self, public: str) -> dict[str, str]:
        """Its addresses that lead to us, each with nothing in its place."""
        return {field: "" for field in ADDRESSES if _is_below(self.asks.get(field, ""), public)}


def wanted_of_number(public: str, fallback: str) -> dict[str, str]:
    """What a number asks that is ours: calls and messages of us, and of `fallback` where we give no answer."""
    voice = {"voice_url": f"{public}/voice/inbound", "voice_fallback_url": fallback,
             "status_callback": f"{public}/voice/status", "sms_url": f"{public}/messages/inbound"}  # fmt: skip
    return voice | dict.fromkeys(_METHODS, "POST") | dict.fromkeys(_GOES_BEFORE, "")


def wanted_of_application(public: str) -> dict[str, str]:
    """What the application asks that our agents' browsers call."""
    addresses = {"voice_url": f"{public}/voice/desk", "status_callback": f"{public}/voice/status"}
    return addresses | {"voice_method": "POST", "status_callback_method": "POST"}


def fallback_of(public: str) -> str:
    return f"{public}/voice/fallback"


def _is_below(address: str, public: str) -> bool:
    return address == public or address.startswith(f"{public}/")
