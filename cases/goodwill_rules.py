"""What may be given to make something right, by whom, and out of which money of the month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from hours.bilingual import Bilingual

Line = Literal["budget", "surprise"]
NOTHING: Final = 0
ALWAYS: Final = 1
"""Evidence is wanted from one kuruş on."""


@dataclass(frozen=True, kw_only=True)
class GoodwillKind:
    """One way to make something right; amounts are kuruş.

    `evidence_from` is the amount from which something must show what happened; None: its word is enough.
    `voucher_days`: it is given as a voucher that is good for so long.
    """

    name: str
    words: Bilingual
    line: Line = "budget"
    needs_reason: bool = True
    evidence_from: int | None = None
    voucher_days: int | None = None

    def wants_evidence(self, kurus: int) -> bool:
        return self.evidence_from is not None and kurus >= self.evidence_from


@dataclass(frozen=True, kw_only=True)
class Tier:
    """What people of these roles may give alone once they have been here for so many months.

    `limits` is the most of one act, by kind; what stands there not at all is for somebody else to decide.
    `approves`: they decide, within their own limits, what others ask for above theirs.
    """

    name: str
    roles: frozenset[str]
    months: int = 0
    budget: int = NOTHING
    surprise: int = NOTHING
    limits: Mapping[str, int] = field(default_factory=dict)
    approves: bool = False

    def limit(self, kind: str) -> int:
        return self.limits.get(kind, NOTHING)

    def purse(self, line: Line) -> int:
        """What there is of it in a month."""
        return self.surprise if line == "surprise" else self.budget


NO_TIER: Final = Tier(name="none", roles=frozenset())
"""Of those no tier is for: whatever they ask for, somebody else decides."""


@dataclass(frozen=True, kw_only=True)
class Giver:
    """Who gives: as staff has them, since authority grows with role and time."""

    agent_id: str
    role: str
    hired_on: date | None = None
    lead_id: str | None = None


def _kind(name: str, tr: str, en: str, **more: object) -> GoodwillKind:
    return GoodwillKind(name=name, words=Bilingual(tr=tr, en=en), **more)  # type: ignore[arg-type]


KINDS: Final = MappingProxyType({
    kind.name: kind
    for kind in (
        _kind("voucher", "ücretsiz servis kuponu", "free-service voucher", voucher_days=365),
        _kind("credit", "faturaya alacak", "credit on the bill"),
        _kind("discount", "indirim", "discount"),
        _kind("fee_waiver", "ücretten vazgeçme", "waived fee"),
        _kind("refund", "iade", "refund", evidence_from=ALWAYS),
        _kind("compensation", "zararın karşılanması", "compensation for a loss", evidence_from=ALWAYS),
        _kind("free_service", "ücretsiz servis", "free service"),
        _kind("replacement", "ürün değişimi", "replacement", evidence_from=ALWAYS),
        _kind("near_cost_sale", "maliyetine yakın satış", "sale just above cost", evidence_from=ALWAYS),
        _kind("surprise", "sürpriz", "surprise", line="surprise", needs_reason=False),
    )
})  # fmt: skip


def _up_to(kurus: int, *kinds: str) -> dict[str, int]:
    return dict.fromkeys(kinds, kurus)


_USUAL: Final = ("voucher", "credit", "discount", "fee_waiver", "refund", "compensation", "free_service")
_ALL: Final = (*_USUAL, "replacement", "near_cost_sale")
_AGENT, _LEAD, _MANAGER = (frozenset({role}) for role in ("agent", "lead", "manager"))

TIERS: Final = (
    Tier(name="newcomer", roles=_AGENT, budget=50_000, surprise=5_000,
         limits=_up_to(10_000, *_USUAL) | {"voucher": 5_000, "surprise": 2_500}),
    Tier(name="agent", roles=_AGENT, months=6, budget=150_000, surprise=10_000,
         limits=_up_to(30_000, *_USUAL) | {"voucher": 10_000, "surprise": 2_500}),
    Tier(name="senior", roles=_AGENT, months=36, budget=500_000, surprise=15_000,
         limits=_up_to(100_000, *_ALL) | {"voucher": 20_000, "surprise": 5_000}),
    Tier(name="lead", roles=_LEAD, budget=2_000_000, surprise=30_000, approves=True,
         limits=_up_to(500_000, *_ALL) | {"surprise": 10_000}),
    Tier(name="manager", roles=_MANAGER, budget=10_000_000, surprise=100_000, approves=True,
         limits=_up_to(5_000_000, *_ALL) | {"surprise": 20_000}),
)  # fmt: skip


HOW_TO_APPEAL: Final = Bilingual(
    tr="Bu dosya numarasıyla bizi arayın ya da bize yazın ve itiraz ettiğinizi söyleyin; başka biri inceler.",
    en="Call or write to us with this case number and say that you appeal; somebody else looks at it.",
)


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """How a final answer is appealed: in `words`, for so many days; somebody else answers within so many more."""

    words: Bilingual = field(default_factory=lambda: HOW_TO_APPEAL)
    days: int = 30
    answer_within_days: int = 7


@dataclass(frozen=True, kw_only=True)
class GoodwillRules:
    """`tiers` in order: of those that are somebody's, the last is theirs. `centre_budget` bounds all in a month.

    `facts` are what decisions are compared by beside what the case and the customer tell: each with its values.
    After `propose_after` like exceptions within `propose_within_days` a rule is proposed, to `rules_owner` or, without
    one, to the lead of whoever gave last. Beside what is risky, `sample_percent` of all is looked at again by lot.
    """

    kinds: Mapping[str, GoodwillKind] = field(default_factory=lambda: KINDS)
    tiers: tuple[Tier, ...] = TIERS
    centre_budget: int | None = None
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    propose_after: int = 3
    propose_within_days: int = 90
    rules_owner: str | None = None
    appeal: Appeal = field(default_factory=Appeal)
    sample_percent: int = 5

    def tier_of(self, giver: Giver, today: date) -> Tier:
        """Whose day of hiring nobody knows counts as new."""
        here = months_between(giver.hired_on, today) if giver.hired_on else 0
        theirs = (tier for tier in self.tiers if giver.role in tier.roles and tier.months <= here)
        return max(theirs, key=lambda tier: tier.months, default=NO_TIER)


def months_between(first: date, last: date) -> int:
    """Whole months, by the calendar."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
