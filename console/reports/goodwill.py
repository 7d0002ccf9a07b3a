"""What was given to make it right, by agent: how much, on whose decision, and what was found when it was looked at."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.goodwill import Goodwill
from cases.goodwill_audit import GoodwillAudit
from cases.money import lira
from cases.voucher import Voucher
from console.api.fields import Moment
from console.reports.wanted import Wanted


class GoodwillFigures(BaseModel):
    """What one agent asked for in [since, until), as it stands now. Amounts are lira."""

    model_config = ConfigDict(frozen=True)

    agent: str
    since: Moment
    until: Moment
    granted: int
    given: str
    by_others: int = Field(description="Of these, granted by somebody with more authority.")
    by_rule: int = Field(description="Of these, covered by a rule that exceptions became.")
    surprises: int
    waiting: int = Field(description="Asked for, and nobody has decided yet.")
    declined: int
    taken_back: int
    departures: int = Field(description="Decided against all earlier decisions on the same facts.")
    vouchers: int
    redeemed: int = Field(description="Of the vouchers.")
    audited: int
    found_good: int
    found_wrong: int = Field(description="Wrong or abused.")


def goodwill_report(session: Session, wanted: Wanted) -> list[GoodwillFigures]:
    """Who gave most comes first."""
    chosen = select(Goodwill).where(Goodwill.asked_at >= wanted.since, Goodwill.asked_at < wanted.until)
    theirs: dict[str, list[Goodwill]] = defaultdict(list)
    for one in session.scalars(chosen):
        theirs[one.agent_id].append(one)
    redeemed = set(session.scalars(select(Voucher.id).where(Voucher.redeemed_at.is_not(None))))
    verdicts = {one.goodwill_id: one.verdict for one in session.scalars(select(GoodwillAudit))}
    most_first = sorted(theirs.items(), key=lambda each: (-_given(each[1]), each[0]))
    return [_figures(agent, acts, wanted, redeemed, verdicts) for agent, acts in most_first]


def _figures(
    agent: str, acts: Sequence[Goodwill], wanted: Wanted, redeemed: set[str], verdicts: dict[int, str]
) -> GoodwillFigures:
    states = Counter(one.status for one in acts)
    found = Counter(verdicts[one.id] for one in acts if one.id in verdicts)
    return GoodwillFigures(
        agent=agent,
        since=wanted.since,
        until=wanted.until,
        waiting=states["asked"],
        declined=states["declined"],
        taken_back=states["taken_back"],
        departures=sum(bool(one.departs_from) for one in acts),
        audited=found.total(),
        found_good=found["good"],
        found_wrong=found["wrong"] + found["abuse"],
        given=lira(_given(acts)),
        **_of_granted(agent, [one for one in acts if one.status == "granted"], redeemed),
    )


def _of_granted(agent: str, granted: Sequence[Goodwill], redeemed: set[str]) -> dict[str, Any]:
    vouchers = [one.voucher_id for one in granted if one.voucher_id]
    return {
        "granted": len(granted),
        "by_others": sum(one.decided_by != agent for one in granted),
        "by_rule": sum(one.by_rule is not None for one in granted),
        "surprises": sum((one.charged or "").startswith("surprise:") for one in granted),
        "vouchers": len(vouchers),
        "redeemed": len(redeemed.intersection(vouchers)),
    }


def _given(acts: Iterable[Goodwill]) -> int:
    return sum(one.kurus for one in acts if one.status == "granted")
