"""A lead who is not free now calls, by a moment and under a name that can be said aloud."""

from datetime import UTC, datetime, timedelta

import pytest

from callbacks.callback import Callback
from callbacks.dialler.making import make_callback
from callbacks.dialler.wanted import CallbackRefused, CallbackWanted
from cases.promise import Promise
from escalations.calling_back import LeadCall, promise_lead_call, who_calls
from records.database import reading, writing
from tests.journeys.test_trouble import MEHMET
from tests.world import World

MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
CASE = "4812"


@pytest.fixture(autouse=True)
def _in_the_morning(world: World) -> None:
    world.clock.advance_to(MORNING)


def promised(world: World, *, by: str | None = None, at: datetime | None = None, once: str = "one") -> Callback:
    wanted = LeadCall(once=once, case_number=CASE, agent_id="ayse", phone=MEHMET, language="tr")
    with writing(world.voice.database) as session:
        return promise_lead_call(world.voice, session, wanted, by=by, at=at)


def test_the_lead_of_whoever_talked_with_them_calls_within_two_hours(world: World) -> None:
    callback = promised(world)
    assert (callback.kind, callback.agent_id, callback.case_number) == ("supervisor", "zeynep", CASE)
    assert callback.due_at == MORNING + timedelta(hours=2)
    with reading(world.voice.database) as session:
        assert who_calls(session, callback) == "Zeynep Öztürk"
        assert session.get_one(Promise, callback.promise_id).what == "Zeynep Öztürk sizi arayacak"


def test_asked_twice_it_is_one_call(world: World) -> None:
    assert promised(world).id == promised(world).id == promised(world, once="two").id


def test_whoever_can_in_ten_minutes_calls_then(world: World) -> None:
    callback = promised(world, by="selin", at=MORNING + timedelta(minutes=10))
    assert (callback.agent_id, callback.not_before) == ("selin", MORNING + timedelta(minutes=10))


def test_at_night_the_call_waits_for_the_morning(world: World) -> None:
    world.clock.advance_to(datetime(2026, 11, 24, 19, 0, tzinfo=UTC))
    callback = promised(world, by="selin", at=world.clock() + timedelta(minutes=10))
    assert callback.due_at > datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


def test_a_call_that_was_owed_already_becomes_the_leads_and_sooner(world: World) -> None:
    with writing(world.voice.database) as session:
        owed = CallbackWanted(once="before", phone=MEHMET, queue="destek", what="Geri arama", who="agent:ayse",
                              case_number=CASE, agent_id="ayse", due=MORNING + timedelta(days=1))  # fmt: skip
        make_callback(session, world.voice, owed)
    callback = promised(world)
    assert (callback.id, callback.kind, callback.agent_id) == ("before", "supervisor", "zeynep")
    assert callback.due_at == MORNING + timedelta(hours=2)
    with reading(world.voice.database) as session:
        assert session.get_one(Promise, callback.promise_id).by_agent == "zeynep"


def test_a_number_nobody_knows_is_promised_nothing(world: World) -> None:
    with pytest.raises(CallbackRefused), writing(world.voice.database) as session:
        promise_lead_call(world.voice, session, LeadCall(once="one", call="CA-unknown"), by=None, at=None)


def test_where_nobody_owns_it_the_first_on_duty_calls_and_can_be_named(world: World) -> None:
    wanted = LeadCall(once="one", phone="+905447778899", language="tr")
    with writing(world.voice.database) as session:
        callback = promise_lead_call(world.voice, session, wanted, by=None, at=None)
        assert callback.kind == "supervisor" and who_calls(session, callback)
