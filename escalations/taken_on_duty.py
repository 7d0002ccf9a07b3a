"""How many escalations somebody took since their duty began: those they answered, and those they are at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from escalations.escalation import Escalation
from escalations.transfer.transfer import Transfer


def taken_since(session: Session, since: Mapping[str, datetime]) -> Mapping[str, int]:
    """By agent; each with the moment from which it is counted."""
    taken: dict[str, set[str]] = defaultdict(set)
    for chosen in _ways(since) if since else ():
        for agent, escalation, at in session.execute(chosen):
            taken[agent].update({escalation} if at >= since[agent] else ())
    return {agent: len(taken[agent]) for agent in since}


def _ways(since: Mapping[str, datetime]) -> Iterator[Select[*tuple[Any, ...]]]:
    """Answered, by whatever way; and brought into a conversation, whatever comes of it."""
    yield select(Escalation.answered_by, Escalation.id, Escalation.answered_at).where(
        Escalation.answered_by.in_(since), Escalation.answered_at >= min(since.values())
    )
    yield select(Transfer.colleague_id, Transfer.escalation_id, Transfer.met_at).where(
        Transfer.colleague_id.in_(since), Transfer.escalation_id.is_not(None), Transfer.met_at >= min(since.values())
    )
