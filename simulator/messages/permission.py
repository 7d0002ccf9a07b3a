"""May a message go at all?"""

from dataclasses import dataclass

from simulator.exchange import Exchange
from simulator.messages.manners import TROUBLES
from simulator.messages.message import UNDER_WAY


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why Twilio does not take a message."""

    code: int
    text: str


def refusal(x: Exchange, from_: str, to: str) -> Refusal | None:
    """Why nothing may go from this sender (a number or a service) to this person; None when it may."""
    sender = from_ if from_ in x.texting.services else x.texting.sender(from_)
    if (to, sender) in x.texting.stopped:
        return Refusal(code=21610, text="Attempt to send to unsubscribed recipient")
    trouble = TROUBLES.get(x.texting.manners.get(to, ""))
    if trouble is not None and not trouble.status:
        return Refusal(code=trouble.code, text=f"{trouble.text}: {to}")
    if 0 < x.switches.most_queued_messages <= _waiting(x, from_):
        return Refusal(code=21611, text=f"This 'From' number has exceeded its message queue: {from_}")
    return None


def _waiting(x: Exchange, from_: str) -> int:
    mine = (one for one in x.messages.values() if from_ in (one.from_, one.service))
    return sum(one.status in UNDER_WAY and one.status != "scheduled" for one in mine)
