"""What `sahip agents` does: who is away and who leaves, in the records and the clock of this folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from callbacks.off_boarding import Leaving, OffBoardingRefused, inheritance_of, leave
from engine.desk_said import refusal, said
from engine.hours_desk import HoursDesk
from records.database import reading, writing
from staff.absence import Absence, absences, add_absence
from staff.agent import agent
from staff.errors import AbsenceRefused


@dataclass(frozen=True, kw_only=True)
class Away:
    """Who is away, from when to when, who stands in, why, and who says so."""

    agent: str
    starts_at: datetime
    ends_at: datetime
    stand_in: str | None
    kind: str
    by: str


def absences_told(desk: HoursDesk, agent_id: str | None) -> list[dict[str, object]]:
    """Those that are not over, as rows; times on the centre's clock."""
    if agent_id is not None:
        _see_that_known(desk, agent_id)
    with reading(desk.database) as session:
        return [_told(desk, one) for one in absences(session, since=desk.clock(), agent_id=agent_id)]


def goes_away(desk: HoursDesk, away: Away) -> dict[str, object]:
    """Raises OrderRefused with what stands in the way."""
    _see_that_known(desk, away.agent)
    wanted = Absence(
        agent_id=away.agent, kind=away.kind, starts_at=away.starts_at, ends_at=away.ends_at,
        stand_in_id=away.stand_in, made_by=away.by,
    )  # fmt: skip
    try:
        with writing(desk.database) as session:
            return _told(desk, add_absence(session, wanted, now=desk.clock()))
    except AbsenceRefused as refused:
        raise refusal("away", desk.lang, why=_faults("away", refused.faults, desk.lang)) from None


def leaving_told(desk: HoursDesk, agent_id: str) -> dict[str, Any]:
    """The preview: what would pass to others."""
    _see_that_known(desk, agent_id)
    found = inheritance_of(desk.database, agent_id)
    stands_in, leads = found.counted_on.stands_in_for, found.counted_on.leads
    told = said("would_pass", desk.lang, cases=found.cases, promises=found.promises, callbacks=found.callbacks)
    for key, names in (("stands_in_for", stands_in), ("leads", leads)):
        told += f" {said(key, desk.lang, names=', '.join(names))}" if names else ""
    return {"agent": agent_id, "cases": found.cases, "promises": found.promises, "callbacks": found.callbacks,
            "stands_in_for": stands_in, "leads": leads, "told": told}  # fmt: skip


def leaves_now(desk: HoursDesk, leaving: Leaving) -> dict[str, Any]:
    """Raises OrderRefused with what stands in the way."""
    try:
        done = leave(desk.database, leaving, now=desk.clock())
    except OffBoardingRefused as refused:
        why = _faults("leaving", refused.faults, desk.lang)
        raise refusal("leaving", desk.lang, name=leaving.agent_id, why=why) from None
    told = said("passed", desk.lang, cases=done.cases, promises=done.promises, callbacks=done.callbacks)
    return {"agent": done.agent_id, "to": done.to_agents, "cases": done.cases, "promises": done.promises,
            "callbacks": done.callbacks, "told": told}  # fmt: skip


def _see_that_known(desk: HoursDesk, agent_id: str) -> None:
    with reading(desk.database) as session:
        known = agent(session, agent_id)
    if known is None or not known.active:
        raise refusal("agent", desk.lang, name=agent_id)


def _faults(what: str, faults: Mapping[str, str], lang: str) -> str:
    """Each once, in words."""
    return " ".join(said(f"{what}_{fault}", lang) for fault in dict.fromkeys(faults.values()))


def _told(desk: HoursDesk, absence: Absence) -> dict[str, object]:
    return {
        "agent": absence.agent_id,
        "kind": absence.kind,
        "starts_at": f"{absence.starts_at.astimezone(desk.zone):%Y-%m-%d %H:%M}",
        "ends_at": f"{absence.ends_at.astimezone(desk.zone):%Y-%m-%d %H:%M}",
        "stand_in": absence.stand_in_id,
    }
