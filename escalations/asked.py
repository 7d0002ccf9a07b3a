"""Somebody, or a rule of ours, asks that a matter goes further up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from escalations.channel_change import Place
from escalations.decision_rules import Wants
from escalations.words import Trigger

CLOCK: Final = "clock"
"""Who asks where nobody did."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """`once` names it: asked again under it, it is one. `by` asked: caller, an agent, a key, the clock.

    `call` is the conversation, or the call of who waits; what is not said of case, customer and agent is known from
    it. `waits`: they are in a flow, and are put in line whatever is decided. `reason` is in people's words. `at`: when
    a lead is to call, where that is wished. `channel` is where it is to go on, where another one is wished.
    `promised` is the callback by which a lead calls, where that was promised already; `written` the message by which
    it goes on elsewhere, where that was written already.
    """

    once: str
    trigger: Trigger
    by: str
    call: str | None = None
    case_number: str | None = None
    customer_id: str | None = None
    agent_id: str | None = None
    phone: str | None = None
    reason: str | None = None
    wants: Wants = "any"
    at: datetime | None = None
    channel: Place | None = None
    waits: bool = False
    promised: str | None = None
    written: str | None = None
