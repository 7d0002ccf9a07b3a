"""Reading the form of a message to be sent, with Twilio's error for everything that is wrong with it."""

import json
import re
from datetime import datetime, timedelta

from flask import request

from simulator.exchange import Exchange
from simulator.messages.message import Media, Message
from simulator.messages.permission import refusal
from simulator.messages.post import media_of
from simulator.messages.segments import smart
from simulator.rest import form
from simulator.rest.errors import bad_request

LONGEST_BODY = 1600
MOST_MEDIA = 10
LONGEST_VALIDITY_SECONDS = 36_000
EARLIEST_SEND, LATEST_SEND = timedelta(minutes=5), timedelta(days=35)
ALPHANUMERIC = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")
WHATSAPP = "whatsapp:"


def read_message(x: Exchange) -> Message:
    """The message the request describes. Raises RestError."""
    to, service = _to(), _service(x)
    from_ = _from(x, to, service)
    media = _media(x)
    template = form.text("ContentSid")
    body = _body(x, template, media)
    send_at = _send_at(x, service)
    refused = refusal(x, service or from_, to)
    if refused:
        raise bad_request(refused.code, refused.text)
    return Message(
        sid=x.ids.new("MM" if media else "SM"),
        from_=from_,
        to=to,
        body=body,
        created_at=x.kernel.now(),
        callback=_callback(x, service),
        service=service,
        template=template,
        media=media,
        send_at=send_at,
        status="scheduled" if send_at else "accepted" if service else "queued",
        validity_seconds=form.integer("ValidityPeriod", LONGEST_VALIDITY_SECONDS, 1, LONGEST_VALIDITY_SECONDS),
    )


def _to() -> str:
    to = form.text("To")
    if not to:
        raise bad_request(21604, "A 'To' phone number is required")
    if not form.E164.fullmatch(to.removeprefix(WHATSAPP)):
        raise bad_request(21211, f"Invalid 'To' Phone Number: {to}")
    return to


def _service(x: Exchange) -> str:
    sid = form.text("MessagingServiceSid")
    if sid and sid not in x.texting.services:
        raise bad_request(21701, f"The Messaging Service {sid} does not exist")
    if sid and not x.texting.services[sid].senders:
        raise bad_request(21703, f"The Messaging Service {sid} has no sender")
    return sid


def _from(x: Exchange, to: str, service: str) -> str:
    """A number of the account, or letters where a person need not answer; a service may choose by itself."""
    from_ = form.text("From")
    if not from_ and not service:
        raise bad_request(21603, "A 'From' phone number is required")
    if from_ == to:
        raise bad_request(21266, "'To' and 'From' cannot be the same")
    number = from_.removeprefix(WHATSAPP)
    if from_ and from_.startswith(WHATSAPP) != to.startswith(WHATSAPP):
        raise bad_request(21910, "'To' and 'From' must be of the same channel")
    if not from_ or number in x.numbers or (from_ == number and ALPHANUMERIC.fullmatch(number)):
        return from_
    if from_ != number:
        raise bad_request(63007, f"No channel with the address {from_}")
    code = 21606 if form.E164.fullmatch(number) else 21212
    raise bad_request(code, f"The 'From' number {from_} is not a number of this account that can send messages")


def _body(x: Exchange, template: str, media: list[Media]) -> str:
    body = form.text("Body")
    if template:
        return _filled(x.texting.templates.get(template, ""))
    if not body and not media:
        raise bad_request(21602, "Message body is required")
    if len(body) > LONGEST_BODY:
        raise bad_request(21617, f"The message body exceeds {LONGEST_BODY} characters")
    return smart(body) if form.flag("SmartEncoded", False) else body


def _filled(template: str) -> str:
    """The template with its variables in place."""
    try:
        variables = json.loads(form.text("ContentVariables", "{}"))
        pairs = [(str(name), str(value)) for name, value in variables.items()]
    except (ValueError, AttributeError) as error:
        raise bad_request(21656, "The ContentVariables parameter is invalid") from error
    for name, value in pairs:
        template = template.replace(f"{{{{{name}}}}}", value)
    return template


def _media(x: Exchange) -> list[Media]:
    urls = [url for url in request.form.getlist("MediaUrl") if url]
    if len(urls) > MOST_MEDIA:
        raise bad_request(21623, f"Number of media files exceeds {MOST_MEDIA}")
    if not all(url.startswith(("http://", "https://")) for url in urls):
        raise bad_request(21620, "Invalid media URL(s)")
    return media_of(x, urls)


def _send_at(x: Exchange, service: str) -> datetime | None:
    """When a scheduled message goes. The codes are Twilio's for scheduling; the limits moved over the years."""
    if not form.given("ScheduleType"):
        return None
    form.choice("ScheduleType", "", "fixed")
    if not service:
        raise bad_request(35118, "MessagingServiceSid is required to schedule a message")
    try:
        moment = datetime.fromisoformat(form.text("SendAt"))
    except ValueError as error:
        raise bad_request(35111, "SendAt must be a moment in ISO 8601") from error
    now = x.kernel.now()
    moment = moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
    if not EARLIEST_SEND <= moment - now <= LATEST_SEND:
        raise bad_request(35114, "SendAt must be between 5 minutes and 35 days from now")
    return moment


def _callback(x: Exchange, service: str) -> str:
    application = x.applications.get(form.text("ApplicationSid"))
    known = x.texting.services.get(service)
    told = form.url(x, "StatusCallback")
    if not told and application:
        told = application.message_status_callback or application.sms_status_callback
    return told or (known.status_callback if known else "")
