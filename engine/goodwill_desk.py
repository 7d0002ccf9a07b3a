"""`sahip goodwill`: who may give what, how the like was decided, and what should be looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from cases.case import Case
from cases.civil_day import civil_day
from cases.customer import Customer
from cases.facts import Facts, facts_of
from cases.goodwill_audit import Sampled, audit_sample
from cases.goodwill_rules import GoodwillRules
from cases.purse import month_of
from cases.rule_proposal import RuleProposal, rule_proposals
from console.api.goodwill_budgets import BudgetShown, budget_of
from console.api.precedents import PrecedentsShown, precedents_shown
from engine.care_file import read_care
from engine.demo_clock import clock_of
from engine.demo_settings import source_here
from engine.desk_said import refusal
from engine.moment_before import moment_before
from engine.stores import database_of, see_to_schema
from records.database import reading
from staff.agent import agents

MOST_PROPOSALS = 200


@dataclass(frozen=True, kw_only=True)
class GoodwillDesk:
    database: Engine
    rules: GoodwillRules
    secret: bytes
    now: datetime
    lang: str

    def budgets(self, month: str | None) -> list[BudgetShown]:
        with reading(self.database) as session:
            return [
                budget_of(session, one, self.rules, month or month_of(self.now), civil_day(self.now))
                for one in agents(session)
            ]

    def precedents(self, case_number: str, kind: str, told: Sequence[str]) -> PrecedentsShown:
        """Raises OrderRefused for a case, kind or fact that there is not."""
        facts = dict(pair.partition(":")[::2] for pair in told)
        self._refuse_unknown(facts)
        if kind not in self.rules.kinds:
            raise refusal("kind", self.lang, name=kind, known=", ".join(self.rules.kinds))
        with reading(self.database) as session:
            case = session.get(Case, case_number)
            if case is None:
                raise refusal("case", self.lang, name=case_number)
            customer = session.get(Customer, case.customer_id) if case.customer_id else None
            return precedents_shown(session, kind, facts_of(case, customer, facts))

    def _refuse_unknown(self, facts: Facts) -> None:
        known = self.rules.facts
        for name, value in facts.items():
            if name not in known:
                raise refusal("fact", self.lang, name=name, known=", ".join(sorted(known)) or "–")
            if value not in known[name]:
                raise refusal("value", self.lang, name=name, known=", ".join(known[name]))

    def sample(self, since: str) -> list[Sampled]:
        with reading(self.database) as session:
            return audit_sample(
                session, self.rules, secret=self.secret, since=moment_before(self.now, since, self.lang), until=self.now
            )

    def proposals(self) -> Sequence[RuleProposal]:
        with reading(self.database) as session:
            return rule_proposals(session, limit=MOST_PROPOSALS)


def goodwill_desk_here(lang: str) -> GoodwillDesk:
    """On the settings of this folder."""
    settings = source_here().settings()
    see_to_schema(settings)
    return GoodwillDesk(
        database=database_of(settings),
        rules=read_care(settings.centre / "care.yaml").goodwill,
        secret=settings.secret_key.get_secret_value().encode(),
        now=clock_of(settings)(),
        lang=lang,
    )
