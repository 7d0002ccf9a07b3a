"""It goes on by another channel: by e-mail or text message, or at a branch, under the same number and with the same
due date, so that nobody tells their story a second time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, get_args

from sqlalchemy.orm import Session

from cases.case import Case
from cases.channel import Channel, channel_named
from cases.complaint import promise_answer
from cases.follow_up import write_follow_up
from cases.follow_up_rules import house_words
from cases.promise import OURS, promises_of
from cases.reach import Address, ways_to_write
from escalations.board import EscalationBoard
from records.audit import append as append_audit

Place = Literal["sms", "whatsapp", "email", "branch"]
"""Where it goes on."""
PLACES: Final[tuple[str, ...]] = get_args(Place)
BRANCH: Final = "branch"
TEMPLATES: Final = {BRANCH: "at_a_branch"}
ELSEWHERE: Final = "goes_on_here"


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


def change_channel(
    board: EscalationBoard, session: Session, *, once: str, case_number: str | None, place: str, by: str
) -> ChannelChanged:
    """In the caller's transaction. From now on that channel is the one this customer likes. Raises ChannelRefused.

    What is owed on the case stays owed, by the moment they know already; without anything an answer is promised.
    """
    case = session.get(Case, case_number, with_for_update=True) if case_number else None
    if case is None or case.status != "open":
        raise ChannelRefused("no_case" if case is None else "closed")
    address = next(_addresses(board, session, case, channel_named(place)), None)
    if address is None:
        raise ChannelRefused("no_address")
    due = _due(board, session, case)
    message = write_follow_up(session, once=f"channel:{once}", case_number=case.number,
                              template=TEMPLATES.get(place, ELSEWHERE), args={"due": due.isoformat()},
                              care=board.care, now=board.clock(), address=address)  # fmt: skip
    if message is None:
        raise ChannelRefused("no_address")
    told = {"to": place, "due": due.isoformat()}
    append_audit(session, by, "channel_changed", f"case:{case.number}", told, board.clock())
    return ChannelChanged(reference=case.number, due=due, message=message)


def _addresses(board: EscalationBoard, session: Session, case: Case, channel: Channel | None) -> Iterator[Address]:
    """On that channel; about a branch they are written to however they can be."""
    channels = (channel,) if channel is not None else board.care.follow_ups.channels
    for way in ways_to_write(session, case, channels):
        yield replace(way, leaves_at=board.clock())  # they are awake: they asked for it a moment ago


def _due(board: EscalationBoard, session: Session, case: Case) -> datetime:
    owed = [one for one in promises_of(session, case.number) if one.party == OURS and one.status == "open"]
    ahead = [one for one in owed if one.due_at > board.clock()]
    if ahead:
        return ahead[0].due_at
    rules, what = board.care.follow_ups, house_words("answer_promise")
    return promise_answer(session, case, what=what, within=rules.answer_within, now=board.clock()).due_at
