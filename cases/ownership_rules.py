"""What a centre has settled about owning a case: how long an offer stands, when a lead must help, how often we tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class OwnershipRules:
    """`bounces_force_lead` so many times passed on without the owner, and the next call is the owner's or their lead's,
    who is asked for `lead_seconds` before the queue is; 0: never.

    `update_every` maps a reason to how often the customer hears from us while a case of it is open. `updates_in` is
    the calendar in whose open hours they do; empty: at any hour.
    """

    offer_stands: timedelta = timedelta(hours=24)
    bounces_force_lead: int = 2
    lead_seconds: float = 30
    update_every: Mapping[str, timedelta] = field(default_factory=dict)
    updates_in: str = ""
