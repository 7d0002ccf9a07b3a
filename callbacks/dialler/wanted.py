"""A callback somebody asks for, before anything of it is promised."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from callbacks.callback import Callback
from callbacks.dialler.kind import Kind
from callbacks.dialler.refusal import refusal_in_words
from callbacks.dialler.said import is_said, said

SHORTEST: Final = timedelta(minutes=15)
"""Nobody can keep a window shorter than a conversation."""
LONGEST_WINDOW: Final = timedelta(days=7)
FURTHEST: Final = timedelta(days=365)


class CallbackRefused(Exception):
    """Nobody can be called like this; nothing was promised. `field` is a field of CallbackWanted, `why` a key of
    wanted_words.json or of refusal_words.json, `words` the sentence in both languages."""

    def __init__(self, field: str, why: str) -> None:
        self.field, self.why = field, why
        self.words = said("wanted_words", why) if is_said("wanted_words", why) else refusal_in_words(why)
        super().__init__(self.words.en)


@dataclass(frozen=True, kw_only=True)
class CallbackWanted:
    """`once` names it: asked for again under it, it is the same callback. `phone` is as people write it.

    By when: in the window from `begin` to `due`, where the customer chose one and, unless it is wanted `anyway`,
    somebody is free then; else by `due`, else `within` so many
    hours of `calendar`, which is the queue's own by default, counted from `asked_at`: what was offered then is what is
    promised. By whom: `agent_id`, else with `owner` whoever has the case, else anybody of `queue`.
    `place_at` is since when the customer waits, `lines` what their plan had left: seconds from now, and a line.
    `call` is the call in which they asked, from the number `calling`. Without a case one is opened, for `reason`.
    `tell` is the number their written confirmation goes to; empty: wherever the customer likes; None: none is sent.
    """

    once: str
    phone: str
    queue: str
    what: str
    who: str
    kind: Kind = "request"
    case_number: str | None = None
    customer_id: str | None = None
    language: str | None = None
    agent_id: str | None = None
    owner: bool = True
    begin: datetime | None = None
    due: datetime | None = None
    within: timedelta = timedelta(hours=4)
    calendar: str | None = None
    place_at: datetime | None = None
    call: str | None = None
    calling: str | None = None
    asked_at: datetime | None = None
    anyway: bool = False
    lines: tuple[tuple[float, str], ...] = ()
    reason: str = "callback"
    tell: str | None = ""


@dataclass(frozen=True, kw_only=True)
class Made:
    """`new` is False where this number was owed a call about it already: that one stands. `message` waits in the
    outbox; it is handed over once all is committed."""

    callback: Callback
    new: bool
    message: str | None = None


def see_that_it_is_a_window(begin: datetime, due: datetime, *, chosen: bool, now: datetime) -> None:
    """Raises CallbackRefused for times nobody can keep; `chosen`: the customer chose when it begins."""
    faults = (
        ("past", due <= now),
        ("far", due > now + FURTHEST),
        ("order", due <= begin),
        ("short", chosen and due - begin < SHORTEST),
        ("long", chosen and due - begin > LONGEST_WINDOW),
    )
    for why, wrong in faults:
        if wrong:
            raise CallbackRefused("due", why)
