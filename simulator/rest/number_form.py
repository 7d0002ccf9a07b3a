"""Reading the form that buys or changes a number."""

import re
from dataclasses import replace
from typing import Any

from simulator.account import OwnNumber
from simulator.exchange import Exchange
from simulator.lines.numbering import AREA_CODE, first_free, kind_of
from simulator.rest import form
from simulator.rest.errors import bad_request

URLS = {
    "VoiceUrl": "voice_url",
    "VoiceFallbackUrl": "fallback_url",
    "StatusCallback": "status_callback",
    "SmsUrl": "sms_url",
    "SmsFallbackUrl": "sms_fallback_url",
}
METHODS = {
    "VoiceMethod": "voice_method",
    "VoiceFallbackMethod": "fallback_method",
    "StatusCallbackMethod": "status_callback_method",
    "SmsMethod": "sms_method",
    "SmsFallbackMethod": "sms_fallback_method",
}
APPLICATIONS = {"VoiceApplicationSid": "voice_application_sid", "SmsApplicationSid": "sms_application_sid"}
SIDS = {
    "TrunkSid": "TK",
    "AddressSid": "AD",
    "IdentitySid": "RI",
    "BundleSid": "BU",
    "EmergencyAddressSid": "AD",
}
CHOICES = {"VoiceReceiveMode": ("voice", "fax"), "EmergencyStatus": ("Active", "Inactive")}
LONGEST_NAME = 64


def bought(x: Exchange, kind: str) -> str:
    """The number asked for, or the first free one with the area code. Raises RestError."""
    number, area = form.text("PhoneNumber"), form.text("AreaCode")
    if not number and not kind and AREA_CODE.fullmatch(area):
        number = first_free(area, x.numbers)
    if not number:
        code, text = (21451, f"No number has the area code {area}") if area else (21400, "PhoneNumber is required")
        raise bad_request(code, text)
    if not form.E164.fullmatch(number) or (kind and kind_of(number) != kind):
        raise bad_request(21421, f"PhoneNumber is invalid: {number}")
    if number in x.numbers or number in x.people:
        raise bad_request(21422, f"{number} is not available")
    return number


def changed(x: Exchange, own: OwnNumber) -> OwnNumber:
    """The number with what the request says, and all else as it was. Raises RestError."""
    changes: dict[str, Any] = {field: form.url(x, name) for name, field in URLS.items() if form.given(name)}
    changes |= {field: form.method(name) for name, field in METHODS.items() if form.given(name)}
    changes |= {field: _application(x, name) for name, field in APPLICATIONS.items() if form.given(name)}
    if form.given("VoiceCallerIdLookup"):
        changes["voice_caller_id_lookup"] = form.flag("VoiceCallerIdLookup", False)
    if form.given("FriendlyName"):
        changes["friendly_name"] = form.text("FriendlyName")
    if len(changes.get("friendly_name", "")) > LONGEST_NAME:
        raise bad_request(20001, f"FriendlyName must have at most {LONGEST_NAME} characters")
    return replace(own, updated_at=x.kernel.now(), noted=_noted(own), **changes)


def _application(x: Exchange, name: str) -> str:
    """ "" takes the number off its application."""
    sid = form.text(name)
    if sid and sid not in x.applications:
        raise bad_request(21403, f"{name}: there is no application {sid}")
    return sid


def _noted(own: OwnNumber) -> tuple[tuple[str, str], ...]:
    """Fields that are kept and shown, and change nothing."""
    kept = dict(own.noted)
    for name, prefix in SIDS.items():
        if form.given(name):
            kept[name] = form.text(name)
            if kept[name] and not re.fullmatch(f"{prefix}[0-9a-fA-F]{{32}}", kept[name]):
                raise bad_request(20001, f"Invalid Parameter: {name}={kept[name]}")
    for name, known in CHOICES.items():
        if form.given(name):
            kept[name] = form.choice(name, "", *known)
    return tuple(kept.items())
