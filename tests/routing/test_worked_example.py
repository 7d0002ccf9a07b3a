"""The example of docs/floor.md, run. And the page names everything there is."""

import re
from importlib import resources
from pathlib import Path

from routing.floor_scripts import sources, word_files
from routing.keys import FloorKeys
from tests.routing.house import House, steps, who

PAGE = Path(__file__).parents[2] / "docs" / "floor.md"
PLAN = steps((0, "agent:ayse"), (30, "agent:burak"), (45, "queue:main/1"), owner="ayse")


def test_mehmet_calls_while_ayse_is_busy(house: House) -> None:
    house.talks("CA0", "ayse")
    house.signs_in("burak")

    assert house.calls("CA1", 0, plan=PLAN).offers == ()
    assert house.waits_in("agent:ayse") == ["CA1"]
    assert house.due(30) == [("widen", "CA1")]

    [to_burak] = house.floor.plan_widens("CA1", now=house.at(30)).offers
    assert (to_burak.agent, to_burak.line, to_burak.step) == ("burak", "agent:burak", 2)
    assert house.waits_in("agent:ayse") == []

    house.floor.reservation_rings(to_burak.id, leg="CAb", deadline=house.at(47), now=house.at(32))
    house.floor.conversation_ends("CA0", by="caller", now=house.at(40))
    assert house.due(47) == [("offer", to_burak.id)]

    rona = house.floor.offer_fails(to_burak.id, why="no_answer", now=house.at(47), only_if_due=True)
    assert [each.leg for each in rona.cancels] == ["CAb"]
    assert house.state("burak") == ("not_ready", "rona")
    assert [house.waits_in(step.line) for step in PLAN.steps] == [["CA1"]] * 3
    assert house.floor.call("CA1").place_at == house.at(0)

    moves = house.floor.wrap_up_ends("ayse", now=house.at(55))
    assert who(moves) == [("CA1", "ayse")]
    [to_ayse] = moves.offers
    assert house.floor.agent_accepts(to_ayse.id, leg="CAa", now=house.at(60))
    assert house.due(62) == [("bring", "CA1")]
    assert house.floor.parties_meet("CA1", now=house.at(61))
    assert house.state("ayse") == ("talking", "")

    assert [(kind, agent) for kind, _, agent in told_about(house, "CA1")] == [
        ("waiting", None),
        ("widened", None),
        ("offered", "burak"),
        ("rang", "burak"),
        ("offer_failed", "burak"),
        ("widened", None),
        ("offered", "ayse"),
        ("accepted", "ayse"),
        ("answered", "ayse"),
    ]


def test_the_page_names_every_key_every_script_and_every_deadline() -> None:
    page = PAGE.read_text(encoding="utf-8")
    keys = [
        name for name, value in vars(FloorKeys).items() if not name.startswith("_") and name not in ("site", "root")
    ]
    scripts = [file.name for file in (resources.files("routing") / "lua").iterdir() if file.name.endswith(".lua")]
    missing = [key for key in keys if f"`{key}" not in page] + [name for name in scripts if f"`{name}`" not in page]
    assert missing == []
    texts = "".join([*sources().values(), *word_files()])
    for kind in set(re.findall(r'set_deadline\("(\w+)"', texts)):
        assert f"`{kind}:" in page


def told_about(house: House, call: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (event.kind, event.call, event.agent)
        for event in house.floor.happenings(limit=1000)
        if event.call == call and event.kind != "agent_state"
    ]
