"""What may stand in `care.yaml` about paying in instalments: what an agent may offer at the desk."""

from cases.plan_rules import USUAL_PROMISE, PlanRules
from engine.care_part import Part, WordsPart
from ivr.language.payment_plan import TermsOffered


class PlanPart(Part):
    """Amounts in whole lira."""

    terms: TermsOffered = TermsOffered()
    promise: WordsPart | None = None

    def rules(self) -> PlanRules:
        promise = self.promise.both if self.promise else USUAL_PROMISE
        return PlanRules(terms=self.terms.in_kurus(), promise=promise)
