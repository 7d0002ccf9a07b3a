"""Payment in instalments is offered."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Self

from pydantic import Field, model_validator

from cases.civil_day import civil_day
from cases.instalments import Instalment, Terms, instalments_for
from cases.money import kurus_of, lira
from ivr.language.move import Do, Effect, Go, Heard, Question
from ivr.language.node import Named, Node, Prompt, Way
from ivr.language.part import NodeName, Part, VariableName, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

Lira = Annotated[int, Field(ge=1, le=10_000_000)]
YES: Final = "1"
NO: Final = "2"


@dataclass(frozen=True, kw_only=True)
class AcceptPlan(Effect):
    """The customer accepts these instalments, and we promise `what`. `accepted`, or `not_offered` if a plan runs."""

    customer: str
    instalments: tuple[Instalment, ...]
    what: str


class TermsOffered(Part):
    """The rules, in whole lira: which debts may be paid so, how small an instalment may be and how many there are."""

    least_total: Lira = 200
    most_total: Lira = 20_000
    least_instalment: Lira = 100
    most_instalments: Annotated[int, Field(ge=2, le=24)] = 4
    first_after_days: Annotated[int, Field(ge=0, le=90)] = 15
    every_days: Annotated[int, Field(ge=7, le=92)] = 30

    @model_validator(mode="after")
    def _leave_room(self) -> Self:
        if self.least_total > self.most_total:
            raise ValueError("least_total is more than most_total")
        return self

    def in_kurus(self) -> Terms:
        return Terms(
            least_total=self.least_total * 100,
            most_total=self.most_total * 100,
            least_instalment=self.least_instalment * 100,
            most_instalments=self.most_instalments,
            first_after_days=self.first_after_days,
            every_days=self.every_days,
        )


class PaymentPlan(Part):
    """`debt` is the kept value with the amount owed, in lira. `say` makes the offer: 1 accepts it, 2 refuses.

    `say` may tell `{amount}`, `{count}`, `{each}`, `{first_amount}`, `{first}` and `{last}` (dates). `promise` is what
    we owe in return; it stands in the ledger as it is written here. Later words may tell `{plan_first}` and
    `{plan_count}`.
    """

    debt: VariableName
    terms: TermsOffered = TermsOffered()
    say: Words
    promise: Words
    seconds: Annotated[int, Field(ge=2, le=20)] = 8
    accepted: NodeName
    refused: NodeName
    not_offered: NodeName
    unverified: NodeName


class PaymentPlanNode(Node):
    """A verified caller is offered to pay in instalments; on acceptance both sides' promises are in the ledger."""

    kind: ClassVar[str] = "payment_plan"
    payment_plan: PaymentPlan

    def ways(self) -> tuple[Way, ...]:
        offer = self.payment_plan
        return (
            Way(label="accepted", to=offer.accepted, kind="choice", where=("payment_plan", "accepted")),
            Way(label="refused", to=offer.refused, kind="choice", where=("payment_plan", "refused")),
            Way(label="not_offered", to=offer.not_offered, kind="outcome", where=("payment_plan", "not_offered")),
            Way(label="unverified", to=offer.unverified, kind="outcome", where=("payment_plan", "unverified")),
        )

    def prompts(self) -> tuple[Prompt, ...]:
        return (Prompt(words=self.payment_plan.say, where=("payment_plan", "say")),)

    def listens(self) -> bool:
        return True

    def names(self) -> tuple[Named, ...]:
        return (Named(what="value", name=self.payment_plan.debt, where=("payment_plan", "debt")),)

    def fills(self) -> frozenset[str]:
        return frozenset({"amount", "count", "each", "first_amount", "first", "last"})

    def keeps(self) -> frozenset[str]:
        return frozenset({"plan_first", "plan_count"})

    def personal(self) -> frozenset[str]:
        return self.keeps()

    def proves(self) -> frozenset[str]:
        return frozenset({"accepted", "refused", "not_offered"})

    def unasked(self) -> frozenset[str]:
        return frozenset({"not_offered", "unverified"})

    def silence_seconds(self) -> float:
        return self.payment_plan.seconds

    def enter(self, talk: "Talk") -> Go | Question:
        if not talk.conversation.verified or talk.conversation.customer is None:
            return Go(to=self.payment_plan.unverified)
        today = civil_day(talk.now)
        instalments = self._offered(talk, today)
        if not instalments:
            return Go(to=self.payment_plan.not_offered)
        prompt = talk.say(self.payment_plan.say, _told(instalments))
        return Question(
            prompt=(prompt,),
            seconds=self.payment_plan.seconds,
            language=prompt.language,
            conversation=talk.at(phase=today.isoformat()),
        )

    def hear(self, talk: "Talk", heard: Heard) -> Do | Go | None:
        """What is accepted is what was offered, also when midnight has passed since."""
        customer = talk.conversation.customer
        if heard.digits == NO:
            return Go(to=self.payment_plan.refused)
        if heard.digits != YES or not talk.conversation.verified or customer is None:
            return None
        instalments = self._offered(talk, _day(talk.conversation.phase) or civil_day(talk.now))
        what, _ = self.payment_plan.promise.spoken_in(talk.flow.language)
        if not instalments:
            return Go(to=self.payment_plan.not_offered)
        return Do(AcceptPlan(customer=customer, instalments=instalments, what=what))

    def _offered(self, talk: "Talk", today: date) -> tuple[Instalment, ...]:
        kurus = kurus_of(talk.conversation.kept.get(self.payment_plan.debt, ""))
        return instalments_for(kurus, self.payment_plan.terms.in_kurus(), today) if kurus else ()


def _day(phase: str) -> date | None:
    try:
        return date.fromisoformat(phase)
    except ValueError:
        return None


def _told(instalments: tuple[Instalment, ...]) -> dict[str, str]:
    return {
        "amount": lira(sum(each.kurus for each in instalments)),
        "count": str(len(instalments)),
        "each": lira(instalments[-1].kurus),
        "first_amount": lira(instalments[0].kurus),
        "first": instalments[0].due_on.isoformat(),
        "last": instalments[-1].due_on.isoformat(),
    }
