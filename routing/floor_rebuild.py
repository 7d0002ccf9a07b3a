"""Building the floor anew after Redis was lost, from what SQL and Twilio know.

begin_epoch → restore_agent*, restore_conversation*, restore_offer*, restore_waiting* → finish_rebuild. Everybody else
is refused meanwhile (FloorRebuilding), and whoever believes in the old epoch is refused afterwards (EpochChanged).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, cast

from routing.floor_reply import moves_in
from routing.floor_wire import FloorWire, plan_facts
from routing.instants import seconds_ms, to_ms
from routing.moves import Moves
from routing.plan import Plan

_WIPED_AT_ONCE = 1000  # keys per command: some milliseconds
_MATCHED_AT_ONCE = 100  # calls per script: about two milliseconds


class FloorRebuild:
    _wire: FloorWire

    @property
    def epoch(self) -> int:
        """The epoch this process believes in."""
        return self._wire.epoch

    def believe(self, epoch: int) -> None:
        """Take over the epoch SQL knows, at start and after EpochChanged."""
        self._wire.epoch = epoch

    def begin_epoch(self, epoch: int, *, now: datetime) -> bool:
        """Close the floor, believe in this new epoch and wipe everything but the journal and the stored answers.

        False, and nothing done, when the floor is already in this epoch or a later one: somebody else rebuilds.
        """
        if not self._wire.run("begin_epoch", {"epoch": epoch}, now=now)["changed"]:
            return False
        self._wire.epoch = epoch
        for keys in _batches(self._old_world(), _WIPED_AT_ONCE):
            with self._wire.answering() as redis:
                redis.unlink(*keys)
        return True

    def restore_agent(
        self,
        agent: str,
        *,
        state: str,
        since: datetime,
        lines: Sequence[str],
        until: datetime,
        endpoint: str,
        now: datetime,
        reason: str = "",
        wrap_up_until: datetime | None = None,
        extended: bool = False,
        paused_until: datetime | None = None,
        pause_reason: str = "",
    ) -> None:
        """An agent's presence (ready, not_ready, logged_out) as SQL knows it, ready or idle since `since`; on a pause
        until a moment where `paused_until` is given; in a wrap-up, which was `extended` once or not yet."""
        facts: dict[str, Any] = {"agent": agent, "state": state, "reason": reason, "lines": list(lines)}
        facts |= {"since": to_ms(since), "until": to_ms(until), "endpoint": endpoint, "pause_reason": pause_reason}
        facts |= {"wrap": _ms(wrap_up_until), "extended": extended, "pause": _ms(paused_until)}
        self._wire.run("restore_agent", facts, now=now)

    def restore_conversation(
        self,
        call: str,
        *,
        agent: str,
        reservation: str,
        leg: str,
        plan: Plan,
        place_at: datetime,
        since: datetime,
        now: datetime,
        met: bool = True,
        came_from: str = "",
        boost_seconds: float = 0,
    ) -> bool:
        """Agent and caller are in one room (or, not yet `met`, the agent waits there, or in that of the callback the
        call `came_from`). Restore agents first.

        False when the agent or the call is bound already.
        """
        facts = _call_facts(call, plan, place_at, boost_seconds) | {
            "agent": agent,
            "reservation": reservation,
            "leg": leg,
            "since": to_ms(since),
            "met": met,
            "came_from": came_from,
        }
        return bool(self._wire.run("restore_conversation", facts, now=now)["changed"])

    def restore_offer(
        self,
        call: str,
        *,
        agent: str,
        reservation: str,
        leg: str,
        step: int,
        plan: Plan,
        place_at: datetime,
        waiting_since: datetime,
        since: datetime,
        deadline: datetime,
        now: datetime,
        came_from: str = "",
        boost_seconds: float = 0,
        refused_by: Iterable[str] = (),
    ) -> bool:
        """The agent's phone rings for this caller, since `since`, and may be answered until `deadline`. Restore agents
        first.

        False when the agent is not ready or the call is bound already: then nobody awaits that leg.
        """
        facts = _call_facts(call, plan, place_at, boost_seconds)
        facts |= {"plan_from": to_ms(waiting_since), "refused": sorted(refused_by)}
        facts |= {"agent": agent, "reservation": reservation, "leg": leg, "step": step}
        facts |= {"came_from": came_from}
        facts |= {"since": to_ms(since), "deadline": to_ms(deadline)}
        return bool(self._wire.run("restore_offer", facts, now=now)["changed"])

    def restore_waiting(
        self,
        call: str,
        *,
        plan: Plan,
        place_at: datetime,
        waiting_since: datetime,
        now: datetime,
        boost_seconds: float = 0,
        refused_by: Iterable[str] = (),
    ) -> bool:
        """A caller who waits, at their old place; the plan runs since `waiting_since`. Matched by finish_rebuild.

        False when the call is on the floor already.
        """
        facts = _call_facts(call, plan, place_at, boost_seconds)
        facts |= {"plan_from": to_ms(waiting_since), "refused": sorted(refused_by)}
        return bool(self._wire.run("restore_waiting", facts, now=now)["changed"])

    def finish_rebuild(self, *, now: datetime) -> Moves:
        """Match everybody in the order of service and open the floor."""
        offers: list[Any] = []
        for calls in _batches(iter(self._waiting_in_order()), _MATCHED_AT_ONCE):
            offers += self._wire.run("finish_rebuild", {"calls": calls, "open": False}, now=now)["offers"]
        reply = self._wire.run("finish_rebuild", {"calls": [], "open": True}, now=now)
        return moves_in({**reply, "offers": offers})

    def _waiting_in_order(self) -> list[str]:
        keys = self._wire.keys
        with self._wire.answering() as redis:
            rows: list[tuple[str, float]] = []
            for queue in sorted(cast(set[str], redis.smembers(keys.queues))):
                rows += cast(list[tuple[str, float]], redis.zrange(keys.queue(queue), 0, -1, withscores=True))
        return [call for call, _ in sorted(rows, key=lambda row: (row[1], row[0]))]

    def _old_world(self) -> Iterator[str]:
        keys = self._wire.keys
        kept = (keys.epoch, keys.journal, keys.answers(""))
        with self._wire.answering() as redis:
            for key in redis.scan_iter(match=f"{keys.root}:*", count=_WIPED_AT_ONCE):
                if not key.startswith(kept):
                    yield key


def _call_facts(call: str, plan: Plan, place_at: datetime, boost_seconds: float) -> dict[str, Any]:
    return {
        "call": call,
        "place": to_ms(place_at),
        "boost": seconds_ms(boost_seconds),
        **plan_facts(plan),
    }


def _ms(moment: datetime | None) -> int:
    return to_ms(moment) if moment else 0


def _batches(items: Iterator[str], size: int) -> Iterator[list[str]]:
    while batch := list(islice(items, size)):
        yield batch
