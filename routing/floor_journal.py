"""What happened, on its way to SQL; and the answers webhooks got."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from routing.floor_wire import FloorWire
from routing.happening import Happening
from routing.instants import from_ms, to_ms
from routing.remembered import WHOLE, Remembered

Note = tuple[str, datetime, str, str, Mapping[str, Any]]
"""What is noted beside something else: id, when, kind, call, data."""


class FloorJournal:
    """Allowed in every epoch and while rebuilding: what happened, happened."""

    _wire: FloorWire

    def note(
        self,
        kind: str,
        *,
        now: datetime,
        call: str = "",
        agent: str = "",
        reservation: str = "",
        data: Mapping[str, Any] | None = None,
        event: str = "",
    ) -> str:
        """Write an event that is no transition of the floor (visited, identified, …). Returns the event's id.

        `event` is that id, for whoever may tell the same thing twice: the journal keeps one of them.
        """
        event = event or self._wire.new_id()
        told = _told(kind, call, data or {}, agent, reservation)
        row: dict[Any, Any] = {"id": event, "at": to_ms(now), "events": told}
        with self._wire.answering() as redis:
            redis.xadd(self._wire.keys.journal, row)
        return event

    def happenings(self, *, limit: int = 500) -> list[Happening]:
        """The events of the oldest `limit` transitions still in the stream. Write them to SQL, then forget them."""
        with self._wire.answering() as redis:
            rows = redis.xrange(self._wire.keys.journal, count=limit)
        told = cast(list[tuple[str, dict[str, str]]], rows)
        return [happening for entry, row in told for happening in _happenings(entry, row)]

    def forget(self, entries: Iterable[str]) -> None:
        """The journal in SQL has these (Happening.entry)."""
        if gone := list(dict.fromkeys(entries)):
            with self._wire.answering() as redis:
                redis.xdel(self._wire.keys.journal, *gone)

    def answer(self, call: str, key: str) -> Remembered:
        """What we answered to this webhook, if we did, as far as Redis knows."""
        with self._wire.answering() as redis:
            pipeline = redis.pipeline(transaction=False)
            pipeline.hmget(self._wire.keys.answers(call), [key, WHOLE])
            pipeline.hget(self._wire.keys.call(call), "state")
            (body, epoch), state = pipeline.execute()
        return Remembered(body=body, whole=epoch == str(self._wire.epoch), over=state == "gone")

    def keep_answer(
        self,
        call: str,
        key: str,
        body: str,
        *,
        now: datetime,
        whole: bool = False,
        notes: Iterable[Note] = (),
    ) -> str:
        """Keep the answer to a webhook. The first one wins and is returned: send that, byte for byte.

        With `whole` nothing was ever answered to this call before: from here on, and for as long as this floor lives,
        what Redis does not remember of the call did not happen. `notes` are written too.
        """
        rows = [[event, str(to_ms(at)), _told(kind, about, data)] for event, at, kind, about, data in notes]
        facts = {"call": call, "key": key, "body": body, "whole": whole, "notes": rows}
        return str(self._wire.run("keep_answer", facts, now=now)["body"])

    def accept_and_answer(
        self, reservation: str, *, leg: str, caller: str, key: str, answers: Mapping[str, str], now: datetime
    ) -> str | None:
        """`agent_accepts` and `keep_answer` in one step, for the webhook `key` of the agent's leg: what to send.

        That is what the webhook was answered before, or the one of `answers` that fits: `accepted`, `too_late`, or
        `unknown` for a reservation nobody remembers of this caller. None, and nothing done, where Redis does not
        remember the leg whole: SQL may know an older answer; or where the customer of a callback has rung in meanwhile:
        the agent has another caller than the answers are about.
        """
        facts = {"reservation": reservation, "leg": leg, "caller": caller, "key": key, **answers}
        reply = self._wire.run("accept_and_answer", facts, now=now)
        before: str | None = reply.get("body")
        return answers[reply["said"]] if "said" in reply else before


def _told(kind: str, call: str, data: Mapping[str, Any], agent: str = "", reservation: str = "") -> str:
    return json.dumps([[kind, call, agent, reservation, dict(data)]], ensure_ascii=False)


def _happenings(entry: str, row: Mapping[str, str]) -> Iterator[Happening]:
    """A transition tells all its events in one entry; each has a name of its own."""
    at = from_ms(row["at"])
    for number, (kind, call, agent, reservation, data) in enumerate(json.loads(row["events"]), start=1):
        yield Happening(
            entry=entry,
            id=row.get("id") or f"{row['seed']}.{number}",
            kind=kind,
            at=at,
            call=call or None,
            agent=agent or None,
            reservation=reservation or None,
            data=data,
        )
