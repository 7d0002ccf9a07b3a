"""Every operation the simulator offers, driven through Twilio's own client."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from tests.simulator.customer import ALI, AYSE, CENTRE, HOST, Customer, room

Drive = Callable[[Customer], Any]
"""Asks for things and returns what came, to be looked at attribute by attribute."""

DRIVES: list[Drive] = []


def ready() -> Customer:
    """Ayşe and Ali answer their telephones, and what they are asked to run takes a while."""
    customer = Customer()
    customer.sim.person(AYSE, "Ayşe", answers_after=2)
    customer.sim.person(ALI, "Ali", answers_after=1)
    customer.says("/agent", "<Pause length='60'/>")
    customer.says("/other", "<Pause length='60'/>")
    return customer


def drive(asks: Drive) -> Drive:
    DRIVES.append(asks)
    return asks


@drive
def the_account(customer: Customer) -> Any:
    rest = customer.rest
    account = rest.api.accounts(customer.sim.account.sid)
    return [account.fetch(), rest.api.accounts.list(), account.update(friendly_name="Ours"), rest.balance.fetch()]


@drive
def keys_and_tokens(customer: Customer) -> Any:
    rest = customer.rest
    made = [rest.new_keys.create(friendly_name="a"), rest.new_signing_keys.create(friendly_name="b")]
    both = [rest.keys(made[0].sid), rest.signing_keys(made[1].sid)]
    shown = [[one.fetch(), one.update(friendly_name="c")] for one in both]
    lists = [rest.keys.list(), rest.signing_keys.list()]
    return [made, shown, lists, [one.delete() for one in both], rest.tokens.create(ttl=60)]


@drive
def applications(customer: Customer) -> Any:
    every_url = dict.fromkeys(("voice_url", "voice_fallback_url", "sms_url", "sms_fallback_url"), f"{HOST}/x")
    told = dict.fromkeys(("status_callback", "sms_status_callback", "message_status_callback"), f"{HOST}/x")
    made = customer.rest.applications.create(friendly_name="app", **every_url, **told)
    shown = [made.fetch(), made.update(voice_method="GET", public_application_connect_enabled=True)]
    return [made, shown, customer.rest.applications.list(), made.delete()]


@drive
def numbers(customer: Customer) -> Any:
    numbers, sale = customer.rest.incoming_phone_numbers, customer.rest.available_phone_numbers
    made = numbers.create(phone_number="+908502551111", friendly_name="one", sms_url=f"{HOST}/sms")
    kinds = [
        numbers.local.create(phone_number="+908502552222"),
        numbers.mobile.create(phone_number="+905015552222"),
        numbers.toll_free.create(phone_number="+908005552222"),
    ]
    lists = [each.list() for each in (numbers, numbers.local, numbers.mobile, numbers.toll_free)]
    on_sale = [sale.list(), sale("TR").fetch(), sale("TR").local.list(), sale("TR").mobile.list()]
    changed = [made.fetch(), made.update(voice_url=f"{HOST}/v", status_callback=f"{HOST}/s"), made.delete()]
    return [kinds, lists, on_sale, sale("TR").toll_free.list(), changed]


@drive
def caller_ids(customer: Customer) -> Any:
    asked = customer.rest.validation_requests.create(phone_number=ALI, friendly_name="Ali")
    customer.sim.advance(60)
    (known,) = customer.rest.outgoing_caller_ids.list()
    return [asked, known.fetch(), known.update(friendly_name="B"), known.delete()]


@drive
def messages(customer: Customer) -> Any:
    rest = customer.rest
    picture = rest.messages.create(to=AYSE, from_=CENTRE, body="ş", media_url=[f"{HOST}/a.png"])
    plain = rest.messages.create(to=AYSE, from_=CENTRE, body="Merhaba", status_callback=f"{HOST}/told")
    customer.sim.text(AYSE, CENTRE, "Merhaba")
    customer.sim.advance(20)
    media = rest.messages(picture.sid).media.list()
    shown = [plain.fetch(), plain.update(body=""), rest.messages.list(to=AYSE), rest.messages.list(from_=AYSE)]
    feedback = rest.messages(plain.sid).feedback.create(outcome="confirmed")
    return [picture, shown, media, media[0].fetch(), media[0].delete(), feedback, plain.delete()]


@drive
def calls(customer: Customer) -> Any:
    rest = customer.rest
    call = customer.rings(timeout=20, time_limit=600, caller_id=CENTRE, call_reason="callback", send_digits="w1")
    lists = [rest.calls.list(), rest.calls.list(to=AYSE, status="queued")]
    customer.sim.advance(6)
    running = [call.fetch(), rest.calls.list(status="in-progress"), call.update(url=f"{HOST}/other")]
    customer.sim.advance(2)
    events = rest.calls(call.sid).events.list()
    over = [call.update(status="completed"), call.fetch(), rest.calls.list(parent_call_sid=call.sid)]
    return [call, lists, running, events, over, call.delete()]


@drive
def queues(customer: Customer) -> Any:
    rest = customer.rest
    queue = rest.queues.create(friendly_name="support", max_size=5)
    customer.says("/voice", "<Enqueue waitUrl='/wait'>support</Enqueue>")
    customer.says("/wait", "<Pause length='60'/>")
    customer.call()
    customer.sim.advance(3)
    members = queue.members
    waiting = [members.list(), members("Front").fetch(), members("Front").update(url=f"{HOST}/out", method="POST")]
    customer.sim.advance(2)
    return [queue, rest.queues.list(), queue.fetch(), queue.update(max_size=6), waiting, queue.delete()]


def in_a_room(customer: Customer) -> Any:
    customer.says("/voice", room("caller"))
    customer.call("joins")
    customer.sim.advance(2)
    return customer.rest.conferences.list(friendly_name="room", status="in-progress")[0]


@drive
def conferences(customer: Customer) -> Any:
    found = in_a_room(customer)
    people = found.participants
    dialled = people.create(to=AYSE, from_=CENTRE, label="agent", status_callback=f"{HOST}/p", beep="false")
    on_the_way = [people.list(), people("agent").fetch()]
    customer.sim.advance(10)
    held = people("agent").update(hold=True, hold_url=f"{HOST}/hold")
    shown = [found.fetch(), people.list(), people("caller").update(muted=True), people("agent").fetch()]
    changed = found.update(announce_url=f"{HOST}/hear")
    return [dialled, on_the_way, held, shown, changed, people("agent").delete(), found.update(status="completed")]


@drive
def recordings(customer: Customer) -> Any:
    rest, call = customer.rest, customer.rings()
    customer.sim.advance(6)
    mine = rest.calls(call.sid).recordings
    made = mine.create(recording_status_callback=f"{HOST}/rec")
    changed = [mine(made.sid).update(status="paused"), mine("Twilio.CURRENT").update(status="in-progress")]
    customer.sim.advance(10)
    changed.append(mine(made.sid).update(status="stopped"))
    customer.sim.advance(5)
    shown = [mine.list(), mine(made.sid).fetch(), rest.recordings.list(), rest.recordings(made.sid).fetch()]
    words = [rest.transcriptions.list(), rest.recordings(made.sid).transcriptions.list()]
    return [made, changed, shown, words, rest.recordings(made.sid).delete()]


@drive
def recordings_under_their_call(customer: Customer) -> Any:
    call = customer.rings()
    customer.sim.advance(6)
    mine = customer.rest.calls(call.sid).recordings
    made = mine.create()
    customer.sim.advance(5)
    return [made, mine(made.sid).update(status="stopped"), mine(made.sid).delete()]


@drive
def texts_of_recordings(customer: Customer) -> Any:
    rest = customer.rest
    customer.says("/voice", '<Record action="/recorded" timeout="3" transcribe="true"/>')
    for _ in range(2):
        customer.call({"says": "Beni arayın lütfen"}, {"waits": 6})
        customer.sim.advance(60)
    first, second = rest.transcriptions.list()
    under = rest.recordings(first.recording_sid).transcriptions(first.sid)
    return [first, under.fetch(), under.delete(), rest.transcriptions(second.sid).fetch(), second.delete()]


@drive
def recordings_of_a_room(customer: Customer) -> Any:
    found = in_a_room(customer)
    found.participants.create(to=AYSE, from_=CENTRE, conference_record="true")
    customer.sim.advance(10)
    taped = customer.rest.conferences(found.sid).recordings
    shown = taped.list()
    each = [[taped(one.sid).fetch(), taped(one.sid).update(status="stopped")] for one in shown]
    customer.sim.advance(3)
    return [shown, each, [taped(one.sid).delete() for one in shown]]


@drive
def notifications(customer: Customer) -> Any:
    customer.says("/voice", "<Nonsense/>")
    caller = customer.call()
    customer.sim.advance(3)
    rest = customer.rest
    all_of_them, mine = rest.notifications.list(), rest.calls(caller.sid).notifications.list()
    one = all_of_them[0].sid
    return [all_of_them, mine, rest.notifications(one).fetch(), rest.calls(caller.sid).notifications(one).fetch()]


@drive
def what_listens_to_a_call(customer: Customer) -> Any:
    call = customer.rest.calls(customer.rings().sid)
    customer.sim.advance(6)
    stream = call.streams.create(url="wss://customer.test/stream", name="ear")
    words = call.transcriptions.create(name="words", status_callback_url=f"{HOST}/words")
    return [stream, words, call.streams("ear").update(status="stopped"), call.transcriptions("words").update("stopped")]


def attributes(found: Any) -> Iterator[tuple[str, Any]]:
    """Every public attribute of everything found, however deep in lists."""
    if isinstance(found, list):
        for each in found:
            yield from attributes(each)
    elif not isinstance(found, bool):
        yield from ((name, value) for name, value in vars(found).items() if not name.startswith("_"))


def unread_dates(found: Any) -> list[str]:
    """Dates the client could not read: it leaves those as they came."""
    dates = ((name, value) for name, value in attributes(found) if name.startswith("date_") or name.endswith("_time"))
    exact = {"queue_time", "wait_time", "average_wait_time"}
    return [name for name, value in dates if name not in exact and not isinstance(value, datetime | None)]
