"""`/floor`: who waits, who talks, who is free; supervisors listen, set states and see to what is owed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from callbacks.looking import note_look
from console.api.agents import AgentShown, AgentsQuery, list_agents
from console.api.reservations import ReservationShown, list_reservations
from console.floor.centre_now import centre_now
from console.floor.live_call import LiveCall, how_long, live_calls
from console.floor.spark import spark
from console.pages.asking import ask
from console.pages.floor_owed import owed
from console.pages.page import WATCHING, Page, Shown, Visit
from escalations.listening.floor_name import is_listening
from routing.answering import OPEN

ORDER: Final = ("talking", "reserved", "wrap_up", "ready", "not_ready", "logged_out")
"""Of agents' states: those one looks at first."""
LISTENABLE: Final = ("talking", "hold", "consult")


def _whole(visit: Visit) -> Shown:
    return {**_now(visit), **owed(visit)}


def _now(visit: Visit) -> dict[str, Any]:
    """Everything that moves by the second."""
    board, who = visit.board, visit.who
    centre = centre_now(board)
    usual = {queue.queue: queue.handle_seconds for queue in centre.queues}
    calls = live_calls(board, silent=who.may("listening:silent"))
    note_look(board, who.label, [f"call:{one.sid}" for one in calls])
    agents = ask(visit, list_agents, AgentsQuery(limit=200, cursor=None)).items
    mine = next((one for one in agents if one.id == who.agent), None)
    return {
        "centre": centre,
        "calls": [(one, how_long(one, usual.get(one.queue or ""), centre.at)) for one in calls],
        "listenable": LISTENABLE,
        "agents": sorted(agents, key=lambda one: (ORDER.index(one.state), one.name)),
        "counted": {state: sum(one.state == state for one in agents) for state in ORDER},
        "mine": mine,
        "listening": _listening(calls, mine),
        "rung": _rung(visit, mine),
        "offer_seconds": board.policy.offer_seconds,
        "spark": spark(centre.levels_by_hour),
    }


def _listening(calls: Sequence[LiveCall], mine: AgentShown | None) -> Mapping[str, Any]:
    """By call, the listening that is the viewer's own."""
    if mine is None:
        return {}
    return {call.sid: one for call in calls for one in call.listeners if one.listener_id == mine.id}


def _rung(visit: Visit, mine: AgentShown | None) -> ReservationShown | None:
    """What is offered to the viewer, but for a conversation they asked to listen to: that comes by itself."""
    if mine is None or mine.reservation is None:
        return None
    items = ask(visit, list_reservations, agent=mine.id).items
    return next((one for one in items if one.state in OPEN and not is_listening(one.call)), None)


PAGES = (
    Page(path="/floor", roles=WATCHING, shows=_whole, template="floor/floor.html", stream="floor"),
    Page(path="/floor/parts/now", roles=WATCHING, shows=_now, template="floor/parts/now.html"),
    Page(path="/floor/parts/owed", roles=WATCHING, shows=owed, template="floor/parts/owed.html"),
)
