"""What `sahip callbacks` prints, as rows under Turkish or English headings."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final, cast
from zoneinfo import ZoneInfo

from callbacks.dialler.life import ENDS
from callbacks.dialler.life_told import kind_told, reason_told, state_told
from console.api.callback_shown import CallbackShown, CallbackTryShown, CallbackWhole

if TYPE_CHECKING:
    from callbacks.dialler.slots import Slot

Row = dict[str, object]
SHORT: Final = 8
"""Letters of an id by which people name it."""
TOLD: Final = {"state": state_told, "why": reason_told, "kind": kind_told}


def callback_rows(found: Sequence[CallbackShown], zone: ZoneInfo, now: datetime, lang: str) -> list[Row]:
    return [
        {
            word("id", lang): short_id(one.id),
            word("due", lang): moment(one.due_at, zone),
            word("overdue", lang): "!" if one.due_at < now and one.ended_at is None else "",
            word("state", lang): named("state", one.state, lang),
            word("why", lang): reason(one.why, lang),
            word("kind", lang): named("kind", one.kind, lang),
            word("phone", lang): one.phone,
            word("case", lang): one.case_number,
            word("agent", lang): one.agent_id or word("anybody", lang),
            word("queue", lang): one.queue,
            word("tries", lang): one.tries,
        }
        for one in found
    ]


def slot_rows(free: "Sequence[Slot]", zone: ZoneInfo, lang: str) -> list[Row]:
    return [
        {
            word("begin", lang): moment(one.begin, zone),
            word("end", lang): moment(one.end, zone),
            word("free", lang): one.free,
        }
        for one in free
    ]


def summary(one: CallbackShown, zone: ZoneInfo, lang: str) -> str:
    return word("summary", lang).format(
        phone=one.phone, case=one.case_number, kind=named("kind", one.kind, lang),
        state=_state(one, lang), due=moment(one.due_at, zone), agent=one.agent_id or word("anybody", lang),
        queue=one.queue, tries=one.tries,
    )  # fmt: skip


def step_rows(one: CallbackWhole, zone: ZoneInfo, lang: str) -> list[Row]:
    return [
        {
            word("at", lang): moment(step.at, zone, seconds=True),
            word("state", lang): named("state", step.state, lang),
            word("why", lang): reason(step.why, lang),
            word("who", lang): step.who,
        }
        for step in one.steps
    ]


def try_rows(one: CallbackWhole, zone: ZoneInfo, lang: str) -> list[Row]:
    return [
        {
            word("at", lang): moment(tried.posted_at or tried.created_at, zone, seconds=True),
            word("telephone", lang): tried.agent_id or word("customer", lang),
            word("outcome", lang): _outcome(tried),
            word("leg", lang): tried.leg or "",
        }
        for tried in one.attempts
    ]


def _state(one: CallbackShown, lang: str) -> str:
    state = named("state", one.state, lang)
    return f"{state} ({reason(one.why, lang)})" if one.why and one.state in (*ENDS, "scheduled") else state


def _outcome(tried: CallbackTryShown) -> str:
    """The network's own words: they are looked up in its documents."""
    told = (tried.status or tried.state, tried.answered_by, str(tried.error_code or ""))
    return " ".join(part for part in told if part)


def short_id(callback: str) -> str:
    """A name made of digits is named by its beginning; one with words in it stands whole."""
    return callback if ":" in callback else callback[:SHORT]


def moment(at: datetime, zone: ZoneInfo, *, seconds: bool = False) -> str:
    return f"{at.astimezone(zone):%d.%m. %H:%M:%S}" if seconds else f"{at.astimezone(zone):%d.%m. %H:%M}"


def reason(why: str | None, lang: str) -> str:
    return named("why", why, lang) if why else ""


def named(what: str, name: str, lang: str) -> str:
    """A state, a reason or a kind in people's words, or as it is where nobody has words for it."""
    return TOLD[what](name).spoken_in(lang)


def word(key: str, lang: str) -> str:
    return _words(lang)[key]


@cache
def _words(lang: str) -> Mapping[str, str]:
    file = resources.files("engine") / "callback_words" / f"{lang}.json"
    return cast(Mapping[str, str], json.loads(file.read_text(encoding="utf-8")))
