"""Offers of cases: an owner asks another agent to own a case, who accepts or declines. Nobody is handed one unasked."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.ownership_told import Passing, callbacks_follow, callbacks_have_moved, offer_is_told
from cases.errors import HandOverFault, HandOverRefused
from cases.handing_over import accept_offer, decline_offer, offer_ownership, withdraw_offer
from cases.ownership_offer import OwnershipOffer, offers_of_case, offers_to
from console.api.cases import known_case
from console.api.certificates import known_agent
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import Fault, Problem, unknown, wrong
from records.database import reading, writing
from staff.absence import absence_of
from staff.agent import agent

MEANING: Final[dict[HandOverFault, str]] = {
    "closed": "This case is closed.",
    "own": "They own this case already.",
    "offered": "This case is offered to somebody already: wait for them, or withdraw that offer.",
    "not_asked": "This offer is not theirs to answer.",
    "over": "This offer is over.",
}
LEADING: Final = ("lead", "manager")
MOST_DIGITS: Final = 9

AgentId = Annotated[Words, StringConstraints(min_length=1, max_length=64)]
Why = Annotated[Words, StringConstraints(min_length=1, max_length=500)]


class OfferShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    case_number: str
    from_agent: str | None = Field(description="Whose the case was when it was offered.")
    by_agent: str = Field(description="Who offers it: the owner, or somebody who leads.")
    to_agent: str
    note: str
    state: str = Field(description="open, accepted, declined, withdrawn, lapsed or overtaken (somebody else got it).")
    offered_at: Moment
    expires_at: Moment
    ended_at: Moment | None
    why: str | None


class OfferWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    by_agent: AgentId = Field(description="Who offers: the owner, or a lead or manager.")
    to_agent: AgentId
    note: Annotated[Words, StringConstraints(min_length=10, max_length=1000)] = Field(
        description="What the next owner must know: they read it before they decide."
    )


class Acceptance(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    agent_id: AgentId


class Refusal(Acceptance):
    why: Why


class Withdrawal(Acceptance):
    why: Why | None = None


def list_ownership_offers(board: Board, asked: Asked) -> Page[OfferShown]:
    """All there ever were of this case, the first one first."""
    with reading(board.database) as session:
        known = known_case(session, asked.path["case"])
        return Page(items=tuple(OfferShown.model_validate(one) for one in offers_of_case(session, known.number)))


def list_offers_to_agent(board: Board, asked: Asked) -> Page[OfferShown]:
    """What this agent is asked to take over now."""
    with reading(board.database) as session:
        known = known_agent(session, asked.path["agent"])
        return Page(items=tuple(OfferShown.model_validate(one) for one in offers_to(session, known.id)))


def post_ownership_offer(board: Board, asked: Asked) -> OfferShown:
    """Ask another agent to own this case. It stays whose it is until they accept; unanswered, the offer lapses.

    Written to the audit trail; both get a notice.
    """
    wanted: OfferWanted = asked.body
    with writing(board.database) as session:
        case = known_case(session, asked.path["case"])
        _may_offer(session, wanted.by_agent, case.owner_id)
        _may_be_asked(session, board, wanted.to_agent)
        offer = OwnershipOffer(case_number=case.number, by_agent=wanted.by_agent, to_agent=wanted.to_agent,
                               note=wanted.note)  # fmt: skip
        stands = board.care.ownership.offer_stands
        try:
            offer = offer_ownership(session, offer, within=stands, now=board.clock())
        except HandOverRefused as refused:
            raise _problem(refused) from refused
        offer_is_told(session, offer)
        return OfferShown.model_validate(offer)


def post_ownership_acceptance(board: Board, asked: Asked) -> OfferShown:
    """The asked agent owns the case from now on, with what was promised about it. Written to the audit trail."""
    accepted: Acceptance = asked.body
    with writing(board.database) as session:
        offer = _known(session, asked)
        try:
            offer = accept_offer(session, offer.id, agent_id=accepted.agent_id, now=board.clock())
        except HandOverRefused as refused:
            raise _problem(refused) from refused
        moved = callbacks_follow(session, Passing(
            once=f"offer:{offer.id}", case_number=offer.case_number, from_agent=offer.from_agent,
            to_agent=offer.to_agent, note="", at=board.clock(),
        ))  # fmt: skip
        offer_is_told(session, offer)
        shown = OfferShown.model_validate(offer)
    callbacks_have_moved(board, moved)
    return shown


def post_ownership_refusal(board: Board, asked: Asked) -> OfferShown:
    """The asked agent does not take it: the case stays whose it is, and they learn why."""
    refusal: Refusal = asked.body
    with writing(board.database) as session:
        offer = _known(session, asked)
        try:
            offer = decline_offer(session, offer.id, agent_id=refusal.agent_id, why=refusal.why, now=board.clock())
        except HandOverRefused as refused:
            raise _problem(refused) from refused
        offer_is_told(session, offer)
        return OfferShown.model_validate(offer)


def post_ownership_withdrawal(board: Board, asked: Asked) -> OfferShown:
    """Whoever offered it, or somebody who leads, takes the offer back. One that is over stays as it ended."""
    wanted: Withdrawal = asked.body
    with writing(board.database) as session:
        offer = _known(session, asked)
        _may_offer(session, wanted.agent_id, offer.by_agent, field="agent_id")
        before = offer.state
        offer = withdraw_offer(session, offer.id, by=wanted.agent_id, why=wanted.why, now=board.clock())
        if before != offer.state:
            offer_is_told(session, offer)
        return OfferShown.model_validate(offer)


def _may_offer(session: Session, who: str, owner: str | None, *, field: str = "by_agent") -> None:
    known = agent(session, who)
    if known is None or not known.active:
        raise wrong(field, f"There is no agent {who}.")
    if who != owner and known.role not in LEADING:
        raise wrong(field, "Only the owner, or somebody who leads, may do this.")


def _may_be_asked(session: Session, board: Board, who: str) -> None:
    known = agent(session, who)
    if known is None or not known.active:
        raise wrong("to_agent", f"There is no agent {who}.")
    if absence := absence_of(session, who, board.clock()):
        raise wrong("to_agent", f"They are away until {absence.ends_at.isoformat()}.")


def _known(session: Session, asked: Asked) -> OwnershipOffer:
    number = asked.path["offer"]
    digits = number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS
    offer = session.get(OwnershipOffer, int(number)) if digits else None
    if offer is None or offer.case_number != asked.path["case"]:
        raise unknown("offer", number)
    return offer


def _problem(refused: HandOverRefused) -> Problem:
    faults = [Fault(field=field, detail=MEANING[fault]) for field, fault in refused.faults.items()]
    return Problem(409, " ".join(fault.detail for fault in faults), faults)


OFFERS: Final = "/cases/{case}/owner/offers"
OPERATIONS = (
    Operation(method="GET", path=OFFERS, scope="cases:read", summary="List the offers of a case",
              does=list_ownership_offers, answers=Page[OfferShown], problems=(404,)),
    Operation(method="GET", path="/agents/{agent}/ownership-offers", scope="cases:read",
              summary="List the cases an agent is asked to own", does=list_offers_to_agent, answers=Page[OfferShown],
              problems=(404,)),
    Operation(method="POST", path=OFFERS, scope="ownership:write", summary="Offer a case to another agent",
              does=post_ownership_offer, answers=OfferShown, body=OfferWanted, problems=(404, 409)),
    Operation(method="POST", path=OFFERS + "/{offer}/acceptance", scope="ownership:write",
              summary="Accept a case", does=post_ownership_acceptance, answers=OfferShown, body=Acceptance,
              problems=(404, 409)),
    Operation(method="POST", path=OFFERS + "/{offer}/refusal", scope="ownership:write",
              summary="Decline a case", does=post_ownership_refusal, answers=OfferShown, body=Refusal,
              problems=(404, 409)),
    Operation(method="POST", path=OFFERS + "/{offer}/withdrawal", scope="ownership:write",
              summary="Take an offer of a case back", does=post_ownership_withdrawal, answers=OfferShown,
              body=Withdrawal, problems=(404,)),
)  # fmt: skip
