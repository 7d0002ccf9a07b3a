"""The address agents' browsers connect to, when something is not as it should be."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine

from engine.web import web_on
from tests.conftest import SettableClock
from tests.house import SignedClient, demo_settings, house

LEG = "CA" + "2" * 32
NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture
def asked(database: Engine, database_url: str, clock: SettableClock, new_id: Callable[[], str]) -> SignedClient:
    """Our webhooks, with a floor that cannot be reached."""
    voice = house(database_url, NOBODY_LISTENS, clock=clock, new_id=new_id)
    token = demo_settings(database_url, NOBODY_LISTENS).auth_tokens[0]
    return SignedClient(web_on(voice).test_client(), voice, token)


def verbs(document: str) -> list[str]:
    return [verb.tag for verb in ElementTree.fromstring(document)]


def test_a_click_is_held_while_the_floor_does_not_answer_and_hung_up_at_last(asked: SignedClient) -> None:
    device: Any = {"CallSid": LEG, "From": "client:ayse", "Caller": "client:ayse", "CallStatus": "ringing"}
    document = asked.post("/voice/desk", **device, reservation="R1").text
    for _ in range(5):
        assert verbs(document) == ["Pause", "Redirect"]
        again = str(ElementTree.fromstring(document)[1].text)
        assert "reservation=R1" in again
        document = asked.post(again, **device).text  # Twilio sends a browser's own parameters only once
    assert verbs(document) == ["Hangup"]


def test_only_twilio_may_take_callers(asked: SignedClient) -> None:
    told: Any = {"CallSid": LEG, "From": "client:ayse", "reservation": "R1"}
    assert asked.post("/voice/desk", signed=False, **told).status_code == 403
    assert asked.post("/voice/desk", **{**told, "AccountSid": "AC" + "9" * 32}).status_code == 403


def test_a_browser_whose_document_failed_is_not_taken_for_a_caller(asked: SignedClient) -> None:
    document = asked.post("/voice/fallback", CallSid=LEG, From="client:ayse", ErrorCode="11200").text
    assert "Redirect" not in verbs(document)


def test_the_end_of_a_browsers_leg_is_nobodys_call(
    database: Engine, database_url: str, valkey_url: str, redis: Redis, clock: SettableClock, new_id: Callable[[], str]
) -> None:
    voice = house(database_url, valkey_url, clock=clock, new_id=new_id)
    voice.floor.begin_epoch(1, now=clock())
    voice.floor.finish_rebuild(now=clock())
    token = demo_settings(database_url, valkey_url).auth_tokens[0]
    twilio = SignedClient(web_on(voice).test_client(), voice, token)
    answer = twilio.post("/voice/status", CallSid=LEG, From="client:ayse", CallStatus="completed")
    assert answer.status_code == 204
    assert voice.floor.call(LEG) is None and voice.floor.happenings() == []
