"""Where a mail server hands letters in: `sahip mail receive` at the end of its pipe."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import Engine

from callbacks.receiving import receive_letter
from cases.care import Care
from cases.landing import Landed
from engine.centre_in_force import centre_here_in_force
from engine.demo_clock import clock_of
from engine.demo_settings import source_here
from engine.stores import database_of, see_to_schema


@dataclass(frozen=True, kw_only=True)
class MailDesk:
    database: Engine
    care: Care
    clock: Callable[[], datetime]
    new_id: Callable[[], str]


def mail_desk_here() -> MailDesk:
    """Raises SettingsRefused, CentreInvalid, SchemaOutdated."""
    settings = source_here().settings()
    see_to_schema(settings)
    return MailDesk(
        database=database_of(settings),
        care=centre_here_in_force(settings).care,
        clock=clock_of(settings),
        new_id=lambda: token_hex(16),
    )


def hand_in(raw: bytes) -> Landed:
    """Raises NoLetter, and RecordsUnavailable where it should be handed in again."""
    return receive_letter(mail_desk_here(), raw)
