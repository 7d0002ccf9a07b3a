"""A catalogue of floors: each is a moment of a call centre's day, with CA1 and Ayşe in the middle of it.

In each of them CA1 is a caller whose case is Ayşe's, or one who is with her; CA2 waits for anybody or is not there yet.
CA8 comes in place of CA1, where that is a callback whose customer rings in.
"""

from collections.abc import Callable, Iterator
from typing import Final

from routing.plan import Plan
from tests.routing.house import House, steps

EVERYBODY: Final = steps((0, "queue:main/1"), (40, "queue:main/2"))
HERS: Final = steps((0, "agent:ayse"), (30, "agent:burak"), (45, "queue:main/1"), owner="ayse")
PLANS: Final[dict[str, Plan]] = {"CA1": HERS, "CA2": EVERYBODY, "CA3": EVERYBODY, "CA8": HERS, "CA9": EVERYBODY}
LINES: Final = {
    "ayse": ("agent:ayse", "queue:main/1", "queue:main/2"),
    "burak": ("agent:burak", "queue:main/1"),
    "cem": ("agent:cem", "queue:main/2"),
}
PLACES: Final = {"CA1": 3.0, "CA2": 4.0, "CA3": 2.0, "CA8": 3.0, "CA9": 1.0}
"""Each call's place in time, not the moment it came: order is by these."""
NOW: Final = 10.0
"""Second at which every world is ready."""


def arrives(house: House, call: str, at: float = 5) -> None:
    house.calls(call, at, plan=PLANS[call], place=PLACES[call])


def comes(house: House, agent: str, at: float = 1, *, endpoint: str = "phone") -> None:
    lease = 43200 if endpoint == "phone" else 30
    house.signs_in(agent, at, lines=LINES[agent], endpoint=endpoint, until=house.at(at + lease))


def nobody(house: House) -> None:
    """An empty centre."""


def everybody_ready(house: House) -> None:
    for agent in ("burak", "ayse", "cem"):
        comes(house, agent)


def nobody_there(house: House) -> None:
    """CA1 and CA2 wait, and nobody has come yet."""
    arrives(house, "CA1")
    arrives(house, "CA2")


def owner_busy(house: House) -> None:
    """Ayşe talks with CA3; CA1 waits for her, Burak is ready for everybody else."""
    comes(house, "ayse")
    arrives(house, "CA3", 2)
    _meet(house, "CA3", 3)
    comes(house, "burak")
    arrives(house, "CA1")


def all_busy(house: House) -> None:
    """Ayşe talks, Burak is at lunch; CA1 and CA2 wait."""
    comes(house, "ayse")
    arrives(house, "CA3", 2)
    _meet(house, "CA3", 3)
    comes(house, "burak")
    house.steps_out("burak", 4)
    arrives(house, "CA1")
    arrives(house, "CA2")


def offered(house: House) -> None:
    """CA1 is offered to Ayşe; CA2 waits; Burak is at lunch."""
    comes(house, "ayse")
    comes(house, "burak")
    house.steps_out("burak", 4)
    arrives(house, "CA1")
    arrives(house, "CA2", 6)


def offered_beside_another(house: House) -> None:
    """CA1 is offered to Ayşe, whose desk is a browser; Burak and Cem are ready."""
    comes(house, "ayse", endpoint="browser")
    comes(house, "burak")
    comes(house, "cem")
    arrives(house, "CA1")


def ringing(house: House) -> None:
    offered(house)
    _ring(house, "CA1")


def refused_once(house: House) -> None:
    """Ayşe refused CA1 and is offered CA2; Burak comes back from lunch any moment."""
    offered(house)
    house.floor.offer_fails(_held(house, "CA1"), why="rejected", now=house.at(8))


def refused_by_all(house: House) -> None:
    """Ayşe and Burak refused CA1 and are ready; nobody else may take it."""
    comes(house, "ayse")
    comes(house, "burak")
    arrives(house, "CA1")
    house.floor.offer_fails(_held(house, "CA1"), why="rejected", now=house.at(6))
    house.floor.offer_fails(_held(house, "CA1"), why="rejected", now=house.at(7))


