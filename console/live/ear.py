"""Who listens: what they may hear, and for how long."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from console.live.event import Event
from console.pages.page import WATCHING
from console.people.account import Account
from console.people.browser_session import who_is_signed_in
from console.walls.wall import wall_at
from ivr.voice_board import VoiceBoard
from records.database import reading

ON_A_WALL: Final = frozenset({"floor", "callback", "alert", "everything"})
FLOOR_GATHERS_SECONDS: Final = 0.15
"""On the floor something happens all the time: what happens within this is one look at the page, not many."""


@dataclass(frozen=True, kw_only=True)
class Ear:
    """`stands` is asked again and again: whoever was signed out, or is no agent any more, hears nothing further."""

    hears: Callable[[Event], bool]
    stands: Callable[[], bool]
    gathers_seconds: float = 0.0
    told_of_whom: bool = True
    """Whether ids are for these eyes; else they learn that there is something new, and no more."""


@dataclass(frozen=True, kw_only=True)
class NotHeard(Exception):
    """401: nobody is signed in. 403: somebody is, and this is not for them. 404: there is no such stream."""

    status: int


def desk_ear(board: VoiceBoard, token: str | None) -> Ear:
    """An agent's own desk. Raises NotHeard."""
    account = _signed_in(board, token)
    agent = account.agent_id
    if agent is None:
        raise NotHeard(status=403)
    return Ear(hears=lambda event: event.desks is None or agent in event.desks,
               stands=lambda: _is_still(board, token, account))  # fmt: skip


def floor_ear(board: VoiceBoard, token: str | None) -> Ear:
    """All calls and agents, and the notices of whoever looks. Raises NotHeard."""
    account = _signed_in(board, token)
    if account.role not in WATCHING:
        raise NotHeard(status=403)
    whose = account.agent_id

    def hears(event: Event) -> bool:
        if event.topic == "notice":
            return event.desks is None or whose in event.desks
        return event.floor

    return Ear(hears=hears, stands=lambda: _is_still(board, token, account), gathers_seconds=FLOOR_GATHERS_SECONDS)


def wall_ear(board: VoiceBoard, token: str | None) -> Ear:
    """A screen that hangs somewhere, for whoever has its address. Raises NotHeard."""

    def hangs() -> bool:
        with reading(board.database) as session:
            return token is not None and wall_at(session, token, secret=board.secret) is not None

    if not hangs():
        raise NotHeard(status=404)
    return Ear(hears=lambda event: event.topic in ON_A_WALL, stands=hangs, gathers_seconds=FLOOR_GATHERS_SECONDS,
               told_of_whom=False)  # fmt: skip


def _signed_in(board: VoiceBoard, token: str | None) -> Account:
    with reading(board.database) as session:
        account = who_is_signed_in(session, token, now=board.clock()) if token else None
    if account is None:
        raise NotHeard(status=401)
    return account


def _is_still(board: VoiceBoard, token: str | None, before: Account) -> bool:
    """The same person in the same place: another role is another page."""
    with reading(board.database) as session:
        account = who_is_signed_in(session, token, now=board.clock()) if token else None
    return account is not None and (account.role, account.agent_id) == (before.role, before.agent_id)
