"""At their desks those in a transfer say what is to happen; a manager at a browser reads the brief and takes it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update
from werkzeug.test import Client

from console.people.account import Account
from console.people.password import password_hash
from records.database import writing
from simulator import transcript
from tests.journeys.test_browser_agents import is_offered, passes, sits_at_a_browser
from tests.journeys.test_trouble import signs_in, state_of
from tests.journeys.transfers import nobody_is_left, they_talk
from tests.world import World

PASSWORD = "correct horse battery"


def asks(world: World, method: str, path: str, body: Any = None) -> Any:
    status, told = world.ask(method, f"/api/v1{path}", body, key=world.key)
    world.settle()
    return told if status == 200 else (status, told["detail"])


@pytest.mark.both_databases
def test_a_manager_at_a_browser_reads_the_brief_comes_and_takes_over(world: World) -> None:
    caller = they_talk(world)
    browser = sits_at_a_browser(world, "selin")
    transfer = asks(world, "POST", "/transfers", {"call": caller.sid, "agent_id": "ayse"})
    assert transfer["kind"] == "supervisor" and transfer["wanted"] == ["zeynep", "selin"], transfer
    one = f"/transfers/{transfer['id']}"
    shown = is_offered(world, "selin")
    offered = shown["transfer"]
    assert (offered["id"], offered["agent_id"], shown["call"][:2]) == (transfer["id"], "ayse", "TR")
    assert "4812" in offered["brief_lines"][0]["lines"][1]["tr"], offered
    browser.connect({"reservation": shown["id"]})
    passes(world, 5, "selin")
    now = asks(world, "GET", one)
    assert (now["state"], now["colleague_id"]) == ("consulting", "selin"), transcript(world.sim.trace)
    assert "join" in now["may"]["colleague"] and now["brief_lines"]
    assert asks(world, "POST", f"{one}/join", {"agent_id": "selin"})["wish"] in ("join", None)
    passes(world, 5, "selin")
    assert asks(world, "GET", one)["state"] == "merged"
    assert asks(world, "POST", f"{one}/swap", {"agent_id": "ayse"})[0] == 409
    assert asks(world, "POST", f"{one}/leave", {"agent_id": "burak"})[0] == 422
    asks(world, "POST", f"{one}/leave", {"agent_id": "ayse"})
    passes(world, 5, "selin")
    assert asks(world, "GET", one)["state"] == "agent_left" and state_of(world, "ayse") == "wrap_up"
    browser.disconnect()
    passes(world, 5, "selin")
    assert state_of(world, "selin") == "wrap_up"
    world.advance(60)
    listed = asks(world, "GET", f"/transfers?call={caller.sid}&open=false")["items"]
    assert [row["id"] for row in listed] == [transfer["id"]]
    nobody_is_left(world)


def test_a_manager_at_a_browser_can_in_ten_minutes(world: World) -> None:
    caller = they_talk(world)
    sits_at_a_browser(world, "selin")
    transfer = asks(world, "POST", "/transfers", {"call": caller.sid, "wanted": ["selin"]})
    shown = is_offered(world, "selin")
    assert asks(world, "POST", f"/reservations/{shown['id']}/later")["state"] == "failed"
    assert asks(world, "POST", f"/reservations/{shown['id']}/later")[0] == 409
    passes(world, 3, "selin")
    now = asks(world, "GET", f"/transfers/{transfer['id']}")
    assert (now["later_by"], now["state"]) == ("selin", "nobody_came"), transcript(world.sim.trace)


def test_what_cannot_be_asked_for_is_said(world: World) -> None:
    caller = they_talk(world)
    wanted = {"call": caller.sid, "wanted": ["burak"]}
    assert asks(world, "POST", "/transfers", wanted | {"wanted": ["nobody"]})[0] == 422
    assert asks(world, "POST", "/transfers", wanted | {"call": "CA" + "9" * 32})[0] == 409
    signs_in(world, "burak")
    first = asks(world, "POST", "/transfers", wanted)
    assert asks(world, "POST", "/transfers", wanted)[0] == 409
    back = asks(world, "POST", f"/transfers/{first['id']}/back", {"agent_id": "ayse"})
    assert back["wish"] == "back" and asks(world, "GET", f"/transfers/{first['id']}")["state"] == "returned"
    assert asks(world, "POST", f"/transfers/{first['id']}/back", {"agent_id": "ayse"})[0] == 409
    assert asks(world, "GET", "/transfers/unknown")[0] == 404


def desk_of(world: World, agent: str) -> Callable[[str], str]:
    """Their desk as it is served, in a language, once they have signed in."""
    with writing(world.voice.database) as session:
        session.add(Account(id=agent, login=agent, name=agent.title(), role="lead", password=password_hash(PASSWORD),
                            made_at=world.clock(), agent_id=agent))  # fmt: skip
    browser, public = Client(world.app), world.voice.urls.public
    signed_in = browser.post("/login", data={"login": agent, "password": PASSWORD}, base_url=public)
    assert signed_in.status_code == 303

    def shown(language: str) -> str:
        with writing(world.voice.database) as session:
            session.execute(update(Account).where(Account.id == agent).values(language=language))
        answer = browser.get("/desk", base_url=public)
        assert answer.status_code == 200, answer.text
        return answer.text

    return shown


def test_a_lead_who_hangs_up_as_soon_as_the_customer_is_theirs_is_told_before_and_after_who_is_owed_a_call(
    world: World,
) -> None:
    caller = they_talk(world)
    browser = sits_at_a_browser(world, "selin")
    desk = desk_of(world, "selin")
    transfer = asks(world, "POST", "/transfers", {"call": caller.sid, "agent_id": "ayse", "wanted": ["selin"]})
    browser.connect({"reservation": is_offered(world, "selin")["id"]})
    passes(world, 5, "selin")
    assert "hat kopmuş sayılır" not in desk("tr"), "before the customer is theirs nothing is cut off"
    asks(world, "POST", f"/transfers/{transfer['id']}/join", {"agent_id": "selin"})
    passes(world, 5, "selin")
    asks(world, "POST", f"/transfers/{transfer['id']}/leave", {"agent_id": "ayse"})
    passes(world, 3, "selin")
    assert "Şimdi kapatırsanız hat kopmuş sayılır" in desk("tr") and "the line counts as cut" in desk("en")
    browser.disconnect()
    passes(world, 3, "selin")
    now = asks(world, "GET", f"/transfers/{transfer['id']}")
    assert (now["state"], now["why"]) == ("promised", "colleague_gone"), transcript(world.sim.trace)
    assert 'data-scene="wrap_up"' in desk("tr") and state_of(world, "selin") == "wrap_up"
    assert "müşteriyi siz arayacaksınız" in desk("tr") and "you call the customer, by" in desk("en")
    [notice] = asks(world, "GET", "/agents/selin/notices")["items"]
    assert "siz arıyorsunuz" in notice["text"]["tr"] and "you call them by" in notice["text"]["en"]


def test_a_lead_who_stays_longer_than_that_is_warned_no_more(world: World) -> None:
    caller = they_talk(world)
    browser = sits_at_a_browser(world, "selin")
    desk = desk_of(world, "selin")
    transfer = asks(world, "POST", "/transfers", {"call": caller.sid, "agent_id": "ayse", "wanted": ["selin"]})
    browser.connect({"reservation": is_offered(world, "selin")["id"]})
    passes(world, 5, "selin")
    asks(world, "POST", f"/transfers/{transfer['id']}/leave", {"agent_id": "ayse"})
    passes(world, 12, "selin")
    assert asks(world, "GET", f"/transfers/{transfer['id']}")["state"] == "agent_left"
    assert "hat kopmuş" not in desk("tr") and 'data-scene="talking"' in desk("tr")
    browser.disconnect()
    passes(world, 3, "selin")
    assert asks(world, "GET", f"/transfers/{transfer['id']}")["state"] == "done"
    assert "hat kopmuş" not in desk("tr")
