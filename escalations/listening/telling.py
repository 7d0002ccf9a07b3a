"""Who learns that somebody listens: the audit always, the agent and other systems unless it is to be silent."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from escalations.listening.listening import Listening
from records.audit import append as append_audit
from records.outgoing_event import announce
from staff.notice import Notice, keep_notice

CLOCK: Final = "clock"
"""Who ends a listening that ends by itself."""


def audit_listening(session: Session, row: Listening, what: str, *, by: str, now: datetime) -> None:
    told = {"listening": row.id, "listener": row.listener_id, "agent": row.agent_id, "mode": row.mode,
            "silent": row.silent, "why": row.end_why or row.why}  # fmt: skip
    append_audit(session, by, what, f"call:{row.call}", told, now)


def listening_began(session: Session, row: Listening, *, leg: str, now: datetime) -> None:
    """The listener is in the room."""
    row.joined_at, row.leg = now, leg
    audit_listening(session, row, "listening_began", by=f"agent:{row.listener_id}", now=now)
    if row.silent:
        return
    announce(session, "listening.began", f"call:{row.call}", _facts(row), now=now, once=f"{row.id}:began")
    keep_notice(
        session,
        Notice(
            id=f"listening:{row.id}",
            agent_id=row.agent_id,
            kind="listened_to",
            key=f"notice_listened_{row.mode}",
            args={"agent": row.listener_id},
            call=row.call,
            case_number=row.case_number,
            at=now,
        ),
    )


def listening_is_over(session: Session, row: Listening, why: str, *, by: str = CLOCK, now: datetime) -> None:
    """Nobody of it belongs into the room any longer; whoever still stands there is taken out at the next look."""
    row.ended_at, row.end_why, row.in_mode, row.look_at = now, why, None, now
    row.version += 1
    audit_listening(session, row, "listening_ended", by=by, now=now)
    if not row.silent and row.joined_at is not None:
        told = {**_facts(row), "why": why}
        announce(session, "listening.ended", f"call:{row.call}", told, now=now, once=f"{row.id}:ended")


def _facts(row: Listening) -> dict[str, Any]:
    return {"listening": row.id, "call": row.call, "case": row.case_number, "agent_id": row.agent_id,
            "listener_id": row.listener_id, "mode": row.mode}  # fmt: skip
