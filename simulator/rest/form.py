"""Reading the form of a REST request."""

import re
from urllib.parse import urlsplit

from flask import request

from simulator.exchange import Exchange
from simulator.lines.leg import PROGRESS_EVENTS, Ask, Subscription
from simulator.rest.errors import bad_request

E164 = re.compile(r"\+[1-9]\d{6,14}")
ADDRESSES = ("client:", "sip:", "sips:", "app:")


def text(name: str, default: str = "") -> str:
    return request.form.get(name, default)


def given(name: str) -> bool:
    return name in request.form


def snake(name: str) -> str:
    """`VoiceUrl` as the answer calls it: `voice_url`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def flag(name: str, default: bool) -> bool:
    """A boolean; anything but `true` and `false` is refused."""
    value = request.form.get(name)
    if value is None:
        return default
    if value.lower() not in ("true", "false"):
        raise bad_request(20001, f"Invalid Parameter: {name} must be true or false")
    return value.lower() == "true"


def integer(name: str, default: int, low: int, high: int, code: int = 20001) -> int:
    """A whole number from `low` to `high`; anything else is refused with this code."""
    value = request.form.get(name)
    if value is None:
        return default
    if not re.fullmatch(r"-?\d{1,12}", value, re.ASCII) or not low <= int(value) <= high:
        raise bad_request(code, f"Invalid Parameter: {name} must be a whole number from {low} to {high}")
    return int(value)


def choice(name: str, default: str, *known: str) -> str:
    """One of the known values."""
    value = text(name, default)
    if value != default and value not in known:
        raise bad_request(20001, f"Invalid Parameter: {name} must be one of {', '.join(known)}")
    return value


def number(name: str, default: float, low: float, high: float) -> float:
    try:
        value = float(request.form.get(name, default))
    except ValueError as error:
        raise bad_request(20001, f"Invalid Parameter: {name}") from error
    if not low <= value <= high:
        raise bad_request(20001, f"Invalid Parameter: {name} must be from {low:g} to {high:g}")
    return value


def address(name: str, missing: int, invalid: int) -> str:
    """A telephone number in E.164, or a client or SIP address."""
    value = text(name)
    if not value:
        raise bad_request(missing, f"No '{name}' number specified")
    if not E164.fullmatch(value) and not value.startswith(ADDRESSES):
        raise bad_request(invalid, f"Invalid '{name}' Phone Number: {value}")
    return value


def own_number(x: Exchange, value: str) -> str:
    """A number of the account, or one its owner has verified; or an address that is no number."""
    verified = any(value == one.number for one in x.caller_ids.values())
    if value not in x.numbers and not verified and not value.startswith(ADDRESSES):
        raise bad_request(21210, f"'From' phone number {value} is not owned by this account or verified")
    return value


def url(x: Exchange, name: str) -> str:
    """A URL with a host webhooks may go to; "" when not given."""
    value = text(name)
    if value:
        check_url(x, value)
    return value


def check_url(x: Exchange, value: str) -> None:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise bad_request(21205, f"Url is not a valid URL: {value}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or "_" in parts.hostname:
        raise bad_request(21205, f"Url is not a valid URL: {value}")
    if not x.host_allowed(parts.hostname):
        raise bad_request(21205, f"Url is not a valid URL: {value} (the simulator only calls this machine)")


def method(name: str, default: str = "POST") -> str:
    value = text(name, default).upper()
    if value not in ("GET", "POST"):
        raise bad_request(21209, f"Invalid {name}: {value}")
    return value


def fallback(x: Exchange) -> Ask | None:
    found = url(x, "FallbackUrl")
    return Ask(url=found, method=method("FallbackMethod")) if found else None


def subscription(
    x: Exchange, prefix: str = "StatusCallback", known: tuple[str, ...] = PROGRESS_EVENTS, default: str = "completed"
) -> Subscription | None:
    """Who to tell: `StatusCallback`, its method and its repeated event field (a space-separated one is taken too)."""
    found = url(x, prefix)
    events = " ".join(request.form.getlist(f"{prefix}Event")).split() or default.split()
    unknown = [event for event in events if event not in known]
    if unknown:
        raise bad_request(21626, f"Invalid {prefix}Event: {', '.join(unknown)}")
    return Subscription(url=found, method=method(f"{prefix}Method"), events=frozenset(events)) if found else None
