"""What an agent may offer at the desk to somebody who cannot pay at once, and what we owe in return."""

from dataclasses import dataclass
from typing import Final

from cases.instalments import Terms
from hours.bilingual import Bilingual

USUAL_TERMS: Final = Terms(
    least_total=20_000,
    most_total=2_000_000,
    least_instalment=10_000,
    most_instalments=4,
    first_after_days=15,
    every_days=30,
)
USUAL_PROMISE: Final = Bilingual(tr="Plan süresince kesinti yapılmaz.", en="While it is paid nothing is cut off.")


@dataclass(frozen=True, kw_only=True)
class PlanRules:
    """`promise` is what we do meanwhile, as it stands in the ledger."""

    terms: Terms = USUAL_TERMS
    promise: Bilingual = USUAL_PROMISE
