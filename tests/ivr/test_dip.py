"""The node that asks another system: what it sends, what it keeps, and where it leads when nothing comes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from cases.caller_id import CallerId
from cases.identification import Caller
from ivr.language.dip import PENDING, AskDip, DipNode
from ivr.language.flow import Flow
from ivr.language.move import Effect, Heard, Outcome, Question, Reach, Spoken, Wait
from ivr.language.release import Release
from ivr.talking import interpreter
from ivr.talking.conversation import Conversation
from ivr.talking.talk import Talk
from ivr.talking.turn import Scene, Turn

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PHONE = "+905321234567"
DIP: dict[str, Any] = {
    "get": "https://crm.example.com/orders?phone={phone}&q={number}",
    "keep": {"state": "order.state"},
    "within_seconds": 2,
    "cache_seconds": 30,
    "say": {"tr": "Bakıyorum.", "en": "Let me look."},
    "ok": "told",
    "failed": "person",
}


def flow(**changes: object) -> Flow:
    return Flow.model_validate(
        {
            "flow": "main",
            "start": "order",
            "person": "person",
            "nodes": {
                "order": {"dip": {**DIP, **changes}},
                "told": {"menu": {"say": {"tr": "Durum: {state}."}, "options": {"1": "person"}}},
                "person": {"agent": {"queue": "destek"}},
            },
        }
    )


class Asking:
    """A call at the node; `outcomes` are what the world says, one after the other."""

    def __init__(
        self, played: Flow, *outcomes: Outcome, phone: str = PHONE, kept: dict[str, str] | None = None
    ) -> None:
        self.outcomes, self.asked = list(outcomes), list[AskDip]()
        caller_id = CallerId(kind="e164", value=phone) if phone else CallerId(kind="withheld")
        self.scene = Scene(
            release=Release({"main": played}), caller=Caller(caller_id=caller_id), now=NOW, perform=self.perform
        )
        self.start = Conversation(
            call="CA1", release="r", flow="main", node="order", language="tr", since=round(NOW.timestamp() * 1000),
            kept=kept if kept is not None else {"number": "4 8/12"},
        )  # fmt: skip

    def perform(self, talk: Talk, effect: Effect) -> Outcome:
        assert isinstance(effect, AskDip)
        self.asked.append(effect)
        return self.outcomes.pop(0)

    def begins(self) -> Turn:
        return interpreter.begin(self.scene, self.start)

    def looks_again(self, turn: Turn) -> Turn:
        carried = Conversation.carried("CA1", turn.conversation.query())
        return interpreter.hear(self.scene, carried, Heard())


def test_values_go_into_the_address_as_values_and_nothing_more() -> None:
    asking = Asking(flow(), Outcome(way="failed"), kept={"number": "1&admin=1#/../ş"})
    asking.begins()
    assert asking.asked[0].url == (
        "https://crm.example.com/orders?phone=%2B905321234567&q=1%26admin%3D1%23%2F..%2F%C5%9F"
    )


def test_the_caller_waits_a_second_at_a_time_and_hears_the_words_once() -> None:
    pending = Outcome(way=PENDING)
    asking = Asking(flow(), pending, pending, Outcome(way="ok", kept={"state": "yolda"}))
    first = asking.begins()
    assert isinstance(first.then, Wait) and first.then.seconds == 1
    assert first.then.sounds == (Spoken(text="Bakıyorum.", language="tr"),)
    second = asking.looks_again(first)
    assert isinstance(second.then, Wait) and second.then.sounds == ()
    assert first.conversation.query() != second.conversation.query(), "each look is a request of its own"
    third = asking.looks_again(second)
    assert isinstance(third.then, Question)
    assert third.then.prompt == (Spoken(text="Durum: yolda.", language="tr"),)
    assert [effect.asked_at for effect in asking.asked] == [None, NOW, NOW]


@pytest.mark.parametrize("way", ["failed", "trouble", "not_found", ""])
def test_whatever_goes_wrong_leads_to_the_fallback(way: str) -> None:
    turn = Asking(flow(), Outcome(way=way)).begins()
    assert isinstance(turn.then, Reach)


def test_what_is_not_there_has_a_way_of_its_own_where_the_flow_gives_one() -> None:
    turn = Asking(flow(not_found="told"), Outcome(way="not_found")).begins()
    assert turn.conversation.node == "told"


@pytest.mark.parametrize(("phone", "kept"), [("", {"number": "1"}), (PHONE, {})])
def test_what_is_not_known_is_not_asked_about(phone: str, kept: dict[str, str]) -> None:
    asking = Asking(flow(), phone=phone, kept=kept)
    assert isinstance(asking.begins().then, Reach) and asking.asked == []


def test_answers_about_the_caller_count_as_personal_unless_the_flow_says_otherwise() -> None:
    def personal(**changes: object) -> frozenset[str]:
        node = flow(**changes).nodes["order"]
        assert isinstance(node, DipNode)
        return node.personal()

    assert personal() == {"state"}
    assert personal(personal=False) == frozenset()
    assert personal(get="https://crm.example.com/outages") == frozenset()
    assert personal(get="https://crm.example.com/outages", personal=True) == {"state"}


@pytest.mark.parametrize(
    "changes",
    [
        {"failed": None},
        {"get": "https://{phone}.example.com/"},
        {"get": "https://crm.example.com:{phone}/"},
        {"get": "https://user@crm.example.com/"},
        {"get": "ftp://crm.example.com/"},
        {"get": "https://crm.example.com/#x"},
        {"get": "https://crm.example.com/{Phone}"},
        {"get": "https://crm.example.com/a b"},
        {"within_seconds": 4},
        {"keep": {"state": "a..b"}},
        {"keep": {f"v{n}": "a" for n in range(7)}},
    ],
)
def test_a_dip_without_fallback_or_with_an_open_host_is_no_node(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        flow(**changes)
