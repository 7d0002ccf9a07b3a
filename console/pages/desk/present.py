"""What an agent's desk is about at this moment: whom they are held for, talk with, or write up."""

from dataclasses import dataclass
from typing import Final, Literal

from callbacks.last_conversation import last_conversation
from console.api.agents import AgentAtWork, show_agent
from console.api.reservations import ReservationShown, list_reservations
from console.pages.asking import ask
from console.pages.page import NotThere, Visit
from ivr.voice_board import VoiceBoard
from records.database import reading
from routing.answering import OPEN

Scene = Literal["offered", "joining", "talking", "wrap_up", "ready", "away"]
NOBODY_HERE: Final = ("ready", "away")


@dataclass(frozen=True, kw_only=True)
class Present:
    """`call` is the customer's, as records know it; None where the desk is about nobody."""

    agent: AgentAtWork
    held: ReservationShown | None = None
    call: str | None = None

    @property
    def scene(self) -> Scene:
        if self.agent.state in ("talking", "wrap_up"):
            return self.agent.state  # type: ignore[return-value]
        if self.held is not None:
            return "offered" if self.held.state in OPEN else "joining"
        return "ready" if self.agent.state in ("ready", "reserved") else "away"

    @property
    def at_browser(self) -> bool:
        """They hear and speak here, and not at a telephone."""
        return self.agent.endpoint == "browser"


def present(visit: Visit) -> Present:
    """Raises NotThere for whoever takes no calls."""
    if visit.who.agent is None:
        raise NotThere
    agent = ask(visit, show_agent, agent=visit.who.agent)
    items = ask(visit, list_reservations, agent=agent.id).items if agent.reservation else ()
    held = items[0] if items else None
    return Present(agent=agent, held=held, call=_call(visit.board, agent, held))


def _call(board: VoiceBoard, agent: AgentAtWork, held: ReservationShown | None) -> str | None:
    if held is not None:
        return held.transfer.call if held.transfer else held.call
    if agent.state == "wrap_up":
        with reading(board.database) as session:
            last = last_conversation(session, agent.id, long_minutes=board.policy.long_call_minutes, now=board.clock())
        return last.call if last else None
    return agent.call if agent.state == "talking" else None
