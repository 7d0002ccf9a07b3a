"""A case the general manager took up is not closed before its source is found and the customer has said that it was."""

from typing import Any

import pytest

from callbacks.callback import Callback
from callbacks.dialler.life import ends
from cases.promise import end_promise, promises_of
from escalations.executive_calling import see_to_executive_cases
from records.database import writing
from tests.world import World

CASE = "4812"


@pytest.fixture(autouse=True)
def _taken_up(world: World) -> None:
    asked = {"case_number": CASE, "wants": "executive", "reason": "Üçüncü kez"}
    status, told = world.ask("POST", "/api/v1/escalations", asked, key=world.key)
    assert (status, told["decision"], told["level"]) == (200, "executive", 4)


def asks(world: World, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    return world.ask(method, f"/api/v1/cases/{CASE}{path}", body, key=world.key)


def closes(world: World) -> int:
    """With everything else settled."""
    with writing(world.voice.database) as session:
        for promise in promises_of(session, CASE):
            end_promise(session, promise.id, "kept", world.clock())
    return asks(world, "POST", "/closure", {"disposition": "resolved"})[0]


def test_it_is_closed_only_with_root_cause_call_back_and_confirmation(world: World) -> None:
    assert asks(world, "GET", "/executive")[1]["missing"] == ["root_cause", "call_back", "confirmation"]
    assert closes(world) == 409
    assert asks(world, "POST", "/executive/call-back")[0] == 409, "nothing was found yet"
    assert asks(world, "PUT", "/executive/root-cause", {"by": "selin", "root_cause": "Eski tarife"})[0] == 200
    assert asks(world, "POST", "/executive/confirmation", {"by": "selin"})[0] == 409, "nobody has called them yet"
    status, told = asks(world, "POST", "/executive/call-back")
    assert status == 200 and told["callback_id"] and closes(world) == 409
    with writing(world.voice.database) as session:
        ends(session, session.get_one(Callback, told["callback_id"]), "kept", who="selin", now=world.clock())
    see_to_executive_cases(world.voice)
    assert asks(world, "POST", "/executive/confirmation", {"by": "selin"})[1]["missing"] == []
    assert closes(world) == 200


def test_the_manager_whose_case_it_is_calls(world: World) -> None:
    asks(world, "PUT", "/executive/root-cause", {"by": "selin", "root_cause": "Eski tarife"})
    first, again = (asks(world, "POST", "/executive/call-back")[1]["callback_id"] for _ in range(2))
    with writing(world.voice.database) as session:
        callback = session.get_one(Callback, first)
    assert first == again and (callback.kind, callback.agent_id) == ("supervisor", "selin")
