"""The ways a customer can be written to, and which of them they like."""

from typing import Final, Literal, get_args

Channel = Literal["sms", "whatsapp", "email"]
CHANNELS: Final[tuple[Channel, ...]] = get_args(Channel)
BY_TELEPHONE: Final[tuple[Channel, ...]] = ("sms", "whatsapp")
"""Channels whose address is a telephone number."""


def channel_named(name: str | None) -> Channel | None:
    """The channel of that name; None for what is none."""
    return next((channel for channel in CHANNELS if channel == name), None)
