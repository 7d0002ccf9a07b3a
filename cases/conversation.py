"""An agent and a customer have met: whose case is it from now on?"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from cases.case import Case
from cases.opening import case_opened_by, open_case
from cases.ownership import take_ownership
from records.database import serialise
from records.outgoing_event import announce


def conversation_began(
    session: Session,
    *,
    call: str,
    agent_id: str,
    customer_id: str | None,
    phone: str | None,
    case_number: str | None,
    now: datetime,
    new_id: Callable[[], str],
) -> str:
    """Continue the case the call is about, or open one; tells its number. The same call again is the same case.

    The first to talk becomes the owner of a case nobody owns; an owner is never replaced here. A number we have
    never seen becomes a customer without a name. The case asks for its wrap-up until `complete_wrap_up`.
    """
    serialise(session, f"conversation:{call}")
    case = _case_of(session, call, case_number) or open_case(
        session, call=call, customer_id=customer_id, phone=phone, now=now, new_id=new_id
    )
    if case.status == "closed":
        announce(session, "case.reopened", f"case:{case.number}", {"case": case.number, "call": call}, now=now)
    case.opens_again()
    case.last_touched_at, case.wrap_up_missing = now, True
    session.flush()
    if case.owner_id is None:
        take_ownership(session, case_number=case.number, agent_id=agent_id, how="first_to_talk", now=now)
    return case.number


def _case_of(session: Session, call: str, case_number: str | None) -> Case | None:
    case = session.get(Case, case_number, with_for_update=True) if case_number else None
    return case or case_opened_by(session, call)
