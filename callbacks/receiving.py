"""What comes in is put on its case in one transaction, its owner learns of it, and what is owed in return leaves."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from callbacks.mail.automatic import is_our_own
from callbacks.mail.bounce import letter_that_came_back
from callbacks.mail.reading import read_letter
from callbacks.undelivered import owner_learns
from cases.arrived import Arrived
from cases.care import Care
from cases.landing import Landed, land
from cases.message import letter_came_back
from cases.opt_out import is_opted_out, opt_in, opt_out, wish_in
from records.audit import append as append_audit
from records.database import serialise, writing
from staff.notice import Notice, keep_notice


class Reception(Protocol):
    """Where messages come in: at a webhook, through the API, from a mail server's pipe."""

    @property
    def database(self) -> Engine: ...
    @property
    def care(self) -> Care: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    @property
    def new_id(self) -> Callable[[], str]: ...


EXCERPT: Final = 60
"""Letters of a message that its notice shows."""


def receive(board: Reception, arrived: Arrived) -> Landed:
    """Raises RecordsUnavailable: then nothing was kept, and it may be handed in again."""
    with writing(board.database) as session:
        serialise(session, f"received:{arrived.sender}")
        wish = _wish(session, board, arrived)
        landed = land(session, arrived, care=board.care, now=board.clock(), new_id=board.new_id, quietly=wish)
        if landed.case_number and not landed.repeated and not arrived.automatic:
            _tell_owner(session, board, arrived, landed)
    return landed


def receive_letter(board: Reception, raw: bytes) -> Landed:
    """The same of a letter as it came (RFC 822). Raises NoLetter, RecordsUnavailable.

    A report that a letter of ours did not arrive is believed; a letter of ours that came back to us is let go.
    """
    letter = read_letter(raw, now=board.clock())
    if is_our_own(letter.parsed):
        return Landed(message_id=letter.arrived.id, case_number=None)
    name = letter_that_came_back(letter.parsed)
    if name is None:
        return receive(board, letter.arrived)
    with writing(board.database) as session:
        ours = letter_came_back(session, name, now=board.clock())
        if ours is not None:
            owner_learns(session, ours.id, board.clock())
    return Landed(message_id=letter.arrived.id, case_number=ours.case_number if ours else None)


def _wish(session: Session, board: Reception, arrived: Arrived) -> bool:
    """Whether it is a wish about messages and nothing else. It is obeyed on the channel it came on.

    "Yes" is such a wish only of somebody who had stopped our messages: to anybody else it is an answer.
    """
    wish = wish_in(arrived.body) or (wish_in(arrived.subject or "") if arrived.channel == "email" else None)
    stopped = is_opted_out(session, arrived.sender, arrived.channel)
    if arrived.automatic or wish is None or (wish == "start" and not stopped):
        return False
    if wish == "stop":
        opt_out(session, arrived.sender, how="message", now=board.clock(), channel=arrived.channel)
    else:
        opt_in(session, arrived.sender, arrived.channel)
    if stopped != (wish == "stop"):
        what = "opted_out" if wish == "stop" else "opted_in"
        told = {"channel": arrived.channel}
        append_audit(session, "customer", what, f"address:{arrived.sender}"[:120], told, board.clock())
    return True


def _tell_owner(session: Session, board: Reception, arrived: Arrived, landed: Landed) -> None:
    """Who owns the case; of a case nobody owns, those the centre named for it."""
    words = " ".join((arrived.body or arrived.subject or "").split())
    short = words if len(words) <= EXCERPT else f"{words[: EXCERPT - 1]}…"
    for agent in (landed.owner_id,) if landed.owner_id else board.care.follow_ups.desk:
        who = "message_received" if landed.known_sender else "stranger_wrote"
        notice = Notice(id=f"received:{arrived.id}:{agent}", agent_id=agent, kind="message_received",
                        key=f"notice_{who}_{arrived.channel}", args={"words": short},
                        case_number=landed.case_number, at=board.clock())  # fmt: skip
        keep_notice(session, notice)
