"""The key of an agent is answered alike in one step and one thing after the other."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from redis import Redis
from sqlalchemy import Engine

from engine.web import web_on
from ivr.voice_board import VoiceBoard
from records.database import writing
from routing.plan import Plan, Step
from routing.reservation import Reservation
from staff.agent import Agent
from tests.conftest import SettableClock
from tests.house import SignedClient, demo_settings, house

pytestmark = pytest.mark.both_databases

CALL, LEG = "CA" + "1" * 32, "CA" + "2" * 32
PLAN = Plan(steps=(Step(after_seconds=0, line="agent:emma", why="owner"),), queue="ariza")


@pytest.fixture
def voice(
    database: Engine, database_url: str, redis: Redis, valkey_url: str, clock: SettableClock, new_id: Callable[[], str]
) -> VoiceBoard:
    voice = house(database_url, valkey_url, clock=clock, new_id=new_id)
    voice.floor.begin_epoch(1, now=clock())
    voice.floor.finish_rebuild(now=clock())
    with writing(database) as session:
        session.add(Agent(id="emma", name="Emma", phone="+905550000001", endpoint="phone", skills={}, languages=["en"]))
    return voice


@pytest.fixture
def twilio(voice: VoiceBoard, database_url: str, valkey_url: str) -> SignedClient:
    token = demo_settings(database_url, valkey_url).auth_tokens[0]
    return SignedClient(web_on(voice).test_client(), voice, token)


@pytest.fixture
def offer(voice: VoiceBoard, clock: SettableClock) -> Reservation:
    until, now = clock() + timedelta(hours=8), clock()
    voice.floor.agent_presence("emma", state="ready", lines=["agent:emma"], until=until, endpoint="phone", now=now)
    [offer] = voice.floor.caller_waits(CALL, plan=PLAN, place_at=now, now=now).offers
    return offer


def whispered(twilio: SignedClient, offer: Reservation) -> str:
    """Where the key is sent to."""
    heard = twilio.post(f"/voice/reservations/{offer.id}/whisper?attempt=a1", CallSid=LEG).text
    gather = ElementTree.fromstring(heard).find("Gather")
    assert gather is not None
    return gather.attrib["action"]


def before_this_release(address: str) -> str:
    return address.partition("&")[0]


def test_the_whisper_says_who_would_be_accepted_and_in_which_language(twilio: SignedClient, offer: Reservation) -> None:
    assert parse_qs(urlsplit(whispered(twilio, offer)).query) == {"attempt": ["a1"], "c": [CALL], "l": ["en"]}


def test_both_ways_lead_into_the_same_room(twilio: SignedClient, offer: Reservation, voice: VoiceBoard) -> None:
    address = whispered(twilio, offer)
    at_once = twilio.post(address, CallSid=LEG, Digits="1").text
    assert f">call-{CALL}<" in at_once
    assert twilio.post(address, CallSid=LEG, Digits="1").text == at_once
    assert twilio.post(before_this_release(address), CallSid=LEG, Digits="1").text == at_once
    known = voice.floor.call(CALL)
    assert known is not None and known.state == "accepted"


def test_both_ways_say_that_the_caller_is_gone(twilio: SignedClient, offer: Reservation, clock: SettableClock) -> None:
    address = whispered(twilio, offer)
    clock.advance(60)
    at_once = twilio.post(address, CallSid=LEG, Digits="1").text
    assert 'language="en-US"' in at_once and "<Hangup/>" in at_once
    assert twilio.post(before_this_release(address), CallSid=LEG, Digits="1").text == at_once


def test_both_ways_end_a_leg_whose_reservation_is_unknown(twilio: SignedClient, offer: Reservation) -> None:
    address = whispered(twilio, offer).replace(offer.id, "f" * 32)
    at_once = twilio.post(address, CallSid=LEG, Digits="1").text
    assert "<Response><Hangup/></Response>" in at_once
    assert twilio.post(before_this_release(address), CallSid=LEG, Digits="1").text == at_once


def test_a_leg_that_redis_does_not_remember_whole_is_answered_the_longer_way(
    twilio: SignedClient, offer: Reservation, voice: VoiceBoard, redis: Redis
) -> None:
    address = whispered(twilio, offer)
    for key in redis.scan_iter(f"*:answers:{LEG}"):
        redis.delete(key)
    assert f">call-{CALL}<" in twilio.post(address, CallSid=LEG, Digits="1").text


def test_a_name_that_cannot_be_filled_in_is_answered_the_longer_way(twilio: SignedClient, offer: Reservation) -> None:
    address = whispered(twilio, offer).replace("attempt=a1", f"attempt={'a' * 60}")
    assert f">call-{CALL}<" in twilio.post(address, CallSid=LEG, Digits="1").text


def test_after_a_rebuild_the_agent_is_answered_on_the_new_floor(
    twilio: SignedClient, offer: Reservation, redis: Redis
) -> None:
    address = whispered(twilio, offer)
    [epoch] = redis.keys("*:epoch")
    redis.set(epoch, "2")
    assert f">call-{CALL}<" in twilio.post(address, CallSid=LEG, Digits="1").text


def test_while_the_floor_is_rebuilt_the_agent_is_held_and_asks_again(
    twilio: SignedClient, offer: Reservation, redis: Redis
) -> None:
    address = whispered(twilio, offer)
    [epoch] = redis.keys("*:epoch")
    redis.append(epoch, "r")
    held = twilio.post(address, CallSid=LEG, Digits="1").text
    assert "<Pause" in held and "whisper?attempt=a1&amp;held=1" in held


@pytest.mark.parametrize("digits", ["2", "", "9"])
def test_other_keys_claim_nobody(twilio: SignedClient, offer: Reservation, voice: VoiceBoard, digits: str) -> None:
    twilio.post(whispered(twilio, offer), CallSid=LEG, Digits=digits)
    known = voice.floor.reservation(offer.id)
    assert known is not None and known.state != "accepted"
