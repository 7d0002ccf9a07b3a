"""A text message as Twilio has it: what one is made from, and one it tells of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

WHATSAPP: Final = "whatsapp:"
"""Stands before a number on WhatsApp."""


@dataclass(frozen=True, kw_only=True)
class Content:
    """An approved template: its SID, and its variables as the JSON Twilio takes."""

    sid: str
    variables: str


@dataclass(frozen=True, kw_only=True)
class SentMessage:
    """A message of Twilio's list. `created_at` is in whole seconds."""

    sid: str
    status: str
    direction: str
    body: str
    error_code: int | None
    created_at: datetime
