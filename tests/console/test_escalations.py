"""An agent's tool asks that a matter goes further up, and anybody may read why it was decided so."""

from datetime import datetime

import pytest

from cases.message import MessageRow
from cases.promise import promises_of
from records.database import reading
from tests.world import World


def test_what_is_asked_for_is_decided_and_explained(world: World) -> None:
    asked = {"case_number": "4812", "trigger": "caller_asked", "reason": "Yönetici istiyor"}
    status, told = world.ask("POST", "/api/v1/escalations", asked, key=world.key)
    assert status == 200, told
    assert (told["decision"], told["decision_told"]["tr"]) == ("lead_calls", "yönetici arar")
    assert told["callback_by"] == "Zeynep Öztürk" and told["callback_due"]
    status, whole = world.ask("GET", f"/api/v1/escalations/{told['id']}", key=world.key)
    assert status == 200 and whole["explained"][0] == {"tr": "✓ arayan istedi", "en": "✓ the caller asked"}
    assert {one["rule"] for one in whole["reasons"]} >= {"trigger", "ladder", "row"}


def test_they_are_listed_by_case_and_never_by_agent(world: World) -> None:
    world.ask("POST", "/api/v1/escalations", {"case_number": "4812"}, key=world.key)
    listed = world.ask("GET", "/api/v1/escalations?case=4812&open=true", key=world.key)[1]["items"]
    assert [one["trigger"] for one in listed] == ["agent_asked"]
    assert world.ask("GET", "/api/v1/escalations?agent=ayse", key=world.key)[0] == 422


def test_a_case_or_agent_there_is_not_is_refused(world: World) -> None:
    for wrong in ({}, {"case_number": "nope"}, {"case_number": "4812", "agent_id": "nobody"}):
        assert world.ask("POST", "/api/v1/escalations", wrong, key=world.key)[0] == 422
    assert world.ask("GET", "/api/v1/escalations/nope", key=world.key)[0] == 404


@pytest.mark.parametrize("place", ["sms", "branch"])
def test_it_goes_on_by_another_channel_under_the_same_number_and_date(world: World, place: str) -> None:
    asked = {"case_number": "4812", "wants": "channel", "channel": place}
    status, told = world.ask("POST", "/api/v1/escalations", asked, key=world.key)
    assert status == 200 and told["decision"] == told["granted"] == "channel" and told["message_id"], told
    with reading(world.voice.database) as session:
        message = session.get_one(MessageRow, told["message_id"])
        owed = [one for one in promises_of(session, "4812") if one.status == "open"]
    assert "4812" in message.body and message.case_number == "4812"
    assert datetime.fromisoformat(told["message_due"]) == owed[0].due_at


def test_where_they_have_no_address_there_the_trace_says_so(world: World) -> None:
    asked = {"case_number": "4812", "wants": "channel", "channel": "email"}
    told = world.ask("POST", "/api/v1/escalations", asked, key=world.key)[1]
    assert (told["granted"], told["message_id"]) == ("none", None)
    assert told["explained"][-1]["en"] == "→ it could not go on elsewhere: they have no address there"
