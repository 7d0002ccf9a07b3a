"""What agents say to groups of customers: shown with the offer, in the version of the flow that answered the call."""

from typing import Any

import pytest

from cases.care_tag import CareTag
from cases.case import Case
from cases.customer import Customer
from ivr.errors import FlowInvalid
from ivr.publishing.publishing import Wish, publish
from ivr.publishing.written_flow import WrittenFlow, written
from records.database import writing
from tests.console.conftest import CALL, Centre
from tests.console.flows import QUEUES, flows_are_there, source

GROUPS = """\
scripts:
  slowly: {care_tags: [elderly, lives_alone], tr: Yavaş konuşun, en: WORDS}
  late: {reasons: [delivery_late], tr: Özür dileyin, en: Apologise first}
  late_and_valued: {tiers: [vip], reasons: [delivery_late], tr: Siz bitirin, en: Finish it yourself}
"""


def flow(words: str, scripts: str = GROUPS) -> WrittenFlow:
    return written(scripts.replace("WORDS", words) + source("Merhaba"), QUEUES, name="main")


def published(centre: Centre, one: WrittenFlow) -> None:
    wish = Wish(author="ayse", note="", now=centre.clock(), who="test:ayse")
    publish(centre.board.database, [one], print, wish)


@pytest.fixture
def centre(centre: Centre) -> Centre:
    """Somebody who lives alone and whose delivery is late; the case says so in other words."""
    flows_are_there(centre)
    published(centre, flow("Speak slowly"))
    with writing(centre.board.database) as session:
        session.get_one(Customer, "C1").tier = "standard"
        session.get_one(Case, "1001").reason = "late_delivery"
        session.add(CareTag(customer_id="C1", tag="lives_alone", consent="spoken", consent_at=centre.clock(),
                            noted_by="ayse"))  # fmt: skip
    return centre


def shown(centre: Centre, path: str) -> list[str]:
    return [one["en"] for one in (centre.asks("GET", path).json or {})["items"]]


def test_they_are_listed_with_whom_they_are_for_and_for_one_case(centre: Centre) -> None:
    assert shown(centre, "/flows/main/scripts") == ["Apologise first", "Finish it yourself", "Speak slowly"]
    assert shown(centre, "/flows/main/scripts?case=1001") == ["Apologise first", "Speak slowly"]
    with writing(centre.board.database) as session:
        session.get_one(Customer, "C1").tier = "vip"
    assert shown(centre, "/flows/main/scripts?case=1001") == ["Apologise first", "Finish it yourself", "Speak slowly"]
    assert shown(centre, "/flows/main/scripts?case=1002") == [], "nobody's, and about nothing in particular"
    assert centre.asks("GET", "/flows/main/scripts?case=9").status_code == 422
    assert centre.asks("GET", "/flows/nothing/scripts").status_code == 404


def test_who_is_offered_a_call_sees_those_of_the_flow_that_answered_it(centre: Centre) -> None:
    first = flow("Speak slowly")
    told: dict[str, Any] = {"flow": "main", "version": first.version, "customer": "C1", "case": "1001"}
    centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"})
    centre.board.floor.note("arrived", call=CALL, data=told, now=centre.clock())
    centre.board.floor.note("identified", call=CALL, data=told, now=centre.clock())
    centre.caller_waits()
    published(centre, flow("Slowly and clearly"))
    [held] = (centre.asks("GET", "/agents/ayse/reservations").json or {})["items"]
    assert [(one["en"], one["version"]) for one in held["scripts"]] == [
        ("Apologise first", first.version), ("Speak slowly", first.version)
    ]  # fmt: skip
    assert shown(centre, "/flows/main/scripts?case=1001")[1] == "Slowly and clearly"


@pytest.mark.parametrize(
    ("scripts", "told"),
    [
        ("scripts: {a: {tr: b, en: c}}\n", "for whom?"),
        ("scripts: {a: {tiers: [vip], tr: b}}\n", "scripts.a"),
        ("scripts: {a: {tires: [vip], tr: b, en: c}}\n", "not known here"),
    ],
)
def test_words_for_nobody_or_without_a_language_are_no_script(scripts: str, told: str) -> None:
    with pytest.raises(FlowInvalid, match=told):
        flow("", scripts)


def test_a_flow_without_any_is_the_version_it_was() -> None:
    assert "scripts" not in flow("", "").body
