"""Who complains gets a number at once, and an answer by a time we commit to before we say it."""

from threading import Barrier, Thread

import pytest
from redis import Redis
from sqlalchemy import select

from callbacks.writing import write_journal
from cases.case import Case
from cases.conversation import conversation_began
from cases.promise import promises_of
from ivr.voice_board import VoiceBoard
from records.database import reading, writing
from records.journal import events_of
from tests.ivr.care.calling import CALL, MEHMET, STRANGER, Call, flow_of, without_records, words

pytestmark = pytest.mark.both_databases

PROMISE = {"what": words("Şikâyete cevap"), "within_hours": 48}
COMPLAINT = {"say": words("Numaranız {complaint}, cevap {due}."), "promise": PROMISE}
FLOW = flow_of(start={"complaint": COMPLAINT, "next": "anyone"})


def case_of(voice: VoiceBoard, number: str | None) -> Case:
    assert number is not None
    with reading(voice.database) as session:
        return session.get_one(Case, number)


def complaints(voice: VoiceBoard) -> list[str]:
    with reading(voice.database) as session:
        return list(session.scalars(select(Case.number).where(Case.reason == "complaint")))


def test_the_caller_is_told_a_number_and_the_case_is_before_others(voice: VoiceBoard) -> None:
    call = Call(voice, FLOW, STRANGER)
    assert call.heard == "Numaranız 4815, cevap 2026-11-25T07:00:00+00:00."
    case = case_of(voice, call.conversation.case)
    assert (case.number, case.reason, case.priority, case.phone) == ("4815", "complaint", 1, STRANGER)
    assert case.customer_id == call.conversation.customer is not None


def test_what_is_promised_stands_in_the_ledger(voice: VoiceBoard) -> None:
    Call(voice, FLOW)
    with reading(voice.database) as session:
        [promise] = promises_of(session, "4815")
    assert (promise.kind, promise.what, promise.status) == ("answer", "Şikâyete cevap", "open")


def test_twice_asked_it_is_one_complaint_with_one_promise(voice: VoiceBoard) -> None:
    call = Call(voice, FLOW)
    first = call.heard
    voice.clock.advance(2)  # type: ignore[attr-defined]
    call.turn = call.again()
    assert call.heard == first
    assert complaints(voice) == ["4815"]
    with reading(voice.database) as session:
        assert len(promises_of(session, "4815")) == 1


def test_two_requests_at_the_same_moment_are_one_complaint(voice: VoiceBoard) -> None:
    together, heard = Barrier(2), set()

    def asks() -> None:
        together.wait()
        heard.add(Call(voice, FLOW, MEHMET).heard)

    webhooks = [Thread(target=asks) for _ in range(2)]
    for each in webhooks:
        each.start()
    for each in webhooks:
        each.join()
    assert len(heard) == 1 and complaints(voice) == ["4815"]


def test_a_known_caller_complains_in_their_own_name_and_the_open_case_is_left_alone(voice: VoiceBoard) -> None:
    call = Call(voice, FLOW, MEHMET)
    assert case_of(voice, call.conversation.case).customer_id == case_of(voice, "4812").customer_id
    assert case_of(voice, "4812").reason == "delivery_late"


def test_a_withheld_number_may_complain_too(voice: VoiceBoard) -> None:
    call = Call(voice, FLOW, "anonymous")
    case = case_of(voice, call.conversation.case)
    assert (case.customer_id, case.phone, call.conversation.customer) == (None, None, None)


def test_who_answers_the_complaint_becomes_its_owner(voice: VoiceBoard) -> None:
    number = Call(voice, FLOW, STRANGER).conversation.case
    with writing(voice.database) as session:
        conversation_began(session, call=CALL, agent_id="burak", customer_id=None, phone=STRANGER, case_number=number,
                           now=voice.clock(), new_id=voice.new_id)  # fmt: skip
    assert case_of(voice, number).owner_id == "burak"


def test_the_call_is_on_the_complaint_also_when_the_caller_then_hangs_up(voice: VoiceBoard, redis: Redis) -> None:
    Call(voice, FLOW)
    write_journal(voice)
    with reading(voice.database) as session:
        assert [event.data for event in events_of(session, CALL) if event.kind == "complained"] == [{"case": "4815"}]


def test_without_records_nothing_is_promised_and_a_person_takes_over(voice: VoiceBoard) -> None:
    call = Call(without_records(voice), FLOW)
    assert call.heard == "" and call.queue == "destek"
