"""What somebody who tries the demo has done by now, as against what the demo does by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from callbacks.callback import Callback
from cases.promise import Promise
from console.people.account import Account
from escalations.transfer.transfer import Transfer
from ivr.publishing.publication import Publication
from records.call_record import CallRow
from records.owed_call import CALLBACK
from staff.agent import Agent

STEPS: Final = ("called", "answered", "lead_came", "published", "kept")


@dataclass(frozen=True, kw_only=True)
class DemosOwn:
    """`numbers` are telephones of customers whom the demo plays; `calls` tells the calls it placed as others."""

    numbers: frozenset[str] = frozenset()
    calls: Callable[[], frozenset[str]] = frozenset


def done_by_the_newcomer(session: Session, own: DemosOwn) -> Mapping[str, bool]:
    """Each of the steps, and whether it was done since the demo began."""
    began = session.scalar(select(func.min(Account.made_at)))
    if began is None:
        return {}
    return {
        "called": _is_any(session, CallRow, *_called(began, own)),
        "answered": _is_any(session, CallRow, CallRow.agent_id.in_(_at_a_browser()), CallRow.answered_at > began),
        "lead_came": _is_any(session, Transfer, Transfer.kind == "supervisor", Transfer.met_at > began),
        "published": _is_any(session, Publication, Publication.how == "publish", Publication.at > began),
        "kept": _is_any(session, Promise, *_kept(began, own)),
    }


def _called(began: datetime, own: DemosOwn) -> tuple[ColumnElement[bool], ...]:
    return (CallRow.direction == "inbound", CallRow.arrived_at > began, CallRow.sid.not_in(own.calls()),
            or_(CallRow.from_number.is_(None), CallRow.from_number.not_in(own.numbers)))  # fmt: skip


def _at_a_browser() -> Select[str]:
    return select(Agent.id).where(Agent.endpoint == "browser")


def _kept(began: datetime, own: DemosOwn) -> tuple[ColumnElement[bool], ...]:
    played = select(Callback.promise_id).where(Callback.phone.in_(own.numbers))
    return (Promise.kind == CALLBACK, Promise.status == "kept", Promise.ended_at > began, Promise.id.not_in(played))


def _is_any(session: Session, table: type, *those: ColumnElement[bool]) -> bool:
    return (session.scalar(select(func.count()).select_from(table).where(*those)) or 0) > 0
