"""Exceptions that were made again and again, proposed as a rule for everybody."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.money import lira
from cases.rule_proposal import ProposalStatus, RuleProposal, decide_rule, rule_proposals
from console.api.fields import Moment, Words
from console.api.goodwill import Name, giver_of, refusals_told
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery
from console.api.problem import unknown
from console.api.serial_page import Serial, serial_page
from records.database import reading, writing


class ProposalShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: int
    status: ProposalStatus
    kind: str
    facts: Mapping[str, str]
    up_to: str = Field(description="The most that was granted, in lira: so much the rule would cover.")
    exceptions: tuple[int, ...] = Field(description="The goodwill that was granted beside the rule.")
    owner: str | None = Field(description="Whose task it is to decide.")
    opened_at: Moment
    decided_by: str | None
    decided_at: Moment | None
    decision_reason: str | None


class ProposalsQuery(PageQuery):
    status: ProposalStatus | None = None


class ProposalDecision(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Name
    decision: Literal["accepted", "declined", "ended"] = Field(description="An accepted rule is ended.")
    reason: Annotated[Words, StringConstraints(min_length=1, max_length=1000)]


def list_rule_proposals(board: Board, asked: Asked) -> Page[ProposalShown]:
    """The newest come first."""
    query: ProposalsQuery = asked.query
    serial = Serial.of(query)
    with reading(board.database) as session:
        rows = rule_proposals(session, limit=serial.limit, before=serial.before, status=query.status)
        return serial_page(query, [_shown(row) for row in rows])


def show_rule_proposal(board: Board, asked: Asked) -> ProposalShown:
    with reading(board.database) as session:
        return _shown(_known(session, asked.path["proposal"]))


def post_rule_decision(board: Board, asked: Asked) -> ProposalShown:
    """Accept it, and from now on the same facts are given the same by everybody; decline it; or end what was accepted.

    409 when it was decided before. Written to the audit trail.
    """
    wanted: ProposalDecision = asked.body
    with refusals_told(), writing(board.database) as session:
        proposal = _known(session, asked.path["proposal"])
        decider = giver_of(session, wanted.by, "by")
        return _shown(decide_rule(session, proposal.id, decider, board.care.goodwill, status=wanted.decision,
                                  reason=wanted.reason, once=asked.once, now=board.clock()))  # fmt: skip


def _known(session: Session, number: str) -> RuleProposal:
    digits = number.isascii() and number.isdigit() and len(number) < 10
    proposal = session.get(RuleProposal, int(number)) if digits else None
    if proposal is None:
        raise unknown("proposal", number)
    return proposal


def _shown(row: RuleProposal) -> ProposalShown:
    names = ("id", "status", "kind", "facts", "opened_at", "decided_by", "decided_at", "decision_reason")
    return ProposalShown(**{name: getattr(row, name) for name in names}, up_to=lira(row.kurus),
                         exceptions=tuple(row.exceptions), owner=row.owner_id)  # fmt: skip


OPERATIONS = (
    Operation(method="GET", path="/goodwill/proposals", scope="goodwill:read", summary="List proposals of rules",
              does=list_rule_proposals, answers=Page[ProposalShown], query=ProposalsQuery),
    Operation(method="GET", path="/goodwill/proposals/{proposal}", scope="goodwill:read",
              summary="Show a proposal of a rule", does=show_rule_proposal, answers=ProposalShown, problems=(404,)),
    Operation(method="POST", path="/goodwill/proposals/{proposal}/decision", scope="goodwill:decide",
              summary="Decide on a proposal of a rule", does=post_rule_decision, answers=ProposalShown,
              body=ProposalDecision, problems=(404, 409)),
)  # fmt: skip
