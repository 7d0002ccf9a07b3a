"""A proposal to widen the rule: what was made an exception of so often is better a rule for everybody.

open until its owner or another who may decide accepts or declines it; an accepted one holds until it is ended.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Index, Integer, String, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.civil_day import civil_day
from cases.errors import AlreadyDecided, GoodwillRefused
from cases.goodwill import Goodwill
from cases.goodwill_rules import Giver, GoodwillRules
from cases.money import lira
from cases.precedent import like_exceptions
from records.audit import append as append_audit
from records.database import Base, serialise

ProposalStatus = Literal["open", "accepted", "declined", "ended"]
_LIVE = text("status in ('open', 'accepted')")


class RuleProposal(Base):
    """Table `rule_proposals`. Goodwill of this kind on these facts, up to `kurus`, for everybody and out of nobody's
    purse. `exceptions` are the ids of what was granted; `owner_id` is whose task it is to decide.
    """

    __tablename__ = "rule_proposals"
    __table_args__ = (
        Index("ix_rule_proposals_live", "facts_key", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]]
    facts_key: Mapped[str] = mapped_column(String(64), index=True)
    exceptions: Mapped[list[Any]]
    kurus: Mapped[int] = mapped_column(Integer)
    owner_id: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16), default="open")
    opened_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None]
    decided_once: Mapped[str | None] = mapped_column(String(160))
    decision_reason: Mapped[str | None] = mapped_column(Text)


def propose_rule(
    session: Session, granted: Goodwill, rules: GoodwillRules, owner_id: str | None, now: datetime
) -> RuleProposal | None:
    """Open a proposal when so many like exceptions were made since the last one on these facts was decided."""
    if granted.by_rule is not None or rules.kinds[granted.kind].line == "surprise":
        return None
    serialise(session, f"rule:{granted.facts_key}")
    last = session.scalars(_about(granted.facts_key).order_by(RuleProposal.id.desc()).limit(1)).first()
    if last is not None and last.status in ("open", "accepted"):
        return None
    since = now - timedelta(days=rules.propose_within_days)
    since = max(since, last.decided_at) if last is not None and last.decided_at else since
    like = like_exceptions(session, granted.facts_key, since=since)
    return _opened(session, granted, like, owner_id, now) if len(like) >= rules.propose_after else None


def standing_rule(session: Session, facts_key: str, kurus: int) -> RuleProposal | None:
    """The accepted rule that covers so much on these facts."""
    accepted = _about(facts_key).where(RuleProposal.status == "accepted", RuleProposal.kurus >= kurus)
    return session.scalars(accepted).first()


def live_proposal(session: Session, facts_key: str) -> RuleProposal | None:
    """The one on these facts that is open or in force."""
    return session.scalars(_about(facts_key).where(RuleProposal.status.in_(("open", "accepted")))).first()


def decide_rule(
    session: Session,
    proposal_id: int,
    decider: Giver,
    rules: GoodwillRules,
    *,
    status: Literal["accepted", "declined", "ended"],
    reason: str,
    once: str,
    now: datetime,
) -> RuleProposal:
    """Accept or decline what is open, or end what was accepted. Told again it is the same decision.

    Raises AlreadyDecided, GoodwillRefused.
    """
    proposal = session.get_one(RuleProposal, proposal_id, with_for_update=True, populate_existing=True)
    if proposal.decided_once == once:
        return proposal
    if proposal.status != ("accepted" if status == "ended" else "open"):
        raise AlreadyDecided(f"This proposal is {proposal.status}.")
    tier = rules.tier_of(decider, civil_day(now))
    if not tier.approves or proposal.kurus > tier.limit(proposal.kind):
        raise GoodwillRefused({"by": f"{decider.agent_id} may not make {lira(proposal.kurus)} a rule."})
    proposal.status, proposal.decision_reason = status, reason
    proposal.decided_by, proposal.decided_at, proposal.decided_once = decider.agent_id, now, once
    session.flush()
    told = {"kind": proposal.kind, "facts": proposal.facts, "kurus": proposal.kurus, "reason": reason}
    append_audit(session, f"agent:{decider.agent_id}", f"rule_{status}", f"rule_proposal:{proposal.id}", told, now)
    return proposal


def rule_proposals(
    session: Session, *, limit: int, before: int | None = None, status: ProposalStatus | None = None
) -> Sequence[RuleProposal]:
    """The latest first; with `before`, those that came before that one."""
    chosen = select(RuleProposal).order_by(RuleProposal.id.desc()).limit(limit)
    if status is not None:
        chosen = chosen.where(RuleProposal.status == status)
    return session.scalars(chosen if before is None else chosen.where(RuleProposal.id < before)).all()


def _about(facts_key: str) -> Any:
    return select(RuleProposal).where(RuleProposal.facts_key == facts_key)


def _opened(
    session: Session, granted: Goodwill, like: Sequence[Goodwill], owner_id: str | None, now: datetime
) -> RuleProposal:
    proposal = RuleProposal(
        kind=granted.kind,
        facts=granted.facts,
        facts_key=granted.facts_key,
        exceptions=[one.id for one in like],
        kurus=max(one.kurus for one in like),
        owner_id=owner_id,
        status="open",
        opened_at=now,
    )
    session.add(proposal)
    session.flush()
    told = {"kind": proposal.kind, "facts": proposal.facts, "exceptions": proposal.exceptions, "kurus": proposal.kurus}
    append_audit(session, "house", "rule_proposed", f"rule_proposal:{proposal.id}", told, now)
    return proposal
