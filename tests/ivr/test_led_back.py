"""A document of a leg we called could not be had, and the stores may be away as well."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.web import web_on
from tests.conftest import SettableClock
from tests.house import SignedClient, demo_settings, house

LEG = "CA" + "2" * 32
STAY = "CB" + "3" * 32
NOBODY_LISTENS = "redis://127.0.0.1:1/0"
FAILED: Any = {"CallSid": LEG, "CallStatus": "in-progress", "ErrorCode": "11205"}


@pytest.fixture
def twilio(tmp_path: Path, clock: SettableClock, new_id: Callable[[], str]) -> SignedClient:
    """Our webhooks, with neither a floor nor records."""
    nowhere = f"sqlite:///{tmp_path}/nowhere/sahip.sqlite"
    voice = house(nowhere, NOBODY_LISTENS, clock=clock, new_id=new_id)
    return SignedClient(web_on(voice).test_client(), voice, demo_settings(nowhere, NOBODY_LISTENS).auth_tokens[0])


def said(document: str) -> str:
    return " ".join("".join(verb.itertext()) for verb in ElementTree.fromstring(document) if verb.tag == "Say")


def test_without_any_store_a_customer_comes_into_the_room_all_the_same(twilio: SignedClient) -> None:
    url = twilio.voice.urls.callback_answer("c", "t", f=STAY, l="en")
    back = twilio.voice.urls.callback_fallback("c", "t", f=STAY, l="en")
    assert f"call-{STAY}" in twilio.post(back, **FAILED, ErrorUrl=url).text
    assert f"call-{STAY}" in twilio.post(back, **FAILED, ErrorUrl="https://elsewhere.example/x").text


@pytest.mark.parametrize(("language", "word"), [("en", "We are sorry"), ("tr", "Özür dileriz"), ("xx", "Özür dileriz")])
def test_where_the_step_fails_again_they_hear_a_sorry_in_their_language(
    twilio: SignedClient, language: str, word: str
) -> None:
    urls = twilio.voice.urls
    for back, failed in (
        (urls.callback_fallback("c", "t", f=STAY, l=language), urls.callback_departure("c", "t", f=STAY, l=language)),
        (urls.flow_call_fallback("f", "t", l=language), urls.flow_call("f", "t")),
    ):
        document = twilio.post(back, **FAILED, ErrorUrl=f"{failed}#rc=4").text
        assert word in said(document) and "<Hangup" in document, document


def test_an_agents_leg_is_held_until_the_floor_is_back(twilio: SignedClient) -> None:
    back = twilio.voice.urls.agent_fallback("R1", "t", l="en")
    document = twilio.post(back, **FAILED, ErrorUrl=twilio.voice.urls.whisper("R1", "t")).text
    assert "/voice/reservations/R1/whisper?attempt=t&amp;held=1" in document


@pytest.mark.parametrize("whose", ["callbacks", "flow-calls", "reservations"])
def test_only_the_network_is_led_back(twilio: SignedClient, whose: str) -> None:
    assert twilio.post(f"/voice/{whose}/x/fallback", signed=False, **FAILED).status_code == 403
