"""The parameters every webhook about a call carries."""

from simulator.exchange import Exchange
from simulator.lines.leg import Leg

API_VERSION = "2010-04-01"
COUNTRY_CODES = {"+90": "TR", "+1": "US", "+44": "GB", "+49": "DE", "+31": "NL"}


def call_parameters(x: Exchange, leg: Leg) -> list[tuple[str, str]]:
    """CallSid, AccountSid, From, To, CallStatus and the rest, as of now."""
    pairs = [
        ("CallSid", leg.sid),
        ("AccountSid", x.account.sid),
        ("ApiVersion", API_VERSION),
        ("CallStatus", leg.status),
        ("Direction", leg.direction),
        ("From", leg.from_),
        ("To", leg.to),
        ("Caller", leg.from_),
        ("Called", leg.to),
        *places("From", leg.from_),
        *places("To", leg.to),
    ]
    if leg.parent is not None:
        pairs.append(("ParentCallSid", leg.parent.sid))
    if leg.application:
        pairs.append(("ApplicationSid", leg.application))
    if leg.forwarded_from:
        pairs.append(("ForwardedFrom", leg.forwarded_from))
    if leg.call_token:
        pairs.append(("CallToken", leg.call_token))
    return pairs


def places(side: str, number: str) -> list[tuple[str, str]]:
    """What a number tells about where it is; the network knows only the country."""
    country = next((name for code, name in COUNTRY_CODES.items() if number.startswith(code)), "")
    return [(f"{side}City", ""), (f"{side}State", ""), (f"{side}Zip", ""), (f"{side}Country", country)]
