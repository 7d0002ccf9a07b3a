"""A flow parts callers by opening hours."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from cases.caller_id import parse_caller_id
from cases.identification import Caller
from ivr.arrival import beginning
from ivr.language.flow import Flow
from ivr.language.move import Reach, Spoken
from ivr.language.release import Release
from ivr.performing import performing
from ivr.talking.interpreter import begin
from ivr.talking.turn import Scene, Turn
from ivr.voice_board import VoiceBoard
from tests.conftest import SettableClock
from tests.hours.conftest import at
from tests.house import house

LINE = "+908502220000"


@pytest.fixture
def voice(
    database: Engine, database_url: str, redis: Any, valkey_url: str, clock: SettableClock, new_id: Callable[[], str]
) -> VoiceBoard:
    return house(database_url, valkey_url, clock=clock, new_id=new_id)


def flow(**ways: str) -> Flow:
    def says(words: str) -> dict[str, Any]:
        return {"say": {"tr": words, "en": words}, "next": "anyone"}

    nodes = {
        "ask": {"hours": {"of": "fatura", "open": "welcome", "closed": "sorry"} | ways},
        "welcome": says("Açığız {closes}"),
        "soon": says("Az kaldı {closes}"),
        "sorry": says("{reason} {opens}"),
        "anyone": {"agent": {"queue": "destek"}},
    }
    used = {name: node for name, node in nodes.items() if name != "soon" or "last_call" in ways}
    return Flow.model_validate({"flow": "main", "start": "ask", "person": "anyone", "nodes": used})


def turn(voice: VoiceBoard, flow: Flow, moment: datetime) -> Turn:
    scene = Scene(
        release=Release({"main": flow}),
        caller=Caller(caller_id=parse_caller_id("+905321234567")),
        now=moment,
        perform=performing(voice),
        number=LINE,
    )
    return begin(scene, beginning("CA1", "main", scene))


def words(told: Turn) -> list[str]:
    return [sound.text for sound in told.sounds if isinstance(sound, Spoken)]


def test_callers_of_a_closed_service_hear_why_and_when_it_opens(voice: VoiceBoard) -> None:
    told = turn(voice, flow(), at("2026-11-22 04:13"))
    assert words(told) == ["çalışma saatlerimiz dışındayız 2026-11-23T08:30+03:00"]
    assert told.visited[0].outcome == "closed"


def test_callers_of_an_open_service_go_on(voice: VoiceBoard) -> None:
    told = turn(voice, flow(), at("2026-11-23 10:00"))
    assert words(told) == ["Açığız 2026-11-23T18:00+03:00"]


def test_the_last_minutes_have_a_way_of_their_own_where_the_flow_gives_one(voice: VoiceBoard) -> None:
    late = at("2026-11-23 17:50")
    assert words(turn(voice, flow(last_call="soon"), late)) == ["Az kaldı 2026-11-23T18:00+03:00"]
    assert words(turn(voice, flow(), late)) == ["Açığız 2026-11-23T18:00+03:00"]


def test_a_calendar_that_is_not_there_leads_to_a_person(voice: VoiceBoard) -> None:
    told = turn(voice, flow(of="nakliye"), at("2026-11-23 10:00"))
    assert isinstance(told.then, Reach) and told.then.queue == "destek"
    assert told.visited[0].outcome == "trouble"


def test_the_node_says_which_calendar_it_names_and_what_its_words_may_say() -> None:
    node = flow().nodes["ask"]
    assert [(one.what, one.name) for one in node.names()] == [("calendar", "fatura")]
    assert node.keeps() == {"reason", "opens", "closes"}