def accepted(house: House) -> None:
    ringing(house)
    house.floor.agent_accepts(_held(house, "CA1"), leg="leg", now=house.at(8))


def talking(house: House) -> None:
    """Ayşe talks with CA1; CA2 waits."""
    accepted(house)
    house.floor.parties_meet("CA1", now=house.at(9))


def talking_and_going_to_lunch(house: House) -> None:
    talking(house)
    house.steps_out("ayse", 9.5)


def over(house: House) -> None:
    """Ayşe's leg ended: she wraps up, CA1 is still on the line, CA2 waits."""
    talking(house)
    house.floor.conversation_ends("CA1", by="agent", now=house.at(9.5))


def wrap_up(house: House) -> None:
    """CA1 hung up: Ayşe wraps up, CA2 waits."""
    talking(house)
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(9.5))


def returned(house: House) -> None:
    """Cut off and back at the old place, while Ayşe wraps up."""
    over(house)
    house.floor.caller_returns("CA1", now=house.at(9.8))


def lost_desk(house: House) -> None:
    """Ayşe's browser is silent: her lease ran out and nobody has looked yet; CA1 is offered to her."""
    house.signs_in("ayse", 1, lines=LINES["ayse"], endpoint="browser", until=house.at(9))
    comes(house, "cem")
    arrives(house, "CA1")
    arrives(house, "CA2", 6)


def gone(house: House) -> None:
    """CA1 hung up while Ayşe's phone rang; she is ready."""
    ringing(house)
    house.floor.caller_leaves("CA2", why="hung_up", now=house.at(8))
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(9))


def after_rona(house: House) -> None:
    """Ayşe did not answer and is left alone for a while; CA1 waits, Burak is at lunch."""
    offered(house)
    house.floor.offer_fails(_held(house, "CA1"), why="no_answer", now=house.at(8))


def resting(house: House) -> None:
    """Ayşe had a hard call and rests; CA2 waits."""
    wrap_up(house)
    house.floor.wrap_up_ends("ayse", rest_seconds=60, rest_reason="cool_down", now=house.at(9.8))


def resting_while_ringing(house: House) -> None:
    """Burak's phone is busy: he is left alone for a while, and CA2 rings at Ayşe's."""
    comes(house, "burak")
    arrives(house, "CA2")
    house.floor.offer_fails(_held(house, "CA2"), why="busy", now=house.at(6))
    comes(house, "ayse", 7)
    arrives(house, "CA1", 8)


def aside(house: House) -> None:
    """CA1 hears a menu; Ayşe is ready, CA2 is with Burak."""
    comes(house, "burak")
    arrives(house, "CA2")
    comes(house, "ayse", 6)
    arrives(house, "CA1", 7)
    house.floor.caller_steps_aside("CA1", why="menu", now=house.at(9))


def another_plan(house: House) -> None:
    """CA1 was with Ayşe's phone when she asked for anybody instead: the offer stands, the plan is another."""
    offered(house)
    house.floor.plan_changes("CA1", plan=HERS, why="anyone", now=house.at(9))


WORLDS: Final[tuple[Callable[[House], None], ...]] = (
    nobody, everybody_ready, nobody_there, owner_busy, all_busy, offered, offered_beside_another, ringing, refused_once,
    refused_by_all, accepted, talking, talking_and_going_to_lunch, over, wrap_up, returned, lost_desk, gone,
    after_rona, resting, resting_while_ringing, aside, another_plan,
)  # fmt: skip


def all_lines() -> Iterator[str]:
    yield from {line for lines in LINES.values() for line in lines}
    yield from {step.line for plan in PLANS.values() for step in plan.steps}


def _held(house: House, call: str) -> str:
    known = house.floor.call(call)
    assert known and known.reservation, f"{call} is held by nobody: {known}"
    return known.reservation


def _ring(house: House, call: str) -> None:
    assert house.floor.reservation_rings(_held(house, call), leg="leg", deadline=house.at(22), now=house.at(7))


def _meet(house: House, call: str, at: float) -> None:
    assert house.floor.agent_accepts(_held(house, call), leg=f"leg-{call}", now=house.at(at))
    assert house.floor.parties_meet(call, now=house.at(at))
