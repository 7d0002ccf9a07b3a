"""What the account owns, as a real one's console would set it up: numbers, applications, services, templates."""

from dataclasses import replace
from typing import Any

from simulator.account import Application, OwnNumber
from simulator.exchange import Exchange
from simulator.messages.messaging_service import MessagingService


def own_number(x: Exchange, number: str, **urls: Any) -> OwnNumber:
    """The account owns this number, or what it asks changes."""
    now = x.kernel.now()
    known = x.numbers.get(number) or OwnNumber(sid=x.ids.new("PN"), number=number, created_at=now)
    x.numbers[number] = replace(known, updated_at=now, **urls)
    return x.numbers[number]


def own_application(x: Exchange, friendly_name: str, *, sid: str = "", **urls: Any) -> Application:
    """A new one, or with the SID of a known one that one as it is from now on."""
    now, sid = x.kernel.now(), sid or x.ids.new("AP")
    made = Application(sid=sid, friendly_name=friendly_name, created_at=now, updated_at=now, **urls)
    x.applications[sid] = made
    return made


def own_messaging_service(x: Exchange, senders: tuple[str, ...], *, sid: str = "", **more: Any) -> MessagingService:
    service = MessagingService(sid=sid or x.ids.new("MG"), senders=senders, **more)
    x.texting.services[service.sid] = service
    return service


def own_template(x: Exchange, text: str, *, sid: str = "") -> str:
    """The SID of a new approved message template, or of a known one whose text changes."""
    sid = sid or x.ids.new("HX")
    x.texting.templates[sid] = text
    return sid
