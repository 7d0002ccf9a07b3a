"""What may happen on a floor of tests/routing/worlds.py, as seen by somebody who looked a moment ago.

An act that is about a reservation means the one that held CA1 when its doer looked: by the time it acts, that may be
settled. That is what racing is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from routing.floor import Floor
from tests.routing.house import House
from tests.routing.worlds import LINES, NOW, PLACES, PLANS

MUCH_LATER: Final = 400.0
"""Second at which every offer, ring, wrap-up and browser's lease of a world is overdue."""


@dataclass(frozen=True)
class Act:
    """`does(floor, reservation, now)` with `op` given: one transition."""

    name: str
    transition: str  # the floor's word for it
    does: Callable[..., Any]
    at: float = NOW

    def __str__(self) -> str:
        return self.name


def _about(name: str, method: str, subject: str, at: float = NOW, **facts: Any) -> Act:
    def does(house: House, held: str, at: Any, op: str) -> Any:
        return getattr(house.floor, method)(subject, now=at, op=op, **facts)

    return Act(name, method, does, at)


def _offer(name: str, method: str, at: float = NOW, **facts: Any) -> Act:
    def does(house: House, held: str, at: Any, op: str) -> Any:
        return getattr(house.floor, method)(held, now=at, op=op, **facts)

    return Act(name, method, does, at)


def _arrives(call: str, *, most: int = 0) -> Act:
    def does(house: House, held: str, at: Any, op: str) -> Any:
        place = house.at(PLACES[call])
        return house.floor.caller_waits(call, plan=PLANS[call], place_at=place, most_waiting=most, now=at, op=op)

    return Act(f"{call} arrives{' where one may wait' if most else ''}", "caller_waits", does)


def _says(agent: str, state: str, reason: str = "") -> Act:
    def does(house: House, held: str, at: Any, op: str) -> Any:
        facts: dict[str, Any] = {"state": state, "reason": reason, "lines": LINES[agent], "endpoint": "phone"}
        return house.floor.agent_presence(agent, until=house.at(43200), now=at, op=op, **facts)

    return Act(f"{agent} says {state}", "agent_presence", does)


def _rings(leg: str) -> Act:
    def does(house: House, held: str, at: Any, op: str) -> Any:
        return house.floor.reservation_rings(held, leg=leg, deadline=house.at(25), now=at, op=op)

    return Act(f"{leg} rings", "reservation_rings", does)


def _ring_later(house: House, held: str, at: Any, op: str) -> Any:
    return house.floor.ring_later(held, at=house.at(NOW + 3), now=at, op=op)


def _more_time(house: House, held: str, at: Any, op: str) -> Any:
    return house.floor.wrap_up_extends("ayse", until=house.at(200), now=at, op=op)


def _beats(house: House, held: str, at: Any, op: str) -> Any:
    return house.floor.presence_beats("ayse", until=house.at(NOW + 30), now=at)


ACTS: Final[tuple[Act, ...]] = (
    _arrives("CA1"),
    _arrives("CA2"),
    _arrives("CA9"),
    _arrives("CA9", most=1),
    _about("CA1 hangs up", "caller_leaves", "CA1", why="hung_up", ended={}),
    _about("CA2 hangs up", "caller_leaves", "CA2", why="hung_up"),
    _about("CA9 ends before it arrives", "caller_leaves", "CA9", why="hung_up", ended={}),
    _about("CA1 comes back", "caller_returns", "CA1"),
    _about("CA1 comes back with another plan", "caller_returns", "CA1", plan=PLANS["CA1"]),
    _about("CA1 asks for another plan", "plan_changes", "CA1", plan=PLANS["CA1"], why="anyone"),
    _about("CA1 hears a menu", "caller_steps_aside", "CA1", why="menu"),
    _about("CA2 hears a menu", "caller_steps_aside", "CA2", why="menu"),
    _about("CA8 rings in", "caller_rings_in", "CA1", call="CA8"),
    _about("CA8 rings in with a plan of its own", "caller_rings_in", "CA1", call="CA8", plan=PLANS["CA8"]),
    _about("CA8 hangs up", "caller_leaves", "CA8", why="hung_up", ended={}),
    _about("CA1 waits for more people", "plan_widens", "CA1", MUCH_LATER),
    _about("CA1 is looked at again", "plan_widens", "CA1"),
    _rings("leg"),
    _rings("another leg"),
    Act("dialling must wait", "ring_later", _ring_later),
    _offer("the leg accepts", "agent_accepts", leg="leg"),
    _offer("the desk accepts", "agent_accepts"),
    _offer("the leg accepts too late", "agent_accepts", MUCH_LATER, leg="leg"),
    _offer("the agent rejects", "offer_fails", why="rejected"),
    _offer("the agent does not press a key", "offer_fails", why="no_answer"),
    _offer("the phone is busy", "offer_fails", why="busy"),
    _offer("the phone cannot be reached", "offer_fails", why="unreachable"),
    _offer("nobody began to ring", "offer_fails", why="not_rung"),
    _offer("the carrier says the caller is gone", "offer_fails", why="caller_gone"),
    _offer("the offer is overdue", "offer_fails", MUCH_LATER, why="no_answer", only_if_due=True),
    _offer("the offer is looked at too early", "offer_fails", why="no_answer", only_if_due=True),
    _about("the caller comes into the room", "parties_meet", "CA1"),
    _about("the agent leaves the room", "conversation_ends", "CA1", by="agent"),
    _about("the line to the agent is cut", "conversation_ends", "CA1", by="network"),
    _about("the caller leaves the room", "conversation_ends", "CA1", by="caller", wrap_up_seconds=0),
    _about("wrap-up is finished", "wrap_up_ends", "ayse"),
    _about("wrap-up is overdue", "wrap_up_ends", "ayse", MUCH_LATER, only_if_due=True),
    _about("wrap-up is looked at too early", "wrap_up_ends", "ayse", only_if_due=True),
    _about("wrap-up is finished by a rest", "wrap_up_ends", "ayse", rest_seconds=90, rest_reason="cool_down"),
    _about("Ayşe rests", "agent_rests", "ayse", seconds=60, reason="breather"),
    _about("Burak rests", "agent_rests", "burak", seconds=60, reason="breather"),
    _about("Ayşe's pause ends", "pause_ends", "ayse"),
    _about("Ayşe's pause is overdue", "pause_ends", "ayse", MUCH_LATER, only_if_due=True),
    _about("Ayşe's pause is looked at too early", "pause_ends", "ayse", only_if_due=True),
    Act("wrap-up takes longer", "wrap_up_extends", _more_time),
    _says("ayse", "ready"),
    _says("ayse", "not_ready", "lunch"),
    _says("ayse", "logged_out"),
    _says("burak", "ready"),
    _says("burak", "not_ready", "lunch"),
    _about("Ayşe loses her skills", "agent_lines", "ayse", lines=()),
    _about("Ayşe learns", "agent_lines", "ayse", lines=(*LINES["ayse"], "agent:burak")),
    Act("Ayşe's desk beats", "presence_beats", _beats),
    _about("Ayşe's lease is looked at", "presence_expires", "ayse"),
    _about("Ayşe's lease is overdue", "presence_expires", "ayse", MUCH_LATER),
)  # fmt: skip


def reservation_seen(floor: Floor) -> str:
    """The reservation CA1 has, or had, when somebody looks."""
    known = floor.call("CA1")
    return (known.reservation if known else None) or "0" * 32
