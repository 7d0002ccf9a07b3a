"""The edge Twilio asks: only Twilio is answered, always with TwiML, and twice the same for the same question."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis
from sqlalchemy import Engine, event, text

from callbacks.presence import set_presence
from callbacks.writing import write_journal
from engine.web import web_on
from ivr.voice_board import VoiceBoard
from records.database import writing
from staff.agent import Agent
from tests.conftest import SettableClock
from tests.house import SignedClient, demo_settings, house

CALL = "CA" + "1" * 32
LEG = "CA" + "2" * 32
KNOWN = "+905321234567"
SKILLS = {"support": 80}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def voice(
    database: Engine, database_url: str, redis: Redis, valkey_url: str, clock: SettableClock, new_id: Callable[[], str]
) -> VoiceBoard:
    voice = house(database_url, valkey_url, clock=clock, new_id=new_id)
    voice.floor.begin_epoch(1, now=clock())
    voice.floor.finish_rebuild(now=clock())
    return voice


@pytest.fixture
def twilio(voice: VoiceBoard, database_url: str, valkey_url: str) -> SignedClient:
    token = demo_settings(database_url, valkey_url).auth_tokens[0]
    return SignedClient(web_on(voice).test_client(), voice, token)


def calls(twilio: SignedClient, caller: str = KNOWN, call: str = CALL) -> str:
    answer = twilio.post("/voice/inbound", CallSid=call, From=caller, To="+908502220000", CallStatus="ringing")
    assert answer.status_code == 200
    return answer.text


def attribute(document: str, verb: str, name: str) -> str:
    found = ElementTree.fromstring(document).find(f".//{verb}")
    assert found is not None, document
    return found.attrib[name]


def test_an_unknown_caller_hears_a_menu(twilio: SignedClient) -> None:
    document = calls(twilio)
    assert "hoş geldiniz" in document and "<Gather" in document


def test_the_key_pressed_leads_into_the_queue(twilio: SignedClient, voice: VoiceBoard) -> None:
    action = attribute(calls(twilio), "Gather", "action")
    answer = twilio.post(action, CallSid=CALL, From=KNOWN, Digits="0").text
    assert "<Enqueue" in answer
    known = voice.floor.call(CALL)
    assert known is not None and known.state == "waiting" and known.queue == "ariza"


def test_the_wait_document_tells_the_place_now_and_then_and_loops(twilio: SignedClient, clock: SettableClock) -> None:
    action = attribute(calls(twilio), "Gather", "action")
    queue = twilio.post(action, CallSid=CALL, From=KNOWN, Digits="0").text
    first = twilio.post(attribute(queue, "Enqueue", "waitUrl"), CallSid=CALL, From=KNOWN, QueueSid="QU1").text
    clock.advance(20)
    second = twilio.post(ElementTree.fromstring(first).findtext("Redirect") or "", CallSid=CALL, From=KNOWN).text
    clock.advance(20)
    third = twilio.post(ElementTree.fromstring(second).findtext("Redirect") or "", CallSid=CALL, From=KNOWN).text
    assert all("<Play" in document and "<Redirect" in document for document in (first, second, third))
    assert "Sıranız 1" in first and "<Say" not in second and "Sıranız 1" in third


def test_the_same_question_gets_the_same_answer_byte_for_byte(twilio: SignedClient, clock: SettableClock) -> None:
    action = attribute(calls(twilio), "Gather", "action")
    first = twilio.post(action, CallSid=CALL, From=KNOWN, Digits="0").text
    clock.advance(3)
    assert calls(twilio) == calls(twilio)
    assert twilio.post(action, CallSid=CALL, From=KNOWN, Digits="0").text == first


GUARDED = ["/voice/inbound", "/voice/status", "/voice/fallback", "/voice/reservations/x/whisper"]


@pytest.mark.parametrize("path", GUARDED)
def test_a_wrong_signature_is_refused_and_nothing_is_written(
    twilio: SignedClient, voice: VoiceBoard, redis: Redis, database: Engine, path: str
) -> None:
    before = sorted(redis.keys())
    assert twilio.post(path, signed=False, CallSid=CALL, From=KNOWN).status_code == 403
    assert sorted(redis.keys()) == before
    with database.connect() as connection:
        assert connection.execute(text("select count(*) from call_events")).scalar_one() == 0


def test_another_accounts_signed_request_is_refused(twilio: SignedClient) -> None:
    assert twilio.post("/voice/inbound", CallSid=CALL, AccountSid="AC" + "9" * 32).status_code == 403


def test_an_end_that_overtook_its_beginning_leaves_nobody_waiting(twilio: SignedClient, voice: VoiceBoard) -> None:
    twilio.post("/voice/status", CallSid=CALL, CallStatus="no-answer")
    assert "<Hangup" in calls(twilio) and "<Enqueue" not in calls(twilio)


@pytest.mark.parametrize("step", ["whisper", "acceptance", "departure"])
def test_an_unknown_reservation_gets_a_clean_answer(twilio: SignedClient, step: str) -> None:
    answer = twilio.post(f"/voice/reservations/{'f' * 32}/{step}?attempt=x", CallSid=CALL, Digits="1")
    assert answer.status_code == 200 and "<Hangup" in answer.text


def test_the_fallback_needs_no_store_and_gives_up_after_three_tries(twilio: SignedClient) -> None:
    again = twilio.post("/voice/fallback", CallSid=CALL, ErrorCode="11200").text
    assert "/voice/inbound?tries=1" in again
    assert "<Hangup" in twilio.post("/voice/fallback?tries=3", CallSid=CALL, ErrorCode="11200").text


def test_an_agent_goes_to_the_queue_owner_first(twilio: SignedClient, voice: VoiceBoard, database: Engine) -> None:
    with writing(database) as session:
        session.add(Agent(id="ayse", name="Ayşe Demir", phone="+905550000001", endpoint="phone", skills=SKILLS))
    assert set_presence(voice, "ayse", "ready")
    action = attribute(calls(twilio), "Gather", "action")
    queue = twilio.post(action, CallSid=CALL, From=KNOWN, Digits="0").text
    wait = twilio.post(attribute(queue, "Enqueue", "waitUrl"), CallSid=CALL, From=KNOWN).text
    assert "Ayşe Demir aranıyor" in wait
    known = voice.floor.call(CALL)
    assert known is not None and (known.state, known.agent) == ("reserved", "ayse")


SOME_PATHS = st.sampled_from(
    ["/voice/inbound", "/voice/status", "/voice/fallback", f"/voice/calls/{CALL}/flow", f"/voice/calls/{CALL}/wait",
     f"/voice/calls/{CALL}/room-events", "/voice/calls/%2e%2e/wait", "/voice/reservations/%00/whisper"]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=SOME_PATHS, body=st.binary(max_size=300), query=st.text(max_size=40))
def test_any_bytes_get_no_server_error_and_leave_no_state(
    twilio: SignedClient, redis: Redis, path: str, body: bytes, query: str
) -> None:
    before = sorted(redis.keys())
    answer = twilio.client.post(path, data=body, query_string={"n": query}, content_type=FORM)
    assert answer.status_code < 500
    assert sorted(redis.keys()) == before


VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


FIELDS = ["From", "To", "Digits", "CallStatus", "QueueResult", "StatusCallbackEvent", "SequenceNumber", "ErrorCode"]
CARRIED = ["n", "at", "q", "o", "l", "c", "k", "r", "f", "v", "s", "t", "tries"]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=SOME_PATHS,
    fields=st.dictionaries(st.sampled_from(FIELDS), VALUES),
    query=st.dictionaries(st.sampled_from(CARRIED), VALUES),
)
def test_signed_junk_gets_twiml_or_a_clean_refusal(
    twilio: SignedClient, path: str, fields: dict[str, str], query: dict[str, str]
) -> None:
    answer = twilio.post(f"{path}?{urlencode(query)}" if query else path, CallSid=CALL, **dict[str, Any](fields))
    assert answer.status_code < 500
    if answer.status_code == 200:
        ElementTree.fromstring(answer.text)


def asked_of_sql(voice: VoiceBoard, act: Callable[[], object]) -> list[str]:
    """The statements sent to the database meanwhile."""
    told: list[str] = []

    def tell(*given: Any) -> None:
        told.append(given[2])

    event.listen(voice.database, "before_cursor_execute", tell)
    try:
        act()
    finally:
        event.remove(voice.database, "before_cursor_execute", tell)
    return told


def ringing_for(voice: VoiceBoard, twilio: SignedClient) -> str:
    """Ayşe is held for a caller and has heard the whisper; the address her key goes to."""
    with writing(voice.database) as session:
        session.add(Agent(id="ayse", name="Ayşe", phone="+905550000001", endpoint="phone", skills={"support": 80}))
    set_presence(voice, "ayse", "ready")
    action = attribute(calls(twilio), "Gather", "action")
    twilio.post(action, CallSid=CALL, From=KNOWN, Digits="0")
    [offer] = [one for one in voice.floor.happenings() if one.kind == "offered"]
    whisper = twilio.post(voice.urls.whisper(str(offer.reservation), "t"), CallSid=LEG).text
    return attribute(whisper, "Gather", "action")


def test_an_agents_key_asks_sql_nothing(voice: VoiceBoard, twilio: SignedClient) -> None:
    address = ringing_for(voice, twilio)
    assert asked_of_sql(voice, lambda: twilio.post(address, CallSid=LEG, Digits="1")) == []
    assert "<Conference" in twilio.post(address, CallSid=LEG, Digits="1").text


def test_what_was_answered_before_redis_was_lost_is_answered_alike_also_after_something_new(
    voice: VoiceBoard, twilio: SignedClient, redis: Redis, clock: SettableClock
) -> None:
    first = calls(twilio)
    write_journal(voice)
    redis.flushall()
    voice.floor.begin_epoch(2, now=clock())
    voice.floor.finish_rebuild(now=clock())
    twilio.post(attribute(first, "Gather", "action"), CallSid=CALL, From=KNOWN, Digits="9")
    clock.advance(60)
    assert calls(twilio) == first
