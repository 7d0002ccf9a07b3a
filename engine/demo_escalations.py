"""What went further up in the demo before today: a customer who was passed on twice heard from the lead."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from cases.case import Case
from escalations.escalation import Escalation

CASE: Final = "4808"
PASSED_ON: Final = 2
LEAD: Final = 2
"""The step of the ladder."""
CALLED_AFTER: Final = timedelta(minutes=35)
REASONS: Final[tuple[dict[str, Any], ...]] = (
    {"rule": "trigger", "name": "bounces", "saw": PASSED_ON, "least": PASSED_ON, "on": True, "holds": True},
    {"rule": "ladder", "answered": [], "open": None, "step": 1},
    {"rule": "row", "name": "leads_matter", "holds": True, "then": "lead_calls", "level": LEAD},
)


def went_further_up_before(session: Session, now: datetime) -> None:
    """Done again it changes nothing; in a centre without the demo's cases nothing is written. Found as the clock would
    have found it, so that it is not found once more."""
    case, at = session.get(Case, CASE), now - timedelta(hours=20)
    if case is None or session.get(Escalation, "demo-escalation") is not None:
        return
    called = at + CALLED_AFTER
    session.add(Escalation(
        id="demo-escalation", once=f"bounces:{CASE}:{PASSED_ON}", trigger="bounces", level=LEAD, decision="lead_calls",
        reasons=list(REASONS), case_number=CASE, customer_id=case.customer_id, agent_id=case.owner_id,
        asked_by="clock", asked_at=at, answered_by="zeynep", answered_at=called, granted="lead_calls", outcome="same",
        right="Sayaç okuma gününü kendisi öğrenip söyledi", answer="Gün aynı kaldı; aktarıldığı için özür dilendi",
        decided_by="zeynep", decided_at=called, told_agent_at=called, ended_at=called, version=1,
    ))  # fmt: skip
