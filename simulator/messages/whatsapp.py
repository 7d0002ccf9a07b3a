"""WhatsApp's own rule: free text only within 24 hours of what the customer last wrote, else an approved template."""

from datetime import timedelta

from simulator.exchange import Exchange
from simulator.messages.manners import Trouble
from simulator.messages.message import Message


def outside_window(x: Exchange, message: Message) -> Trouble | None:
    """Free text to somebody who has not written lately."""
    code = x.switches.whatsapp_outside_window_error
    if not message.is_whatsapp or message.template or not code:
        return None
    heard = x.texting.heard_at.get((message.to, message.from_))
    if heard is not None and x.kernel.now() - heard <= timedelta(hours=x.switches.whatsapp_window_hours):
        return None
    return Trouble(code=code, text="Free text outside the allowed window", status="failed")
