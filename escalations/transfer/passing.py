"""A case is handed over while its customer is on the line: it is the colleague's once they have the customer alone.

They accepted with their key, after hearing what it is about. Until the agent has left, nothing is anybody else's.
"""

from typing import Final

import structlog
from sqlalchemy.orm import Session

from callbacks.dialler.changing import Changed
from callbacks.ownership_told import Passing, offer_is_told, owner_has_changed
from cases.case import Case
from cases.errors import HandOverRefused
from cases.handing_over import accept_offer, offer_ownership, withdraw_offer
from cases.ownership_offer import OwnershipOffer, open_offer
from escalations.board import EscalationBoard
from escalations.errors import NotHandedOver
from escalations.in_words import said
from escalations.transfer.transfer import Transfer
from staff.agent import agent, names_of

log = structlog.get_logger(__name__)

LEADING: Final = ("lead", "manager")
TAKEN_BACK: Final = "handed_over"
"""Why an offer that stood to somebody else is over."""


def may_be_handed_over(session: Session, transfer: Transfer) -> None:
    """By its owner, or by who leads; a case that nobody owns by whoever talks about it. Raises NotHandedOver."""
    case = session.get(Case, transfer.case_number) if transfer.case_number else None
    known = agent(session, transfer.agent_id)
    leads = known is not None and known.role in LEADING
    if case is None or case.status != "open" or not (leads or case.owner_id in (None, transfer.agent_id)):
        raise NotHandedOver(transfer.case_number)


def case_passes(board: EscalationBoard, session: Session, transfer: Transfer) -> list[Changed]:
    """Once: to who accepted. Both are told. What is to be done on the floor, once this is committed.

    A case that was closed meanwhile stays as it is, and one that is theirs already.
    """
    case = session.get(Case, transfer.case_number, with_for_update=True) if transfer.case_number else None
    if transfer.kind != "hand_over" or transfer.colleague_id is None or case is None:
        return []
    before, now = case.owner_id, board.clock()
    offer = OwnershipOffer(case_number=case.number, by_agent=transfer.agent_id, to_agent=transfer.colleague_id,
                           note=_note(session, transfer))  # fmt: skip
    try:
        with session.begin_nested():
            _is_accepted(board, session, offer)
    except HandOverRefused as refused:
        log.warning("case_not_handed_over", transfer=transfer.id, case=case.number, why=str(refused))
        return []
    return owner_has_changed(session, Passing(
        once=f"hand over:{transfer.id}", case_number=case.number, from_agent=before, to_agent=offer.to_agent,
        note=offer.note, at=now,
    ))  # fmt: skip


def _is_accepted(board: EscalationBoard, session: Session, offer: OwnershipOffer) -> None:
    """Whoever was asked at a desk before is told that it is over. Raises HandOverRefused."""
    now, standing = board.clock(), open_offer(session, offer.case_number)
    if standing is not None:
        withdraw_offer(session, standing.id, by=offer.by_agent, why=TAKEN_BACK, now=now)
        offer_is_told(session, standing)
    offered = offer_ownership(session, offer, within=board.care.ownership.offer_stands, now=now)
    accept_offer(session, offered.id, agent_id=offer.to_agent, now=now)


def _note(session: Session, transfer: Transfer) -> str:
    """In both languages: whoever reads it speaks one of them."""
    name = names_of(session, [transfer.agent_id]).get(transfer.agent_id, transfer.agent_id)
    words = said("calls", "handed_over", agent=name)
    return f"{words.tr} / {words.en}"
