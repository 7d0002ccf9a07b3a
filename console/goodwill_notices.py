"""Who learns of goodwill: the lead who may decide, and the agent who asked."""

from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from cases.authority_mark import AuthorityMark
from cases.final_answer import FinalAnswer
from cases.goodwill import Goodwill
from cases.money import lira
from cases.rule_proposal import live_proposal
from staff.agent import agent
from staff.notice import Kind, Notice, keep_notice


def somebody_is_to_decide(session: Session, goodwill: Goodwill, now: datetime) -> None:
    """The agent's lead sees it; without one it waits in the list of what is asked."""
    asking = agent(session, goodwill.agent_id)
    if asking is None or asking.lead_id is None:
        return
    args = {"agent": goodwill.agent_id, "amount": lira(goodwill.kurus), "case": goodwill.case_number}
    keep_notice(session, Notice(
        id=f"goodwill_asked:{goodwill.id}", agent_id=asking.lead_id, kind="goodwill_asked",
        key="notice_goodwill_asked", at=now, case_number=goodwill.case_number, args=args,
    ))  # fmt: skip


def it_was_decided(session: Session, goodwill: Goodwill, now: datetime) -> None:
    """Whoever asked learns it first, from us and not from the customer."""
    args = {"agent": goodwill.decided_by, "amount": lira(goodwill.kurus), "case": goodwill.case_number}
    keep_notice(session, Notice(
        id=f"goodwill_decided:{goodwill.id}", agent_id=goodwill.agent_id, kind="goodwill_decided",
        key=f"notice_goodwill_{goodwill.status}", at=now, case_number=goodwill.case_number, args=args,
    ))  # fmt: skip


def a_rule_is_proposed(session: Session, granted: Goodwill, now: datetime) -> None:
    """Its owner sees it, once."""
    live = live_proposal(session, granted.facts_key)
    if live is None or live.status != "open" or live.owner_id is None:
        return
    args = {"count": len(live.exceptions), "amount": lira(live.kurus), "number": live.id}
    keep_notice(session, Notice(
        id=f"rule_proposed:{live.id}", agent_id=live.owner_id, kind="rule_proposed", key="notice_rule_proposed", at=now,
        args=args,
    ))  # fmt: skip


def an_appeal_was_decided(session: Session, answer: FinalAnswer, now: datetime) -> None:
    """Whoever gave the answer learns it before the customer."""
    args = {"agent": answer.decided_by, "case": answer.case_number}
    keep_notice(session, Notice(
        id=f"appeal_decided:{answer.id}", agent_id=answer.given_by, kind="appeal_decided",
        key=f"notice_final_answer_{answer.status}", at=now, case_number=answer.case_number, args=args,
    ))  # fmt: skip


def a_mark_was_made(session: Session, mark: AuthorityMark) -> None:
    args = {"agent": mark.by, "words": mark.words}
    keep_notice(session, Notice(
        id=f"mark:{mark.id}", agent_id=mark.agent_id, kind=cast(Kind, mark.kind), key=f"notice_{mark.kind}",
        at=mark.at, args=args,
    ))  # fmt: skip
