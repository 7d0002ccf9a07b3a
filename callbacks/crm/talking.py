"""A talk with the CRM is had, request by request, within one time for all of them."""

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from phonenumbers import NumberParseException

from callbacks.crm.crm import Crm, CrmOwner, Kind, Talk
from callbacks.crm.hubspot import ask_hubspot
from callbacks.crm.salesforce import ask_salesforce
from callbacks.crm.webhook import ask_webhook
from callbacks.crm.zendesk import ask_zendesk
from callbacks.dips.errors import AnswerRefused, TooSlow
from callbacks.outside.exchange import Request

TALKS: Final[Mapping[Kind, Callable[[Crm, str], Talk]]] = MappingProxyType(
    {"webhook": ask_webhook, "zendesk": ask_zendesk, "salesforce": ask_salesforce, "hubspot": ask_hubspot}
)
UNREADABLE: Final = (AttributeError, KeyError, IndexError, TypeError, ValueError, NumberParseException)
"""What reading JSON of a shape nobody expected comes to, and a number no country has."""
USER_AGENT: Final = {"User-Agent": "sahip-crm/1"}


def owner_in_crm(crm: Crm, phone: str, *, within_seconds: float) -> CrmOwner | None:
    """Who owns the matter of the caller with this number; None: nobody. Raises DipFailed."""
    try:
        return _had(crm, phone, time.monotonic() + within_seconds)
    except UNREADABLE as strange:
        raise AnswerRefused(f"of another shape: {type(strange).__name__}") from None


def _had(crm: Crm, phone: str, until: float) -> CrmOwner | None:
    talk = TALKS[crm.kind](crm, phone)
    try:
        request = next(talk)
        while True:
            left = until - time.monotonic()
            if left <= 0:
                raise TooSlow(crm.kind)
            request = talk.send(crm.exchange.send(_named(request), within_seconds=left))
    except StopIteration as ended:
        owner: CrmOwner | None = ended.value
        return owner


def _named(request: Request) -> Request:
    headers = {**USER_AGENT, **request.headers}
    return Request(method=request.method, url=request.url, headers=headers, body=request.body)
