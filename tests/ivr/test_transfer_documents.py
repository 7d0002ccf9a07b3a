"""What a customer, an agent and a colleague hear of a warm transfer, by how far it is and whatever is away."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine, text

from engine.web import web_on
from escalations.calling_back import LeadCall, promise_lead_call
from escalations.transfer.life import FOLLOWS
from escalations.transfer.transfer import KINDS, Transfer
from ivr.transfer_customer import HEARD
from ivr.transfer_hold import on_hold
from ivr.voice_board import VoiceBoard
from records.database import reading, writing
from routing.plan import Plan, Step
from staff.agent import Agent
from telephony.treatment import Document, Gather, Say
from tests.conftest import SettableClock
from tests.house import SignedClient, demo_settings, house

CUSTOMER = "CA" + "1" * 32
AGENT_LEG = "CA" + "2" * 32
COLLEAGUE_LEG = "CA" + "3" * 32
ID = "0" * 31 + "7"
ON_HOLD = ("requested", "brief_ready", "ringing", "consulting")


@pytest.fixture
def voice(
    database: Engine, database_url: str, redis: Redis, valkey_url: str, clock: SettableClock, new_id: Callable[[], str]
) -> VoiceBoard:
    voice = house(database_url, valkey_url, clock=clock, new_id=new_id)
    voice.floor.begin_epoch(1, now=clock())
    voice.floor.finish_rebuild(now=clock())
    with writing(voice.database) as session:
        session.add_all([Agent(id="ayse", name="Ayşe", languages=["tr"]), Agent(id="derya", name="Derya Lider")])
    return voice


@pytest.fixture
def twilio(voice: VoiceBoard, database_url: str, valkey_url: str) -> SignedClient:
    return SignedClient(web_on(voice).test_client(), voice, demo_settings(database_url, valkey_url).auth_tokens[0])


@pytest.fixture
def without_redis(
    voice: VoiceBoard, database_url: str, clock: SettableClock, new_id: Callable[[], str]
) -> SignedClient:
    redis = "redis://127.0.0.1:1/0"
    alone = house(database_url, redis, clock=clock, new_id=new_id)
    return SignedClient(web_on(alone).test_client(), alone, demo_settings(database_url, redis).auth_tokens[0])


def transfer(voice: VoiceBoard, state: str, **told: Any) -> None:
    """Row of a transfer that has come so far."""
    row = {
        "id": ID, "kind": "supervisor", "call": CUSTOMER, "customer_leg": CUSTOMER, "agent_leg": AGENT_LEG,
        "reservation": "R1", "agent_id": "ayse", "language": "tr", "floor_call": f"TR{ID}", "wanted": ["derya"],
        "state": state, "asked_by": "ayse", "asked_at": voice.clock(), "due_at": voice.clock(),
        "look_at": voice.clock(), **told,
    }  # fmt: skip
    with writing(voice.database) as session:
        session.add(Transfer(**row))


def heard(twilio: SignedClient, leg: str = CUSTOMER, address: str = "customer", **fields: Any) -> ElementTree.Element:
    answer = twilio.post(f"/voice/transfers/{ID}/{address}", CallSid=leg, CallStatus="in-progress", **fields)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.text)


def verbs(document: ElementTree.Element) -> list[str]:
    return [verb.tag for verb in document]


def words(document: ElementTree.Element) -> str:
    return " ".join(str(said.text) for said in document.iter("Say"))


def test_every_state_has_something_to_hear() -> None:
    states = set(FOLLOWS) | {"done", "returned", "promised", "caller_gone"}
    assert set(HEARD) == states


@pytest.mark.parametrize("state", ON_HOLD)
def test_on_hold_there_is_a_word_music_and_a_key(voice: VoiceBoard, twilio: SignedClient, state: str) -> None:
    transfer(voice, state)
    document = heard(twilio)
    assert verbs(document) == ["Gather", "Redirect"]
    assert [sound.tag for sound in document[0]] == ["Say", "Say", "Play"]
    assert "yöneticimizi arıyoruz" in words(document) and "1'e basın" in words(document)
    again = str(document[1].text)
    assert again == voice.urls.transfer_customer(ID, n="1")
    assert "hattasınız" in words(heard(twilio, address="customer?n=1")).lower() or state == "consulting"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_transfer_says_what_is_done(voice: VoiceBoard, twilio: SignedClient, kind: str) -> None:
    transfer(voice, "ringing", kind=kind)
    assert "hatta kalın" in words(heard(twilio))


def test_who_is_asked_about_it_alone_offers_no_key(voice: VoiceBoard, twilio: SignedClient) -> None:
    transfer(voice, "consulting", kind="consult")
    document = heard(twilio)
    assert verbs(document) == ["Say", "Play", "Redirect"] and "1'e basın" not in words(document)


@pytest.mark.parametrize(("state", "ends"), [("swapped", "false"), ("merged", "false"), ("agent_left", "true")])
def test_the_room_ends_with_the_customer_where_nobody_else_would_be_left(
    voice: VoiceBoard, twilio: SignedClient, state: str, ends: str
) -> None:
    transfer(voice, state)
    [dial] = heard(twilio)
    room = dial[0]
    assert (room.text, room.get("participantLabel")) == (f"call-{CUSTOMER}", "caller")
    assert room.get("endConferenceOnExit") == ends
    assert dial.get("action") == voice.urls.transfer_customer(ID, out="1")


def test_back_with_the_agent_all_is_as_before(voice: VoiceBoard, twilio: SignedClient) -> None:
    transfer(voice, "returned")
    [dial] = heard(twilio)
    assert dial[0].get("endConferenceOnExit") == "true"
    assert str(dial.get("action")).startswith(voice.urls.departure(CUSTOMER))


def test_who_left_the_room_of_a_transfer_that_is_over_is_not_led_into_it_again(
    voice: VoiceBoard, twilio: SignedClient
) -> None:
    transfer(voice, "returned", ended_at=voice.clock())
    assert verbs(heard(twilio)) == ["Dial"]
    assert verbs(heard(twilio, address="customer?out=1")) == ["Redirect"]


def test_after_the_conversation_they_are_led_as_after_any(voice: VoiceBoard, twilio: SignedClient) -> None:
    transfer(voice, "done", ended_at=voice.clock())
    [again] = heard(twilio)
    assert str(again.text).startswith(voice.urls.departure(CUSTOMER))
    document = ElementTree.fromstring(
        twilio.post(f"/voice/calls/{CUSTOMER}/departure", CallSid=CUSTOMER, CallStatus="in-progress").text
    )
    assert "Görüşmeniz sona erdi" in words(document)


@pytest.mark.parametrize("state", ["requested", "consulting", "merged", "nobody_came"])
def test_a_room_that_is_over_too_early_leads_nobody_to_the_end(
    voice: VoiceBoard, twilio: SignedClient, state: str
) -> None:
    transfer(voice, state)
    answer = twilio.post(f"/voice/calls/{CUSTOMER}/departure", CallSid=CUSTOMER, CallStatus="in-progress")
    assert ElementTree.fromstring(answer.text)[0].tag in ("Gather", "Dial") and "sona erdi" not in answer.text


def test_another_leg_than_the_customers_is_hung_up_on(voice: VoiceBoard, twilio: SignedClient) -> None:
    transfer(voice, "ringing")
    assert verbs(heard(twilio, leg=COLLEAGUE_LEG)) == ["Hangup"]
    assert verbs(heard(twilio, leg=COLLEAGUE_LEG, address="wish?s=ringing", Digits="1")) == ["Hangup"]


def test_a_key_on_hold_is_a_wish_however_often_it_is_told(voice: VoiceBoard, twilio: SignedClient) -> None:
    transfer(voice, "ringing")
    for _ in range(2):
        document = heard(twilio, address="wish?n=1&s=ringing", Digits="1")
        assert "bir saniye" in words(document)
    with reading(voice.database) as session:
        row = session.get(Transfer, ID)
    assert row is not None and (row.wish, row.wish_by, row.version) == ("callback", "customer", 2)


@pytest.mark.parametrize("key", ["2", "9", "*"])
def test_another_key_changes_nothing(voice: VoiceBoard, twilio: SignedClient, key: str) -> None:
    transfer(voice, "ringing")
    assert verbs(heard(twilio, address="wish?n=1&s=ringing", Digits=key)) == ["Gather", "Redirect"]
    with reading(voice.database) as session:
        row = session.get(Transfer, ID)
    assert row is not None and row.wish is None


@pytest.mark.parametrize(("key", "wanted"), [("1", "callback"), ("2", "stay")])
def test_the_customer_chooses_when_nobody_came(voice: VoiceBoard, twilio: SignedClient, key: str, wanted: str) -> None:
    transfer(voice, "nobody_came")
    question = heard(twilio)
    assert "kimse gelemiyor" in words(question) and verbs(question) == ["Gather", "Redirect"]
    heard(twilio, address="wish?n=1&s=nobody_came", Digits=key)
    with reading(voice.database) as session:
        row = session.get(Transfer, ID)
    assert row is not None and (row.wish, row.wish_by) == (wanted, "customer")


def test_silence_is_music_until_it_is_decided(voice: VoiceBoard, twilio: SignedClient) -> None:
    transfer(voice, "nobody_came")
    later = heard(twilio, address="customer?n=1")
    assert verbs(later) == ["Gather", "Redirect"] and words(later) == ""


def test_who_calls_is_said_by_name_and_time(voice: VoiceBoard, twilio: SignedClient) -> None:
    transfer(voice, "promised", callback_id=promised_call(voice), ended_at=voice.clock())
    document = heard(twilio)
    assert verbs(document) == ["Say", "Say", "Hangup"]
    assert "Söz veriyoruz: Derya Lider sizi" in words(document) and "arayacak" in words(document)


def test_back_with_the_agent_they_hear_of_the_call_that_is_owed_too(voice: VoiceBoard, twilio: SignedClient) -> None:
    transfer(voice, "returned", callback_id=promised_call(voice), ended_at=voice.clock())
    document = heard(twilio)
    assert verbs(document) == ["Say", "Dial"] and "Derya Lider" in words(document)


def promised_call(voice: VoiceBoard) -> str:
    with writing(voice.database) as session:
        wanted = LeadCall(once="lead:1", phone="+905321234567", language="tr")
        return promise_lead_call(voice, session, wanted, by="derya", at=None).id


@pytest.mark.parametrize("state", [*ON_HOLD, "nobody_came"])
def test_an_agent_on_hold_hears_words_and_music_a_room_may_play(
    voice: VoiceBoard, twilio: SignedClient, state: str
) -> None:
    transfer(voice, state)
    document = heard(twilio, leg=AGENT_LEG, address="agent")
    assert verbs(document)[-2:] == ["Play", "Redirect"]
    assert words(document) != "" or state == "consulting"


@pytest.mark.parametrize(("who", "said"), [("colleague", "müşteriyle görüşüyor"), ("caller", "hatta kalın")])
def test_who_is_alone_in_the_room_is_told_why(voice: VoiceBoard, twilio: SignedClient, who: str, said: str) -> None:
    transfer(voice, "swapped", colleague_id="derya")
    document = heard(twilio, leg=COLLEAGUE_LEG, address=f"agent?who={who}")
    assert said in words(document) and f"who={who}" in str(document[-1].text)


def test_without_redis_they_hear_the_same(voice: VoiceBoard, without_redis: SignedClient) -> None:
    transfer(voice, "ringing")
    assert "yöneticimizi arıyoruz" in words(heard(without_redis))
    assert verbs(heard(without_redis, leg=AGENT_LEG, address="agent")) == ["Say", "Play", "Redirect"]
    assert "bir saniye" in words(heard(without_redis, address="wish?n=1&s=ringing", Digits="1"))


def test_without_the_records_the_music_goes_on_and_nothing_is_lost(voice: VoiceBoard, twilio: SignedClient) -> None:
    transfer(voice, "ringing")
    with writing(voice.database) as session:
        session.execute(text("ALTER TABLE transfers RENAME TO transfers_away"))
    document = heard(twilio)
    assert verbs(document) == ["Play", "Redirect"]
    again = str(document[1].text).removeprefix(voice.urls.public)
    assert verbs(heard(twilio, address="wish?n=1&s=ringing", Digits="1")) == ["Play", "Redirect"]
    assert verbs(heard(twilio, leg=AGENT_LEG, address="agent")) == ["Play", "Redirect"]
    with writing(voice.database) as session:
        session.execute(text("ALTER TABLE transfers_away RENAME TO transfers"))
    answer = twilio.post(again, CallSid=CUSTOMER, CallStatus="in-progress")
    assert ElementTree.fromstring(answer.text)[0].tag == "Gather"


@pytest.mark.parametrize("step", ["customer?n=4", "wish?n=4&s=ringing"])
def test_after_a_failed_document_they_are_where_they_were(voice: VoiceBoard, twilio: SignedClient, step: str) -> None:
    failed = f"{voice.urls.public}/voice/transfers/{ID}/{step}"
    answer = twilio.post("/voice/fallback", CallSid=CUSTOMER, From="+905321234567", ErrorCode="11200", ErrorUrl=failed)
    assert str(ElementTree.fromstring(answer.text)[-1].text) == voice.urls.transfer_customer(ID, n="1")


def test_a_word_comes_as_often_as_the_rules_have_it(voice: VoiceBoard) -> None:
    transfer(voice, "ringing")
    rules = replace(voice.escalations, transfer=replace(voice.escalations.transfer, word_every=timedelta(seconds=40)))
    seldom = replace(voice, escalations=rules)
    with reading(voice.database) as session:
        row = session.get_one(Transfer, ID)
    said = [any(isinstance(verb, Say) for verb in first(on_hold(seldom, row, turn))) for turn in range(4)]
    assert said == [True, False, True, False]


def first(document: Document) -> tuple[object, ...]:
    gather = document[0]
    assert isinstance(gather, Gather)
    return gather.children


@pytest.fixture
def derya_came(voice: VoiceBoard) -> str:
    """Derya is asked, has accepted at her telephone, and stands in the room: her reservation."""
    transfer(voice, "consulting", colleague_id="derya", colleague_leg=COLLEAGUE_LEG)
    now = voice.clock()
    until = now + timedelta(hours=1)
    voice.floor.agent_presence("derya", state="ready", lines=["agent:derya"], until=until, endpoint="phone", now=now)
    plan = Plan(steps=(Step(after_seconds=0, line="agent:derya", why="asked"),), queue="side")
    [offer] = voice.floor.caller_waits(f"TR{ID}", plan=plan, place_at=now, now=now).offers
    assert voice.floor.agent_accepts(offer.id, leg=COLLEAGUE_LEG, now=now)
    return offer.id


def test_the_star_key_opens_a_menu_and_a_key_told_twice_is_one_wish(
    voice: VoiceBoard, twilio: SignedClient, derya_came: str
) -> None:
    left = voice.urls.colleague_departure(derya_came, "T", room=CUSTOMER, n="1", l="en")
    told: Any = {"CallSid": COLLEAGUE_LEG, "CallStatus": "in-progress", "From": "+908502220000"}
    menu = ElementTree.fromstring(twilio.post(left.removeprefix(voice.urls.public), **told).text)
    assert "change places 2" in words(menu)
    action = str(menu[0].get("action")).removeprefix(voice.urls.public)
    answers = {twilio.post(action, **told, Digits="2").text for _ in range(2)}
    assert len(answers) == 1
    document = ElementTree.fromstring(answers.pop())
    assert verbs(document) == ["Say", "Dial"] and document[1].get("hangupOnStar") == "true"
    with reading(voice.database) as session:
        row = session.get_one(Transfer, ID)
    assert (row.wish, row.wish_by, row.version) == ("swap", "colleague", 2)


def test_a_colleague_at_a_browser_has_no_star_key_and_goes_back_in(
    voice: VoiceBoard, twilio: SignedClient, derya_came: str
) -> None:
    left = voice.urls.colleague_departure(derya_came, "T", room=CUSTOMER, n="1", l="en")
    told: Any = {"CallSid": COLLEAGUE_LEG, "CallStatus": "in-progress", "From": "client:derya"}
    [dial] = ElementTree.fromstring(twilio.post(left.removeprefix(voice.urls.public), **told).text)
    assert dial.get("hangupOnStar") is None and dial[0].text == f"call-{CUSTOMER}"


def test_without_the_records_a_colleague_comes_into_the_room_their_address_names(
    voice: VoiceBoard, twilio: SignedClient, derya_came: str
) -> None:
    told: Any = {"CallSid": COLLEAGUE_LEG, "CallStatus": "in-progress", "From": "+908502220000"}
    named = voice.urls.colleague_room(derya_came, "T", room=CUSTOMER, l="tr").removeprefix(voice.urls.public)
    unnamed = voice.urls.colleague_room(derya_came, "T").removeprefix(voice.urls.public)
    with writing(voice.database) as session:
        session.execute(text("ALTER TABLE transfers RENAME TO transfers_away"))
    [dial] = ElementTree.fromstring(twilio.post(named, **told).text)
    assert (dial[0].text, dial[0].get("participantLabel")) == (f"call-{CUSTOMER}", "colleague")
    held = ElementTree.fromstring(twilio.post(unnamed, **told).text)
    assert verbs(held) == ["Say", "Pause", "Redirect"]
    with writing(voice.database) as session:
        session.execute(text("ALTER TABLE transfers_away RENAME TO transfers"))
    [dial] = ElementTree.fromstring(twilio.post(str(held[2].text).removeprefix(voice.urls.public), **told).text)
    assert dial[0].text == f"call-{CUSTOMER}"
