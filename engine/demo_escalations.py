"""What went further up in the demo before today: a customer who was passed on twice, and one who asked for a manager,
have heard from the lead; what came of it is still to be written down."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from cases.case import Case
from escalations.escalation import Escalation

PASSED_ON: Final = 2
LEAD: Final = 2
"""The step of the ladder."""
CALLED_AFTER: Final = timedelta(minutes=35)
BOUNCED: Final = (
    {"rule": "trigger", "name": "bounces", "saw": PASSED_ON, "least": PASSED_ON, "on": True, "holds": True},
    {"rule": "row", "name": "leads_matter", "holds": True, "then": "lead_calls", "level": LEAD},
)
ASKED: Final = (
    {"rule": "trigger", "name": "caller_asked", "saw": 1, "least": 1, "on": True, "holds": True},
    {"rule": "row", "name": "nobody_free", "holds": True, "then": "lead_calls", "level": LEAD},
)
BEFORE: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    ("demo-escalation", "4808", {"once": f"bounces:4808:{PASSED_ON}", "trigger": "bounces", "asked_by": "clock",
                                 "reasons": list(BOUNCED)}),
    ("demo-asked", "4813", {"once": "demo:4813", "trigger": "caller_asked", "asked_by": "caller",
                            "reasons": list(ASKED), "reason": "Servis parçasız geldi"}),
)  # fmt: skip


def went_further_up_before(session: Session, now: datetime) -> None:
    """Done again it changes nothing; in a centre without the demo's cases nothing is written. The first is named as the
    clock names what it finds, so that it is not found once more."""
    at = now - timedelta(hours=20)
    for name, number, facts in BEFORE:
        case = session.get(Case, number)
        if case is None or session.get(Escalation, name) is not None:
            continue
        session.add(Escalation(
            **facts, id=name, level=LEAD, decision="lead_calls", granted="lead_calls", case_number=number,
            customer_id=case.customer_id, agent_id=case.owner_id, asked_at=at, answered_by="zeynep",
            answered_at=at + CALLED_AFTER, version=1,
        ))  # fmt: skip
