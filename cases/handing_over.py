"""Passing a case on by asking: an owner offers it with a note, another agent accepts or declines, and says why."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from cases.case import Case
from cases.errors import HandOverFault, HandOverRefused
from cases.ownership import take_ownership
from cases.ownership_offer import OPEN, End, OwnershipOffer, offers_past, open_offer
from records.audit import append as append_audit
from records.database import serialise

AT_ONCE: Final = 100


def offer_ownership(session: Session, offer: OwnershipOffer, *, within: timedelta, now: datetime) -> OwnershipOffer:
    """Ask `to_agent` to own the case from now on. The same offer again is the same offer.

    Raises HandOverRefused: the case is closed, theirs already, or offered to somebody else.
    """
    serialise(session, f"ownership offer:{offer.case_number}")
    case = session.get_one(Case, offer.case_number, with_for_update=True)
    standing = open_offer(session, case.number)
    if standing is not None and (standing.to_agent, standing.note) == (offer.to_agent, offer.note):
        return standing
    faults: dict[str, HandOverFault] = {"case": "closed"} if case.status != "open" else {}
    if case.owner_id == offer.to_agent or standing is not None:
        faults["to_agent"] = "own" if case.owner_id == offer.to_agent else "offered"
    if faults:
        raise HandOverRefused(faults)
    offer.from_agent, offer.state, offer.offered_at, offer.expires_at = case.owner_id, OPEN, now, now + within
    session.add(offer)
    session.flush()
    _audit(session, offer, offer.by_agent, "ownership_offered", now)
    return offer


def accept_offer(session: Session, offer_id: int, *, agent_id: str, now: datetime) -> OwnershipOffer:
    """From now on the case is theirs, and what was promised about it. Accepted twice it is accepted once.

    Raises HandOverRefused: they were not asked, or the offer is over.
    """
    offer = _asked(session, offer_id, agent_id, already="accepted")
    if offer.state == OPEN:
        _end(session, offer, "accepted", None, agent_id, now)
        take_ownership(
            session, case_number=offer.case_number, agent_id=agent_id, how="accepted", reason=offer.note, now=now
        )
    return offer


def decline_offer(session: Session, offer_id: int, *, agent_id: str, why: str, now: datetime) -> OwnershipOffer:
    """The case stays whose it is. Declined twice it is declined once.

    Raises HandOverRefused: they were not asked, or the offer is over.
    """
    offer = _asked(session, offer_id, agent_id, already="declined")
    if offer.state == OPEN:
        _end(session, offer, "declined", why, agent_id, now)
    return offer


def withdraw_offer(session: Session, offer_id: int, *, by: str, why: str | None, now: datetime) -> OwnershipOffer:
    """Whoever offered it thinks better of it. One that is over stays as it ended."""
    offer = session.get_one(OwnershipOffer, offer_id, with_for_update=True, populate_existing=True)
    if offer.state == OPEN:
        _end(session, offer, "withdrawn", why, by, now)
    return offer


def offers_lapse(session: Session, now: datetime) -> list[OwnershipOffer]:
    """Offers nobody answered in time are over; the cases stay whose they are. Tells which lapsed just now."""
    past = list(offers_past(session, now, limit=AT_ONCE))
    for offer in past:
        _end(session, offer, "lapsed", None, "clock", now)
    return past


def _asked(session: Session, offer_id: int, agent_id: str, *, already: End) -> OwnershipOffer:
    """The offer, if this agent may still answer it, or has given this answer already. The case is held first, as
    whoever reassigns it does."""
    offer = session.get_one(OwnershipOffer, offer_id)
    session.get(Case, offer.case_number, with_for_update=True)
    session.refresh(offer, with_for_update=True)
    if offer.to_agent != agent_id:
        raise HandOverRefused({"agent_id": "not_asked"})
    if offer.state not in (OPEN, already):
        raise HandOverRefused({"offer": "over"})
    return offer


def _end(session: Session, offer: OwnershipOffer, how: End, why: str | None, who: str, now: datetime) -> None:
    offer.state, offer.why, offer.ended_at = how, why, now
    session.flush()
    _audit(session, offer, who, f"ownership_offer_{how}", now)


def _audit(session: Session, offer: OwnershipOffer, who: str, what: str, now: datetime) -> None:
    told = {"offer": offer.id, "from": offer.from_agent, "to": offer.to_agent, "why": offer.why}
    append_audit(session, who, what, f"case:{offer.case_number}", told, now)
