"""A technician hears what a visit is about before ringing the bell; nobody else does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cases.case import Case
from cases.promise import Promise, make_promise
from cases.visit import Plan, plan_visit
from ivr.language.flow import Flow
from ivr.voice_board import VoiceBoard
from records.database import reading, writing
from staff.field_worker import put_field_worker
from tests.ivr.care.calling import Call, flow_of, says, words

pytestmark = pytest.mark.both_databases

WORKER, PIN = "3417", "4711"
LINE = {
    "worker": words("Saha numaranız?"),
    "pin": words("Şifreniz?"),
    "case": words("Dosya?"),
    "says": {
        "subject": words("Konu {subject}."),
        "next_action": words("İş {next_action}."),
        "promise": words("Söz {promise}."),
        "owner": words("Sahibi {owner}."),
    },
    "told": "told",
    "unknown": "unknown",
    "refused": "refused",
    "locked": "locked",
}


@pytest.fixture
def flow() -> Flow:
    ends = {"told": "bitti", "unknown": "yok", "refused": "olmadı", "locked": "kilitli"}
    return flow_of(start={"brief": LINE}, **{name: says(said) for name, said in ends.items()})


@pytest.fixture(autouse=True)
def visit(voice: VoiceBoard) -> None:
    now = voice.clock()
    with writing(voice.database) as session:
        put_field_worker(session, id=WORKER, name="Kemal", pin=PIN, active=True, secret=voice.secret, now=now)
        for number, status in (("7813", "open"), ("7800", "closed")):
            session.add(
                Case(number=number, subject="Servis parçasız geldi", status=status, opened_at=now, last_touched_at=now)
            )
        session.flush()
        due = now + timedelta(days=1)
        make_promise(
            session, case_number="7813", kind="visit", what="Parçayla ziyaret", due_at=due, by_agent=None, now=now
        )


def test_a_technician_hears_what_there_is_to_be_said_and_no_more(voice: VoiceBoard, flow: Flow) -> None:
    call = Call(voice, flow).presses(WORKER).presses(PIN)
    assert call.heard == "Dosya?"
    assert call.presses("7813").heard == "Konu Servis parçasız geldi. Söz Parçayla ziyaret. bitti"


@pytest.mark.parametrize("number", ["7800", "9999", "0000000000"])
def test_a_case_that_is_closed_or_nobodys_is_not_told(voice: VoiceBoard, flow: Flow, number: str) -> None:
    assert Call(voice, flow).presses(WORKER).presses(PIN).presses(number).heard == "yok"


def test_who_arrived_without_the_part_has_broken_the_promise_and_the_customer_is_called(voice: VoiceBoard) -> None:
    line = {name: LINE[name] for name in ("worker", "pin", "case", "refused", "locked")}
    ends = {"noted": "yazdık", "no_visit": "ziyaret yok", "refused": "olmadı", "locked": "kilitli"}
    flow = flow_of(start={"without_part": {**line, "noted": "noted", "no_visit": "no_visit"}},
                   **{name: says(said) for name, said in ends.items()})  # fmt: skip
    now = voice.clock()
    with writing(voice.database) as session:
        case = session.get_one(Case, "7813")
        case.phone = "+905329998877"
        plan = Plan(what="İkinci ziyaret", starts_at=now, until=now + timedelta(hours=2))
        promise = plan_visit(session, case, plan, {}, who="test", now=now).promise_id
    assert Call(voice, flow).presses(WORKER).presses("0001").presses(WORKER).presses("0002").heard == "olmadı"
    assert Call(voice, flow).presses(WORKER).presses(PIN).presses("7813").heard == "yazdık"
    assert Call(voice, flow).presses(WORKER).presses(PIN).presses("7813").heard == "ziyaret yok"
    with reading(voice.database) as session:
        broken = session.get_one(Promise, promise)
        assert (broken.status, broken.escalation_candidate) == ("broken", "arrived_without_part")
        [owed] = session.scalars(select(Promise).where(Promise.makes_good == promise))
        assert owed.kind == "callback"


def test_nobody_without_the_pin_hears_a_word_of_it(voice: VoiceBoard, flow: Flow) -> None:
    call = Call(voice, flow).presses(WORKER).presses("0001").presses(WORKER).presses("0002")
    assert call.heard == "olmadı"
