"""Twilio's call to a number somebody says is theirs: who answers is told to key in the code."""

from dataclasses import dataclass

from simulator.account import CallerId
from simulator.exchange import Exchange
from simulator.lines.leg import Ask, Leg
from simulator.lines.outbound import Order, create_call
from simulator.twiml.program import Inline
from simulator.wire.callback import send_callback

TWILIO = "+14157234000"
"""The number such calls come from."""

SPOKEN = "<Response><Say>Please enter your verification code</Say><Pause length='5'/></Response>"


@dataclass(frozen=True, kw_only=True)
class Validation:
    """A number to be verified, and who is told how it went."""

    number: str
    friendly_name: str
    code: str
    callback: str = ""
    method: str = "POST"


def call_to_validate(x: Exchange, validation: Validation) -> Leg:
    """The number is verified when the call was answered: whoever answers knows the code."""
    leg = create_call(x, Order(from_=TWILIO, to=validation.number), Inline(twiml=SPOKEN))
    leg.ended.then(lambda _: _validated(x, validation, leg))
    return leg


def _validated(x: Exchange, validation: Validation, leg: Leg) -> None:
    sid = x.ids.new("PN")
    succeeded = leg.answered_at is not None and x.switches.validation_code_is_keyed_in
    if succeeded:
        now = x.kernel.now()
        x.caller_ids[sid] = CallerId(
            sid=sid, number=validation.number, friendly_name=validation.friendly_name, created_at=now, updated_at=now
        )
    x.tell("note", f"{validation.number} is {'' if succeeded else 'not '}verified", leg)
    if validation.callback:
        params = [
            ("VerificationStatus", "success" if succeeded else "failed"),
            ("AccountSid", x.account.sid),
            ("CallSid", leg.sid),
            ("To", validation.number),
            *([("OutgoingCallerIdSid", sid)] if succeeded else []),
        ]
        send_callback(x, Ask(url=validation.callback, method=validation.method), leg, params, "verification")
