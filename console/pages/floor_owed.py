"""What is owed, on the floor: promises, escalations and who takes them, callbacks; alerts, and screens on walls."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from callbacks.board import Board
from callbacks.dialler.supervisors import LEADING
from console.api.agents import AgentsQuery, list_agents
from console.api.alerts import list_alerts
from console.api.callbacks import list_callbacks
from console.api.callbacks_found import CallbacksQuery
from console.api.escalations import EscalationsQuery, list_escalations
from console.api.promise_shown import PromiseOnTheClock
from console.api.promises import PromisesQuery, list_all_promises
from console.api.rota import DutiesQuery, TurnQuery, list_duties, show_turn
from console.api.walls import list_walls
from console.floor.day import midnight
from console.pages.asking import ask
from console.pages.page import Visit
from console.reports.promises_kept import PromisesKeptShown, promises_kept_report
from console.reports.wanted import Wanted
from records.database import reading

LEAD: Final = 2
"""The step of the ladder on which leads are asked."""
SHOWN: Final = 12
"""Of each list: whoever wants more asks the API, or looks at the reports."""
AHEAD: Final = timedelta(hours=12)
"""A promise is looked at that is due within so long; of those, what is past its warning is at risk."""


def owed(visit: Visit) -> dict[str, Any]:
    board, now = visit.board, visit.board.clock()
    people = ask(visit, list_agents, AgentsQuery(limit=200, cursor=None)).items
    return {
        "names": {one.id: one.name for one in people},
        "leads": [one for one in people if one.role in LEADING],
        "kept": _kept(board, now),
        "at_risk": at_risk(_promises(visit, status="open", party="us", due_before=now + AHEAD), now)[:SHOWN],
        "broken": _promises(visit, late=True, party="us")[-SHOWN:][::-1],
        "escalations": ask(visit, list_escalations, EscalationsQuery(open=True, limit=SHOWN, cursor=None)).items,
        "turn": ask(visit, show_turn, TurnQuery(level=LEAD, at=None)).items,
        "duties": ask(visit, list_duties, DutiesQuery()).items,
        "callbacks": ask(visit, list_callbacks, CallbacksQuery.model_validate({"state": "open", "limit": SHOWN})).items,
        "alerts": ask(visit, list_alerts).items[:SHOWN],
        "walls": ask(visit, list_walls).items if visit.who.may("agents:write") else (),
    }  # fmt: skip


def at_risk(promises: Sequence[PromiseOnTheClock], now: datetime) -> list[PromiseOnTheClock]:
    """Open, and past the moment their owner is warned; one whose clock stands still is at no risk."""
    return [one for one in promises if one.warn_at <= now and one.waits_for is None]


def _promises(visit: Visit, **wanted: Any) -> tuple[PromiseOnTheClock, ...]:
    query = PromisesQuery(limit=200, cursor=None, **wanted)
    return ask(visit, list_all_promises, query).items


def _kept(board: Board, now: datetime) -> PromisesKeptShown:
    """Today's."""
    with reading(board.database) as session:
        return promises_kept_report(session, Wanted(since=midnight(now), until=now, now=now))[0]
