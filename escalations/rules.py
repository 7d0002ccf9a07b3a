"""How this centre escalates: what `escalations.yaml` says, each part as its own noun."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from escalations.decision_rules import TABLE, Row
from escalations.rota_rules import RotaRules
from escalations.trigger_rules import TRIGGER_RULES, TriggerRule
from records.call_record import TRANSFER
from routing.offer_time import OfferTime, time_to_be_briefed


@dataclass(frozen=True, kw_only=True)
class TransferRules:
    """How a colleague is asked into a conversation.

    Each is rung for `ring_seconds` (the carrier may add five) and at most `most_rung` of them; a consultation lasts
    `longest_consult` and is then merged, where the agent only asks for advice `longest_advice` and then the customer is
    theirs again; the customer hears a word each `word_every`. Who says that they can later can
    `later_in` so long; who is promised a call by a lead gets it within `called_within` hours in which we are there.
    """

    ring_seconds: int = 20
    most_rung: int = 3
    longest_consult: timedelta = timedelta(seconds=90)
    longest_advice: timedelta = timedelta(minutes=5)
    longest_choice: timedelta = timedelta(seconds=25)
    longest_merged: timedelta = timedelta(hours=1)
    word_every: timedelta = timedelta(seconds=20)
    later_in: timedelta = timedelta(minutes=10)
    called_within_hours: int = 2


@dataclass(frozen=True, kw_only=True)
class EscalationRules:
    """`queue` is the one in which callers wait who asked for a manager before they talked to anybody.

    `triggers` say from when on something is thought of, `table` what is done then: its first row that holds. `sponsor`
    is whose executive cases are; without one they are the first manager's.
    """

    queue: str = "yonetim"
    triggers: Mapping[str, TriggerRule] = field(default_factory=lambda: TRIGGER_RULES)
    table: tuple[Row, ...] = TABLE
    sponsor: str | None = None
    transfer: TransferRules = field(default_factory=TransferRules)
    rota: RotaRules = field(default_factory=RotaRules)

    @property
    def offer_times(self) -> Mapping[str, OfferTime]:
        """How long a colleague has who is asked into a conversation: the brief comes before their key."""
        return {TRANSFER: time_to_be_briefed(self.transfer.ring_seconds)}
