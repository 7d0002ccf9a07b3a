"""The floor: who is ready, who waits, who is held for whom, who talks to whom.

Every method that changes something is one Lua script (routing/lua/<method>.lua): it happens whole or not at all.
`op` names a command: the same op again gives the stored result and has no second effect.
Raises FloorUnavailable (not reached within its budget), FloorRebuilding, FloorLost, EpochChanged.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from redis import Redis

from routing.floor_figures import FloorFigures
from routing.floor_journal import FloorJournal
from routing.floor_live import FloorLive
from routing.floor_rebuild import FloorRebuild
from routing.floor_reply import moves_in, reservation_in, taken_over_in
from routing.floor_view import FloorView
from routing.floor_wire import FloorWire, plan_facts
from routing.instants import seconds_ms, to_ms
from routing.moves import Moves
from routing.plan import Plan
from routing.reservation import Reservation
from routing.taken_over import TakenOver
from routing.timing import Timing


class Floor(FloorView, FloorJournal, FloorLive, FloorRebuild, FloorFigures):
    """Live state of one site. Make one per process; it may be shared by threads."""

    def __init__(
        self, redis: Redis, *, site: str, new_id: Callable[[], str], epoch: int = 1, timing: Timing | None = None
    ) -> None:
        self._wire = FloorWire(redis, site=site, new_id=new_id, epoch=epoch, timing=timing or Timing())

    def keep_times(self, timing: Timing) -> None:
        """What is set on the floor from now on stands for so long; what is set already keeps its deadline."""
        self._wire.keep_times(timing)

    # ── callers ──────────────────────────────────────────────────────────────────────────────────────────────────

    def caller_waits(
        self,
        call: str,
        *,
        plan: Plan,
        place_at: datetime,
        now: datetime,
        boost_seconds: float = 0,
        most_waiting: int = 0,
        op: str = "",
    ) -> Moves:
        """Put a call on the floor, open its due steps and match it. A known call (also a gone one) stays as it is.

        `place_at` is the virtual enqueue time; the order of service is place_at minus boosts. With `most_waiting` in
        the plan's queue already and nobody free for this call, it is not put on the floor: the moves say `full`.
        Events: waiting, widened, offered, agent_state.
        """
        facts = {"call": call, "place": to_ms(place_at), "boost": seconds_ms(boost_seconds), "most": most_waiting}
        return self._moves("caller_waits", {**facts, **_plan(plan)}, now=now, op=op)

    def caller_leaves(
        self, call: str, *, why: str, now: datetime, ended: Mapping[str, Any] | None = None, op: str = ""
    ) -> Moves:
        """The caller is off the line, whatever the call's state; an unknown call leaves a tombstone.

        A reserved agent is free at once, keeps their idle rank and gets the next call (offers); the old leg is in
        cancels. A talking agent goes to wrap-up. When `ended` is given, an `ended` event with these data goes out with
        the transition, once, completed by `stage` (state before) and `answered` (whether the parties ever met).
        """
        return self._moves("caller_leaves", {"call": call, "why": why, "ended": ended}, now=now, op=op)

    def caller_returns(
        self, call: str, *, now: datetime, plan: Plan | None = None, why: str = "dropped", op: str = ""
    ) -> Moves:
        """The agent's side broke off and the caller is still there: they wait again at their old place.

        The plan (a new one, or the old) starts again at its first step; the agent, if still talking, goes to wrap-up.
        """
        facts = {"call": call, "why": why, **(_plan(plan) if plan else {})}
        return self._moves("caller_returns", facts, now=now, op=op)

    def caller_steps_aside(self, call: str, *, why: str, now: datetime, op: str = "") -> Moves:
        """The caller hears a menu instead of waiting: nobody is offered the call, and `caller_returns` puts them back
        at their old place. An offer still open is withdrawn; False once an agent has accepted, or when nobody waits.
        """
        return self._moves("caller_steps_aside", {"call": call, "why": why}, now=now, op=op)

    def caller_rings_in(
        self,
        callback: str,
        *,
        call: str,
        now: datetime,
        plan: Plan | None = None,
        why: str = "rang_in",
        ended: Mapping[str, Any] | None = None,
        op: str = "",
    ) -> TakenOver:
        """Somebody rings in whom we were about to call: `call` has the callback's place from now on, and the agent who
        is held for it; the callback is gone. The plan (a new one, or the callback's) starts at its first step; boosts
        are never less than they were. One the floor does not know leaves a tombstone: it will not stand in line.

        Nothing is taken over from a callback that talks or is over, nor by a call the floor knows already.
        Events: waiting (returned=why), offered (side=rang_in), accepted, ended (of the callback), widened.
        """
        facts = {"callback": callback, "call": call, "why": why, "ended": dict(ended or {})}
        reply = self._wire.run("caller_rings_in", {**facts, **(_boosted(plan) if plan else {})}, now=now, op=op)
        return taken_over_in(reply)

    def plan_changes(
        self,
        call: str,
        *,
        plan: Plan,
        now: datetime,
        boost_seconds: float | None = None,
        only: str = "",
        why: str = "",
        op: str = "",
    ) -> Moves:
        """Another plan for a call that waits, or that an agent's phone rings for: its place is kept, its seconds start
        now. `boost_seconds` None: order stays as it was. With `only` an agent's id, an offer to anybody else is
        withdrawn. Events: waiting (returned=why), widened, offered, offer_failed, agent_state.
        """
        facts = {"call": call, "why": why, **_plan(plan)}
        boost = {} if boost_seconds is None else {"boost": seconds_ms(boost_seconds)}
        return self._moves("plan_changes", {**facts, **boost, **({"only": only} if only else {})}, now=now, op=op)

    def plan_widens(self, call: str, *, now: datetime, op: str = "") -> Moves:
        """Open the steps that are due, and those behind lines with nobody left to hope for; match what that opens."""
        return self._moves("plan_widens", {"call": call}, now=now, op=op)

    # ── offers ───────────────────────────────────────────────────────────────────────────────────────────────────

    def reservation_rings(self, reservation: str, *, leg: str, deadline: datetime, now: datetime, op: str = "") -> bool:
        """The agent's leg exists and has until `deadline`; told again for the same leg, a new deadline.

        False when the offer is settled or another leg rings for it: end this leg.
        """
        facts = {"reservation": reservation, "leg": leg, "deadline": to_ms(deadline)}
        return self._changed("reservation_rings", facts, now=now, op=op)

    def ring_later(self, reservation: str, *, at: datetime, now: datetime, op: str = "") -> bool:
        """We may not dial before `at` (pace): look at it again then; the agent's time to accept starts then too."""
        return self._changed("ring_later", {"reservation": reservation, "at": to_ms(at)}, now=now, op=op)

    def agent_accepts(self, reservation: str, *, now: datetime, leg: str = "", op: str = "") -> Reservation | None:
        """The agent claims the caller: once, and not after the deadline. None: too late, hang up the agent's leg.

        The caller must now be brought into the room; deadline `bring:<call>` watches that.
        """
        reply = self._wire.run("agent_accepts", {"reservation": reservation, "leg": leg}, now=now, op=op)
        return reservation_in(reply["reservation"]) if reply["changed"] else None

    def offer_fails(
        self, reservation: str, *, why: str, now: datetime, only_if_due: bool = False, op: str = ""
    ) -> Moves:
        """The agent did not take the call: rejected, no_answer, busy, failed, unreachable or caller_gone.

        The caller waits again at their old rank. rejected: this agent is never offered this call again. Each reason has
        a pause of its own (Timing), after which the agent is ready again by themselves; so many no_answer, failed or
        unreachable in a row make them not ready until they say otherwise. `only_if_due` is for the sweeper: nothing
        happens when the offer got more time meanwhile.
        """
        facts = {"reservation": reservation, "why": why, "only_if_due": only_if_due}
        return self._moves("offer_fails", facts, now=now, op=op)

    # ── conversations ────────────────────────────────────────────────────────────────────────────────────────────

    def parties_meet(self, call: str, *, now: datetime, op: str = "") -> bool:
        """Agent and caller are both in the room. True the first time."""
        return self._changed("parties_meet", {"call": call}, now=now, op=op)

    def conversation_ends(
        self,
        call: str,
        *,
        by: str,
        now: datetime,
        reservation: str = "",
        wrap_up_seconds: float | None = None,
        op: str = "",
    ) -> Moves:
        """The agent's leg left the room. `by`: agent, caller, network, …: who ended it.

        After talking the agent wraps up (a deadline ends it) and the call is `over` until the caller leaves or returns.
        If the parties never met, the caller waits again at their old rank, and the agent is ready again, unless they
        hung up themselves (by="agent"): then not ready, reason dropped. With `reservation`, only the conversation
        that came from it is meant: a late word about an earlier one changes nothing.
        """
        facts: dict[str, Any] = {"call": call, "by": by, "reservation": reservation}
        if wrap_up_seconds is not None:
            facts["wrap"] = seconds_ms(wrap_up_seconds)
        return self._moves("conversation_ends", facts, now=now, op=op)

    def wrap_up_ends(
        self,
        agent: str,
        *,
        now: datetime,
        only_if_due: bool = False,
        rest_seconds: float = 0,
        rest_reason: str = "",
        op: str = "",
    ) -> Moves:
        """The agent goes to the status they asked for; when that is ready, to the next caller.

        With `rest_seconds` they are not ready for so long first, for that reason; so also when a breather is due.
        """
        facts = {"agent": agent, "only_if_due": only_if_due}
        facts |= {"rest": seconds_ms(rest_seconds), "rest_reason": rest_reason}
        return self._moves("wrap_up_ends", facts, now=now, op=op)

    def wrap_up_extends(self, agent: str, *, until: datetime, now: datetime, op: str = "") -> bool:
        """More time for this wrap-up, once. False when it was already extended or there is none."""
        return self._changed("wrap_up_extends", {"agent": agent, "until": to_ms(until)}, now=now, op=op)

    # ── agents ───────────────────────────────────────────────────────────────────────────────────────────────────

    def agent_presence(
        self,
        agent: str,
        *,
        state: str,
        lines: Sequence[str],
        until: datetime,
        endpoint: str,
        now: datetime,
        reason: str = "",
        op: str = "",
    ) -> Moves:
        """The agent (or the house for them) sets ready, not_ready or logged_out; a lease until `until`.

        While talking or in wrap-up this is the status afterwards. Ready: matched at once. Leaving while an offer is
        open fails the offer (why agent_left) without a refusal.
        """
        facts = {
            "agent": agent,
            "state": state,
            "reason": reason,
            "lines": list(lines),
            "until": to_ms(until),
            "endpoint": endpoint,
        }
        return self._moves("agent_presence", facts, now=now, op=op)

    def agent_lines(self, agent: str, *, lines: Sequence[str], now: datetime, op: str = "") -> Moves:
        """Policy or skills changed: the agent belongs to other lines now. Nothing for an agent the floor never saw."""
        return self._moves("agent_lines", {"agent": agent, "lines": list(lines)}, now=now, op=op)

    def presence_beats(self, agent: str, *, until: datetime, now: datetime) -> bool:
        """A sign of life. False when the floor does not know this agent as signed in: sign in again."""
        return self._changed("presence_beats", {"agent": agent, "until": to_ms(until)}, now=now, op="")

    def agent_rests(self, agent: str, *, seconds: float, reason: str, now: datetime, op: str = "") -> Moves:
        """A ready agent is not ready for so long, by our doing; then ready again by themselves. Nothing for others."""
        facts = {"agent": agent, "ms": seconds_ms(seconds), "reason": reason}
        return self._moves("agent_rests", facts, now=now, op=op)

    def pause_ends(self, agent: str, *, now: datetime, only_if_due: bool = False, op: str = "") -> Moves:
        """The agent's pause is over: they take calls again. What they set themselves meanwhile has ended it already."""
        return self._moves("pause_ends", {"agent": agent, "only_if_due": only_if_due}, now=now, op=op)

    def presence_expires(self, agent: str, *, now: datetime, op: str = "") -> Moves:
        """The lease ran out: a phone agent is logged out (shift_over), a browser agent not ready (lost_contact)."""
        return self._moves("presence_expires", {"agent": agent}, now=now, op=op)

    # ── deadlines ────────────────────────────────────────────────────────────────────────────────────────────────

    def set_deadline(self, kind: str, subject: str, *, at: datetime) -> None:
        """Look at this again at `at`. A due deadline stays due until a transition or this moves it."""
        self._wire.set_deadline(f"{kind}:{subject}", to_ms(at))

    def set_new_deadlines(self, kind: str, subjects: Mapping[str, datetime]) -> None:
        """Look at these then; what has a deadline of this kind already keeps it."""
        self._wire.set_new_deadlines({f"{kind}:{subject}": to_ms(at) for subject, at in subjects.items()})

    def clear_deadline(self, kind: str, subject: str) -> None:
        self._wire.clear_deadline(f"{kind}:{subject}")

    def _moves(self, script: str, facts: Mapping[str, Any], *, now: datetime, op: str) -> Moves:
        return moves_in(self._wire.run(script, facts, now=now, op=op))

    def _changed(self, script: str, facts: Mapping[str, Any], *, now: datetime, op: str) -> bool:
        return bool(self._wire.run(script, facts, now=now, op=op)["changed"])


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        **plan_facts(plan),
        "reasons": [{"key": reason.key, "args": dict(reason.args)} for reason in plan.reasons],
        "boosts": [[boost.name, boost.seconds] for boost in plan.boosts],
    }


def _boosted(plan: Plan) -> dict[str, Any]:
    return {**_plan(plan), "boost": seconds_ms(plan.boost_seconds)}
