"""Which goodwill somebody looks at again: by risk, with each reason told, and a few by lot so that all may be."""

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, Literal

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.civil_day import civil_day
from cases.errors import AlreadyDecided, GoodwillRefused
from cases.goodwill import Goodwill
from cases.goodwill_rules import Giver, GoodwillRules
from cases.voucher import Voucher
from records.audit import append as append_audit
from records.database import Base

Verdict = Literal["good", "fair", "wrong", "abuse"]
POINTS: Final[Mapping[str, int]] = MappingProxyType({
    "split": 4,
    "same_customer": 3,
    "departs": 3,
    "redeemed_by_another": 3,
    "near_limit": 2,
    "no_evidence": 2,
    "many_givers": 2,
    "newcomer": 1,
})  # fmt: skip
"""What each reason weighs."""
ENOUGH: Final = 3
"""Points from which a grant is looked at."""
LOOKS_BACK: Final = timedelta(days=90)
NEAR: Final = 0.9
"""The part of a limit from which on somebody has given nearly all they may."""
WORTH_EVIDENCE: Final = 10_000
"""From a hundred lira on one would expect something that shows it, also where none is asked for."""
MANY: Final = 3
MOST: Final = 5_000


class GoodwillAudit(Base):
    """Table `goodwill_audits`: what somebody found who looked at it again, once."""

    __tablename__ = "goodwill_audits"

    goodwill_id: Mapped[int] = mapped_column(ForeignKey("goodwill.id", ondelete="CASCADE"), primary_key=True)
    once: Mapped[str] = mapped_column(String(160), unique=True)
    by: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


@dataclass(frozen=True, kw_only=True)
class Sampled:
    """Why it is looked at: keys of `POINTS`, or `lot`."""

    goodwill: Goodwill
    why: tuple[str, ...]
    audit: GoodwillAudit | None

    @property
    def score(self) -> int:
        return sum(POINTS.get(key, 0) for key in self.why)


def audit_sample(
    session: Session, rules: GoodwillRules, *, secret: bytes, since: datetime, until: datetime
) -> list[Sampled]:
    """Of what was granted in [since, until), the riskiest first. Asked again it is the same sample.

    The lot is drawn with our secret: nobody can tell beforehand whose turn it is.
    """
    granted = _granted(session, since - LOOKS_BACK, until)
    audits = {one.goodwill_id: one for one in session.scalars(select(GoodwillAudit))}
    used_for = _redeemed_for(session, granted)
    risks = _Risks(granted, rules, used_for)
    sampled = [
        Sampled(goodwill=one, why=why, audit=audits.get(one.id))
        for one in granted
        if one.asked_at >= since and (why := _why(one, risks, rules, secret))
    ]
    return sorted(sampled, key=lambda one: (-one.score, one.goodwill.id))


def audit_goodwill(
    session: Session, goodwill: Goodwill, auditor: Giver, rules: GoodwillRules, audit: GoodwillAudit
) -> GoodwillAudit:
    """Somebody who neither gave nor decided it says what they found, once. Raises AlreadyDecided, GoodwillRefused."""
    known = session.get(GoodwillAudit, goodwill.id)
    if known is not None and known.once == audit.once:
        return known
    if known is not None:
        raise AlreadyDecided(f"{known.by} has found it {known.verdict} already.")
    if goodwill.status not in ("granted", "taken_back"):
        raise AlreadyDecided("Nothing was given: there is nothing to look at again.")
    own = auditor.agent_id in (goodwill.agent_id, goodwill.decided_by)
    if own or not rules.tier_of(auditor, civil_day(audit.at)).approves:
        raise GoodwillRefused({"by": "Somebody else who decides for others looks at it."})
    session.add(audit)
    session.flush()
    told = {"goodwill": goodwill.id, "verdict": audit.verdict, "words": audit.words}
    append_audit(session, f"agent:{audit.by}", "goodwill_audited", f"case:{goodwill.case_number}", told, audit.at)
    return audit


class _Risks:
    """What a grant is judged by beside itself."""

    def __init__(self, granted: Sequence[Goodwill], rules: GoodwillRules, used_for: Mapping[str, str | None]) -> None:
        self.tiers = {tier.name: tier for tier in rules.tiers}
        self.first = rules.tiers[0].name if rules.tiers else ""
        self.used_for = used_for
        self.between = Counter((one.agent_id, one.customer_id) for one in granted if one.customer_id)
        self.givers: dict[str | None, set[str]] = defaultdict(set)
        self.of_a_day: dict[tuple[object, ...], list[Goodwill]] = defaultdict(list)
        for one in granted:
            self.givers[one.customer_id].add(one.agent_id)
            self.of_a_day[_day_of(one)].append(one)

    def of(self, one: Goodwill) -> Iterator[str]:
        limit = self.tiers[one.tier].limit(one.kind) if one.tier in self.tiers else 0
        alone = one.decided_by == one.agent_id and one.by_rule is None
        together = self.of_a_day[_day_of(one)]
        if alone and len(together) > 1 and sum(each.kurus for each in together) > limit:
            yield "split"
        if one.customer_id and self.between[one.agent_id, one.customer_id] > 1:
            yield "same_customer"
        if one.departs_from:
            yield "departs"
        if self.used_for.get(one.voucher_id or "", one.customer_id) != one.customer_id:
            yield "redeemed_by_another"
        if alone and limit and one.kurus >= NEAR * limit:
            yield "near_limit"
        if not one.evidence and one.kurus >= WORTH_EVIDENCE:
            yield "no_evidence"
        if one.customer_id and len(self.givers[one.customer_id]) >= MANY:
            yield "many_givers"
        if one.tier == self.first:
            yield "newcomer"


def _why(one: Goodwill, risks: _Risks, rules: GoodwillRules, secret: bytes) -> tuple[str, ...]:
    """Empty: it is not looked at."""
    why = tuple(risks.of(one))
    if sum(POINTS[key] for key in why) >= ENOUGH:
        return why
    drawn = int(hmac.new(secret, f"audit:{one.id}".encode(), hashlib.sha256).hexdigest(), 16) % 100
    return (*why, "lot") if drawn < rules.sample_percent else ()


def _granted(session: Session, since: datetime, until: datetime) -> Sequence[Goodwill]:
    chosen = select(Goodwill).where(Goodwill.status == "granted", Goodwill.asked_at >= since, Goodwill.asked_at < until)
    return session.scalars(chosen.order_by(Goodwill.id.desc()).limit(MOST)).all()


def _redeemed_for(session: Session, granted: Sequence[Goodwill]) -> dict[str, str | None]:
    """For whom each voucher was redeemed, of those that were in a call with somebody we know."""
    ids = [one.voucher_id for one in granted if one.voucher_id]
    chosen = select(Voucher.id, Voucher.redeemed_for).where(Voucher.id.in_(ids), Voucher.redeemed_for.is_not(None))
    return {row[0]: row[1] for row in session.execute(chosen)}


def _day_of(one: Goodwill) -> tuple[object, ...]:
    return one.agent_id, one.case_number, one.kind, civil_day(one.asked_at)
