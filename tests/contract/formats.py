"""The formats named in Twilio's definitions, and what each of them means."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from jsonschema import FormatChecker

FORMATS = FormatChecker(formats=())
"""Only what is defined here: Twilio's names mean what Twilio means by them."""


@FORMATS.checks("date-time-rfc-2822", raises=(ValueError, TypeError))
def rfc2822(value: object) -> bool:
    """`Mon, 02 Nov 2026 09:00:00 +0000`: with a zone."""
    return not isinstance(value, str) or parsedate_to_datetime(value).tzinfo is not None


@FORMATS.checks("date-time", raises=ValueError)
def moment(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value))


@FORMATS.checks("date", raises=ValueError)
def day(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@FORMATS.checks("uri")
def uri(value: object) -> bool:
    """A URL, a path on Twilio's host, or nothing at all: an empty one clears or stands for none."""
    if not isinstance(value, str) or value == "":
        return True
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return value.startswith("/") or (parts.scheme in ("http", "https", "wss") and bool(parts.hostname))


@FORMATS.checks("iso-country-code")
def country(value: object) -> bool:
    return not isinstance(value, str) or re.fullmatch("[A-Z]{2}", value) is not None


@FORMATS.checks("currency")
def currency(value: object) -> bool:
    return not isinstance(value, str) or re.fullmatch("[A-Za-z]{3}", value) is not None


@FORMATS.checks("phone-number")
def phone_number(value: object) -> bool:
    """A number (in a search with * for any digits), perhaps behind `whatsapp:`; or an address; or a sender's name."""
    pattern = r"(whatsapp:)?\+?[\d*]{3,15}|(client|sip|sips|app|messenger):.+|[A-Za-z0-9 ]{1,11}|"
    return not isinstance(value, str) or re.fullmatch(pattern, value) is not None


@FORMATS.checks("phone-number-capabilities")
def capabilities(value: object) -> bool:
    return not isinstance(value, dict) or {"voice", "sms", "mms"} <= {key.lower() for key in value}


@FORMATS.checks("uri-map")
def uris(value: object) -> bool:
    return not isinstance(value, dict) or all(isinstance(each, str) and uri(each) for each in value.values())
