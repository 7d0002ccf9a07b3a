"""It goes on by another channel: by e-mail or text message, or at a branch, under the same number and with the same
due date, so that nobody tells their story a second time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal, get_args

from sqlalchemy.orm import Session

from cases.case import Case
from cases.channel import Channel, channel_named
from cases.complaint import ANSWER, promise_answer
from cases.follow_up import message_named, window_is_open, write_follow_up
from cases.follow_up_rules import house_words
from cases.message import MessageRow
from cases.promise import OURS, make_promise, promises_of
from cases.reach import Address, ways_to_write
from escalations.board import EscalationBoard
from records.audit import append as append_audit

Place = Literal["sms", "whatsapp", "email", "branch"]
"""Where it goes on."""
PLACES: Final[tuple[str, ...]] = get_args(Place)
BRANCH: Final = "branch"
TEMPLATES: Final = {BRANCH: "at_a_branch"}
ELSEWHERE: Final = "goes_on_here"
_OFFERED: Final[tuple[Place, ...]] = ("sms", "email", "branch")
"""What a flow offers."""


class ChannelRefused(Exception):
    """It cannot go on there. `why`: no_case, closed, or no_address where they cannot be written to like that."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class ChannelChanged:
    """`reference` is the case's number, `due` by when they have our answer, `message` what waits in the outbox."""

    reference: str
    due: datetime
    message: str


@dataclass(frozen=True, kw_only=True)
class Terms:
    """`what` is promised, `within` so long, where nothing is owed yet that they may hear of. Who `knows` has proved who
    they are, and keeps the moment they know already. `language` is the one they speak with us."""

    what: str
    within: timedelta
    knows: bool
    language: str


def change_channel(
    board: EscalationBoard,
    session: Session,
    *,
    once: str,
    case_number: str | None,
    place: str,
    by: str,
    terms: Terms | None = None,
) -> ChannelChanged:
    """In the caller's transaction; under the same `once` it is one message. Raises ChannelRefused.

    What is owed on the case stays owed, by the moment they know already; without anything an answer is promised.
    `terms` are those of a caller whom nobody talks with; at a desk we know who it is.
    """
    case = _open_case(session, case_number)
    address = next(_addresses(board, session, case, channel_named(place)), None)
    if address is None:
        raise ChannelRefused("no_address")
    due, about, now = _due(board, session, case, terms), f"channel:{once}", board.clock()
    new = session.get(MessageRow, message_named(about)) is None
    template, language = TEMPLATES.get(place, ELSEWHERE), terms.language if terms else None
    message = write_follow_up(session, once=about, case_number=case.number, template=template, language=language,
                              args={"due": due.isoformat()}, care=board.care, now=now, address=address)  # fmt: skip
    if message is None:
        raise ChannelRefused("no_address")
    if new:
        told = {"to": place, "due": due.isoformat()}
        append_audit(session, by, "channel_changed", f"case:{case.number}", told, now)
    return ChannelChanged(reference=case.number, due=due, message=message)


def _open_case(session: Session, number: str | None) -> Case:
    case = session.get(Case, number, with_for_update=True) if number else None
    if case is None or case.status != "open":
        raise ChannelRefused("no_case" if case is None else "closed")
    return case


def places_for(board: EscalationBoard, session: Session, case: Case) -> tuple[Place, ...]:
    """Where it could go on now, of what this centre uses: at a branch, whoever can be written to about it."""
    there = {way.channel for way in ways_to_write(session, case, board.care.follow_ups.channels)} & {*_OFFERED}
    return tuple(place for place in _OFFERED if place in there or (place == BRANCH and there))


def _addresses(board: EscalationBoard, session: Session, case: Case, channel: Channel | None) -> Iterator[Address]:
    """On that channel; about a branch they are written to however they can be, on WhatsApp where they write there."""
    channels = (channel,) if channel is not None else board.care.follow_ups.channels
    for way in ways_to_write(session, case, channels):
        if channel is None and way.channel == "whatsapp" and not window_is_open(session, way.to, board.clock()):
            continue
        yield replace(way, leaves_at=board.clock())  # they are awake: they asked for it a moment ago


def _due(board: EscalationBoard, session: Session, case: Case, terms: Terms | None) -> datetime:
    """The next thing we owe. Who has not proved who they are is not told of it: they are owed an answer by itself, and
    asking again does not put that off."""
    if terms is not None and not terms.knows:
        return _answer_by_itself(board, session, case, terms)
    owed = [one for one in promises_of(session, case.number) if one.party == OURS and one.status == "open"]
    ahead = [one for one in owed if one.due_at > board.clock()]
    if ahead:
        return ahead[0].due_at
    what = terms.what if terms else house_words("answer_promise")
    within = terms.within if terms else board.care.follow_ups.answer_within
    return promise_answer(session, case, what=what, within=within, now=board.clock()).due_at


def _answer_by_itself(board: EscalationBoard, session: Session, case: Case, terms: Terms) -> datetime:
    """One that was promised in the same words and is still ahead is this one."""
    now = board.clock()
    same = (one for one in promises_of(session, case.number)
            if (one.kind, one.what, one.status) == (ANSWER, terms.what, "open") and one.due_at > now)  # fmt: skip
    known = next(same, None)
    if known is not None:
        return known.due_at
    return make_promise(session, case_number=case.number, kind=ANSWER, what=terms.what, due_at=now + terms.within,
                        by_agent=None, now=now).due_at  # fmt: skip
