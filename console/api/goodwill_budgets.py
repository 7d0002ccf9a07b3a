"""What everybody may give this month, what they have given, and what is left."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.civil_day import civil_day
from cases.goodwill_asking import purse_of
from cases.goodwill_rules import GoodwillKind, GoodwillRules, Tier
from cases.money import lira
from cases.purse import add_to, contents, month_of
from console.api.amount import Kurus
from console.api.fields import Words
from console.api.goodwill import Name, PurseShown, giver_of
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import unknown, wrong
from console.wording import Told
from records.audit import append as append_audit
from records.database import reading, writing
from staff.agent import Agent, agent, agents

Month = Annotated[Words, StringConstraints(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]


class BudgetShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    agent_id: str
    name: str
    tier: str
    limits: Mapping[str, str] = Field(description="The most of one act, by kind; what is not there others decide.")
    approves: bool = Field(description="Whether they decide what others ask for.")
    budget: PurseShown
    surprise: PurseShown


class KindShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    kind: str
    words: Told
    line: str = Field(description="budget or surprise: out of which money of the month.")
    needs_reason: bool
    evidence_from: str | None = Field(description="From which amount something must show it; null: never.")
    voucher_days: int | None


class TierShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    tier: str
    roles: tuple[str, ...]
    months: int = Field(description="So long somebody must have been here.")
    budget: str
    surprise: str
    limits: Mapping[str, str]
    approves: bool


class RulesShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    kinds: tuple[KindShown, ...]
    tiers: tuple[TierShown, ...]
    facts: Mapping[str, tuple[str, ...]] = Field(description="What whoever asks may tell, with the values there are.")
    centre_budget: str | None = Field(description="What all together may give in a month; null: no bound.")


class BudgetsQuery(PageQuery):
    month: Month | None = Field(None, description="As 2026-11; by default this one.")
    agent: Words | None = None


class ExtraWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Name = Field(description="Who gives it: somebody who decides for others.")
    amount: Kurus
    reason: Annotated[Words, StringConstraints(min_length=1, max_length=300)]


def show_goodwill_rules(board: Board, asked: Asked) -> RulesShown:
    """As the centre's `care.yaml` has them."""
    rules = board.care.goodwill
    return RulesShown(
        kinds=tuple(map(_kind, rules.kinds.values())),
        tiers=tuple(map(_tier, rules.tiers)),
        facts=rules.facts,
        centre_budget=lira(rules.centre_budget) if rules.centre_budget is not None else None,
    )


def list_goodwill_budgets(board: Board, asked: Asked) -> Page[BudgetShown]:
    """Everybody's of a month, by id."""
    query: BudgetsQuery = asked.query
    month, today, after = query.month or month_of(board.clock()), civil_day(board.clock()), query.after(1)
    with reading(board.database) as session:
        rows = [one for one in agents(session) if query.agent in (None, one.id) and (not after or one.id > after[0])]
        shown = tuple(budget_of(session, one, board.care.goodwill, month, today) for one in rows[: query.limit])
    more = len(rows) > query.limit
    return Page(items=shown, next_cursor=cursor_at(shown[-1].agent_id) if more else None)


def show_goodwill_budget(board: Board, asked: Asked) -> BudgetShown:
    with reading(board.database) as session:
        return _this_month(board, session, asked.path["agent"])


def post_extra_budget(board: Board, asked: Asked) -> BudgetShown:
    """More for this month than the tier has. Send an Idempotency-Key: asked twice it is twice. Audited."""
    wanted: ExtraWanted = asked.body
    now, rules = board.clock(), board.care.goodwill
    with writing(board.database) as session:
        shown = _this_month(board, session, asked.path["agent"])
        giver = giver_of(session, wanted.by, "by")
        if not rules.tier_of(giver, civil_day(now)).approves or giver.agent_id == shown.agent_id:
            raise wrong("by", f"{giver.agent_id} may not give more to {shown.agent_id}.")
        add_to(session, purse_of("budget", shown.agent_id), month_of(now), wanted.amount)
        told = {"kurus": wanted.amount, "month": month_of(now), "reason": wanted.reason, "via": asked.who.label}
        append_audit(session, f"agent:{giver.agent_id}", "goodwill_budget_raised", f"agent:{shown.agent_id}", told, now)
        return _this_month(board, session, shown.agent_id)


def budget_of(session: Session, row: Agent, rules: GoodwillRules, month: str, today: date) -> BudgetShown:
    giver = giver_of(session, row.id, "agent")
    tier = rules.tier_of(giver, today)
    held = {
        line: PurseShown.of(contents(session, purse_of(line, row.id), month, budget=tier.purse(line)))
        for line in ("budget", "surprise")
    }
    return BudgetShown(agent_id=row.id, name=row.name, tier=tier.name, limits=_limits(tier), approves=tier.approves,
                       **held)  # fmt: skip


def _this_month(board: Board, session: Session, agent_id: str) -> BudgetShown:
    row = agent(session, agent_id)
    if row is None or not row.active:
        raise unknown("agent", agent_id)
    return budget_of(session, row, board.care.goodwill, month_of(board.clock()), civil_day(board.clock()))


def _kind(kind: GoodwillKind) -> KindShown:
    least = kind.evidence_from
    return KindShown(kind=kind.name, words=Told(tr=kind.words.tr, en=kind.words.en), line=kind.line,
                     needs_reason=kind.needs_reason, voucher_days=kind.voucher_days,
                     evidence_from=lira(least) if least is not None else None)  # fmt: skip


def _tier(tier: Tier) -> TierShown:
    return TierShown(tier=tier.name, roles=tuple(sorted(tier.roles)), months=tier.months, budget=lira(tier.budget),
                     surprise=lira(tier.surprise), limits=_limits(tier), approves=tier.approves)  # fmt: skip


def _limits(tier: Tier) -> dict[str, str]:
    return {kind: lira(kurus) for kind, kurus in tier.limits.items()}


OPERATIONS = (
    Operation(method="GET", path="/goodwill/rules", scope="goodwill:read", summary="Show what may be given by whom",
              does=show_goodwill_rules, answers=RulesShown),
    Operation(method="GET", path="/goodwill/budgets", scope="goodwill:read", summary="List goodwill budgets of a month",
              does=list_goodwill_budgets, answers=Page[BudgetShown], query=BudgetsQuery),
    Operation(method="GET", path="/goodwill/budgets/{agent}", scope="goodwill:read",
              summary="Show an agent's goodwill budget of this month", does=show_goodwill_budget, answers=BudgetShown,
              problems=(404,)),
    Operation(method="POST", path="/goodwill/budgets/{agent}/extra", scope="goodwill:decide",
              summary="Give an agent more to give this month", does=post_extra_budget, answers=BudgetShown,
              body=ExtraWanted, problems=(404,), kept_with_act=True),
)  # fmt: skip
