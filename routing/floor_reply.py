"""What the scripts answer, as values."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from routing.agent_on_floor import AgentOnFloor
from routing.call_on_floor import CallOnFloor
from routing.instants import from_ms
from routing.moves import Moves
from routing.reservation import Reservation
from routing.taken_over import TakenOver


def moves_in(reply: Mapping[str, Any]) -> Moves:
    return Moves(
        changed=bool(reply["changed"]),
        offers=tuple(reservation_in(row) for row in reply.get("offers", ())),
        cancels=tuple(reservation_in(row) for row in reply.get("cancels", ())),
        full=bool(reply.get("full")),
    )


def taken_over_in(reply: Mapping[str, Any]) -> TakenOver:
    row = reply.get("reservation")
    return TakenOver(
        moves=moves_in(reply),
        stage=str(reply.get("stage", "")),
        reservation=reservation_in(row) if row else None,
    )


def reservation_in(row: Mapping[str, Any]) -> Reservation:
    return Reservation(
        id=row["id"],
        call=row["call"],
        agent=row["agent"],
        line=row["line"],
        step=int(row["step"]),
        state=row["state"],
        deadline=from_ms(row["deadline"]),
        leg=row.get("leg", ""),
        why=row.get("why", ""),
        came_from=row.get("came_from", ""),
    )


def agent_in(agent: str, row: Mapping[str, str]) -> AgentOnFloor:
    return AgentOnFloor(
        id=agent,
        state=row["state"],
        reason=row["state_reason"],
        since=from_ms(row["since"]),
        presence=row["presence"],
        presence_until=_moment(row.get("until", "")),
        call=row.get("call") or None,
        reservation=row.get("reservation") or None,
        wrap_up_until=_moment(row.get("wrap_until", "")),
        lines=tuple(row["lines"].split("\n")) if row["lines"] else (),
        endpoint=row["endpoint"],
        paused_until=_moment(row.get("pause_until", "")),
        no_answers=int(row.get("no_answers") or 0),
        handled_seconds=int(row.get("handled") or 0) / 1000,
    )


def call_in(call: str, row: Mapping[str, str], refused: Iterable[str], position: int | None) -> CallOnFloor:
    return CallOnFloor(
        id=call,
        state=row["state"],
        queue=row.get("queue", ""),
        place_at=_moment(row.get("place", "")),
        score=int(row.get("score") or 0),
        position=position,
        lines=tuple(row["lines"].split("\n")) if row.get("lines") else (),
        step=int(row.get("opened") or 0),
        agent=row.get("agent") or None,
        reservation=row.get("reservation") or None,
        owner=row.get("owner") or None,
        refused_by=frozenset(refused),
        why=row.get("why", ""),
    )


def _moment(milliseconds: str) -> datetime | None:
    return from_ms(milliseconds) if milliseconds and milliseconds != "0" else None
