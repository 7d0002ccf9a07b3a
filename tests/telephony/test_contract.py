"""Every request we send is one that Twilio's published contract takes."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from telephony.twilio_api import TwilioApi
from tests.contract.checking import Asked, check_request
from tests.contract.definition import FILE
from tests.contract.definition import twilio as twilio_s_definition
from tests.telephony.conftest import TwilioServer

pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"Twilio's OpenAPI file is not at {FILE}")

PHONE = "+905321234567"
CALL = "CA" + "b" * 32
MESSAGE = "SM" + "e" * 32
OTHER_CALL = "CA" + "e" * 32
QUEUE = "QU" + "c" * 32
ROOM = "CF" + "d" * 32
APPLICATION = "AP" + "a" * 32
NUMBER = "PN" + "a" * 32
RECORDING = "RE" + "f" * 32
LEG: dict[str, Any] = {
    "to": PHONE,
    "url": "https://x.example/a",
    "fallback": "https://x.example/f",
    "status_callback": "https://x.example/s",
    "ring_seconds": 15,
    "time_limit": 600,
}

REQUESTS: dict[str, tuple[Callable[[TwilioApi], object], list[dict[str, object]]]] = {
    "create a call": (
        lambda api: api.create_call(**LEG),
        [{"sid": CALL}],
    ),
    "create a call that tells a machine from a person": (
        lambda api: api.create_call(**LEG, detect_machine=True),
        [{"sid": CALL}],
    ),
    "create a call and learn beside it who answered": (
        lambda api: api.create_call(**LEG, machine_told="https://x.example/m"),
        [{"sid": CALL}],
    ),
    "send a message": (
        lambda api: api.send_message(to=PHONE, body="Kod 1", status_callback="https://x.example/m", lives_seconds=600),
        [{"sid": MESSAGE}],
    ),
    "end a call": (lambda api: api.end_call(CALL), [{"sid": CALL}]),
    "move a call": (lambda api: api.move_call(CALL, "https://x.example/j"), [{"sid": CALL}]),
    "move a queue member": (
        lambda api: api.move_queue_member(QUEUE, CALL, "https://x.example/j"),
        [{"call_sid": CALL}],
    ),
    "end a room by its SID": (lambda api: api.end_conference(ROOM), [{"sid": ROOM}]),
    "end a room by its name": (
        lambda api: api.end_conference(f"call-{CALL}"),
        [{"conferences": [{"sid": ROOM}]}, {"sid": ROOM}],
    ),
    "list participants": (lambda api: api.participants(ROOM), [{"participants": []}]),
    "hold a leg in a room": (
        lambda api: api.change_participant(ROOM, CALL, hold=True, hold_url="https://x.example/h"),
        [{"call_sid": CALL}],
    ),
    "have somebody heard by one alone": (
        lambda api: api.change_participant(ROOM, CALL, ends_on_exit=False, muted=False, coaches=OTHER_CALL),
        [{"call_sid": CALL}],
    ),
    "take a leg out of a room": (lambda api: api.take_out(ROOM, CALL), [{}]),
    "list live calls": (lambda api: api.live_calls(), [{"calls": []}, {"calls": []}, {"calls": []}]),
    "fetch a call": (lambda api: api.call(CALL), [{"sid": CALL}]),
    "list calls to a number": (lambda api: api.calls_to(PHONE), [{"calls": []}]),
    "list messages to an address": (lambda api: api.messages_to(f"whatsapp:{PHONE}"), [{"messages": []}]),
    "list our numbers": (lambda api: api.numbers(), [{"incoming_phone_numbers": []}]),
    "change what a number asks": (
        lambda api: api.change_number(NUMBER, {"voice_url": "https://x.example/voice", "voice_method": "POST"}),
        [{"sid": NUMBER}],
    ),
    "fetch an application": (lambda api: api.application(APPLICATION), [{"sid": APPLICATION}]),
    "change what an application asks": (
        lambda api: api.change_application(APPLICATION, {"voice_url": "https://x.example/desk"}),
        [{"sid": APPLICATION}],
    ),
    "pause the recording of a room": (
        lambda api: api.change_recording(ROOM, RECORDING, paused=True),
        [{"sid": RECORDING}],
    ),
    "go on with the recording of a room": (
        lambda api: api.change_recording(ROOM, RECORDING, paused=False),
        [{"sid": RECORDING}],
    ),
    "stop the recording of a room": (lambda api: api.stop_recording(ROOM, RECORDING), [{"sid": RECORDING}]),
    "delete a recording": (lambda api: api.delete_recording(RECORDING), [{}]),
}


def faults(method: str, url: str, body: str) -> list[str]:
    """Everything Twilio's definitions have against a request of ours; also names they do not have, which are typos."""
    definition, target = twilio_s_definition(), urlsplit(url)
    assert definition is not None
    query, form = (parse_qs(told, keep_blank_values=True) for told in (target.query, body))
    verdict = check_request(definition, Asked(method=method, path=target.path, query=query, form=form))
    return [*verdict.wrong, *(f"unknown: {name}" for name in verdict.unknown)]


@pytest.mark.parametrize("name", REQUESTS)
def test_twilio_takes_our_request_to(name: str, api: TwilioApi, twilio: TwilioServer) -> None:
    ask, answers = REQUESTS[name]
    for answer in answers:
        twilio.will_answer(200, answer)
    ask(api)
    assert len(twilio.asked) == len(answers)
    assert [fault for one in twilio.asked for fault in faults(one.method, one.url, one.body)] == []


def test_the_contract_would_catch_a_request_twilio_refuses(api: TwilioApi, twilio: TwilioServer) -> None:
    twilio.will_answer(200, {"sid": CALL})
    api.end_call("CAnot-a-sid")
    [asked] = twilio.asked
    assert faults(asked.method, asked.url, asked.body) != []
    assert faults("POST", asked.url, "Status=finished&Colour=red") != []
    assert faults("POST", "/2010-04-01/Accounts/x/Nothing.json", "") != []


def test_every_method_that_asks_twilio_something_is_held_against_the_contract() -> None:
    public = {name for name in vars(TwilioApi) if not name.startswith("_")}
    asked = {name for ask, _ in REQUESTS.values() for name in ask.__code__.co_names}
    assert public <= asked
