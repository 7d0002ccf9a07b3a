"""An agent's callbacks for their own calendar: an address to read them at, which can be taken back."""

import hashlib
import hmac

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from callbacks.board import Board
from console.api.fields import Moment
from console.api.operation import Asked, Operation
from console.api.problem import unknown
from records.database import reading, writing
from staff.agent import agent
from staff.calendar_feed import close_feed, feed_of, open_feed


class CalendarFeedShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    agent_id: str
    since: Moment | None = Field(description="Since when it can be read; null: nobody can.")


class CalendarFeedOpened(CalendarFeedShown):
    url: str = Field(description="For the calendar programme. It is a secret of the agent's, and shown this once.")


def show_calendar_feed(board: Board, asked: Asked) -> CalendarFeedShown:
    """Whether the agent's calendar can be read from outside."""
    with reading(board.database) as session:
        agent_id = _known_agent(session, asked)
        feed = feed_of(session, agent_id)
        return CalendarFeedShown(agent_id=agent_id, since=feed.made_at if feed else None)


def put_calendar_feed(board: Board, asked: Asked) -> CalendarFeedOpened:
    """Give the agent's calendar an address; the one before no longer opens it. Written to the audit trail."""
    with writing(board.database) as session:
        agent_id = _known_agent(session, asked)
        return opened(session, board, agent_id, once=asked.once, by=asked.who.label)


def delete_calendar_feed(board: Board, asked: Asked) -> CalendarFeedShown:
    """From now on nobody can read it. Written to the audit trail."""
    with writing(board.database) as session:
        agent_id = _known_agent(session, asked)
        close_feed(session, agent_id, by=asked.who.label, now=board.clock())
        return CalendarFeedShown(agent_id=agent_id, since=None)


def opened(session: Session, board: Board, agent_id: str, *, once: str, by: str) -> CalendarFeedOpened:
    """The token is computed from our secret and `once`: asked again under it, it is the same address."""
    token = hmac.new(board.secret, f"calendar:{agent_id}:{once}".encode(), hashlib.sha256).hexdigest()[:40]
    feed = open_feed(session, agent_id, token=token, by=by, now=board.clock())
    return CalendarFeedOpened(agent_id=agent_id, since=feed.made_at, url=board.urls.calendar(token))


def _known_agent(session: Session, asked: Asked) -> str:
    found = agent(session, asked.path["agent"])
    if found is None or not found.active:
        raise unknown("agent", asked.path["agent"])
    return found.id


_OF_AGENT = "/agents/{agent}/calendar"
OPERATIONS = (
    Operation(method="GET", path=_OF_AGENT, scope="agents:read", summary="Show whether an agent's calendar can be read",
              does=show_calendar_feed, answers=CalendarFeedShown, problems=(404,)),
    Operation(method="PUT", path=_OF_AGENT, scope="agents:write", summary="Give an agent's calendar an address",
              does=put_calendar_feed, answers=CalendarFeedOpened, problems=(404,), shown_once=True),
    Operation(method="DELETE", path=_OF_AGENT, scope="agents:write", summary="Take back the address of a calendar",
              does=delete_calendar_feed, answers=CalendarFeedShown, problems=(404,)),
)  # fmt: skip
