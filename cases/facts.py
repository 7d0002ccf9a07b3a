"""What decisions are compared by: the reason of the case, the tier of the customer, and what whoever asks tells."""

import hashlib
import json
from collections.abc import Mapping

from cases.case import Case
from cases.customer import Customer

Facts = Mapping[str, str]
UNSTATED = "unstated"


def facts_of(case: Case, customer: Customer | None, told: Facts) -> dict[str, str]:
    """In the order of their names. A reason or tier nobody wrote down is a fact as well: unstated."""
    tier = customer.tier if customer is not None else None
    known = {"reason": case.reason or UNSTATED, "tier": tier or UNSTATED}
    return dict(sorted({**told, **known}.items()))


def facts_key(kind: str, facts: Facts) -> str:
    """The same for the same facts about the same kind, and for nothing else."""
    return hashlib.sha256(json.dumps([kind, sorted(facts.items())]).encode()).hexdigest()


def fault_in(told: Facts, known: Mapping[str, tuple[str, ...]]) -> str | None:
    """What is wrong with facts somebody tells: only named values can be compared."""
    for name, value in told.items():
        if name not in known:
            return f"There is no fact {name} here; there are {', '.join(sorted(known)) or 'none'}."
        if value not in known[name]:
            return f"{name} is one of {', '.join(known[name])}."
    return None
