"""What a page hears for as long as it stands open: what it missed, what happens, and that we are still there."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from callbacks.board import Board
from console.live.ear import Ear
from console.live.event import Event, as_stream, everything
from console.live.meaning import events_in
from console.live.tail import Listener, Tail
from records.errors import RecordsUnavailable
from routing.news import later

HEARTBEAT_SECONDS: Final = 10.0
"""Proxies and browsers give up on what is silent for longer than about 15."""
LOOKED_EVERY: Final = timedelta(seconds=30)
"""How often it is asked whether whoever listens still may."""
COMES_BACK_MS: Final = 1_000
"""When a browser that lost us asks again; scattered up to three times that, so that a hundred do not come at once."""
ALIVE: Final = "event: alive\ndata: 1\n\n"
"""An event of its own: a page does not hear comments, and could not tell a dead line from a quiet day."""
AT_ONCE: Final = 500
"""Entries read at a time."""
MOST_MISSED: Final = 5_000
"""Of more than this nobody is told one by one."""


def stream(board: Board, tail: Tail, ear: Ear, after: str | None) -> Iterator[str]:
    """`after` is the last a page has heard of. It listens from here on before it is told what it missed."""
    listener, may = Listener(ear.hears), _asked_again(board, ear)
    tail.join(listener)
    try:
        now = board.floor.told_until()
        scattered = int(board.new_id(), 16) % (2 * COMES_BACK_MS)
        yield f"retry: {COMES_BACK_MS + scattered}\nid: {after or now}\n\n"
        heard = after or now
        if after:
            missed = missed_since(board, ear, after)
            heard = missed[-1].id if missed else after
            yield as_stream(missed, of_whom=ear.told_of_whom) or ALIVE
        yield from _what_happens(listener, ear, heard, may)
    finally:
        tail.leave(listener)


def missed_since(board: Board, ear: Ear, after: str) -> list[Event]:
    """All of it; or that there was more than we know."""
    found: list[Event] = []
    oldest = board.floor.told_from()
    if later(oldest, after) and later(oldest, "0-0") and board.floor.told_until() != after:
        return [everything(board.floor.told_until())]
    while told := board.floor.told_after(after, limit=AT_ONCE):
        found += [event for event in events_in(board, told) if ear.hears(event)]
        after = told[-1].id
        if len(found) > MOST_MISSED:
            return [everything(after)]
    return found


def _what_happens(listener: Listener, ear: Ear, heard: str, may: Callable[[], bool]) -> Iterator[str]:
    while not listener.over:
        events = [event for event in listener.waits(HEARTBEAT_SECONDS) if later(event.id, heard)]
        if listener.over or not may():
            return
        shown = gathered(events) if ear.gathers_seconds else events
        yield as_stream(shown, of_whom=ear.told_of_whom) or ALIVE
        if events:
            heard = events[-1].id
            listener.rests(ear.gathers_seconds)


def gathered(events: list[Event]) -> list[Event]:
    """One of each topic, the newest: a page looks at all of a topic at once."""
    return sorted({event.topic: event for event in events}.values(), key=lambda event: events.index(event))


def _asked_again(board: Board, ear: Ear) -> Callable[[], bool]:
    """Whether whoever listens still may, as far as that was looked at."""
    look_at = board.clock() + LOOKED_EVERY

    def may() -> bool:
        nonlocal look_at
        if board.clock() < look_at:
            return True
        look_at = board.clock() + LOOKED_EVERY
        try:
            return ear.stands()
        except RecordsUnavailable:
            return True  # nobody is thrown out because we cannot look; the pages themselves ask the same question

    return may
