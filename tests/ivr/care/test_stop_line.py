"""On the doorstep: only field workers are answered, from the register, and every answer is kept."""

from datetime import date

import pytest
from sqlalchemy import select

from cases.hardship import Hardship
from cases.stop_line import StopLineAnswer
from ivr.language.flow import Flow
from ivr.language.move import Question
from ivr.voice_board import VoiceBoard
from records.audit import AuditRow, first_break
from records.database import reading, writing
from staff.field_worker import PIN_GUESSES, put_field_worker
from tests.ivr.care.calling import Call, flow_of, says, without_records, words

pytestmark = pytest.mark.both_databases

WORKER, PIN, METER, OTHER = "3417", "4711", "5500123", "5500999"
LINE = {
    "worker": words("Saha numaranız?"),
    "pin": words("Şifreniz?"),
    "subscriber": words("Sayaç?"),
    "wrong": words("Tanımadık."),
    "cut": "cut",
    "do_not_cut": "stop",
    "unknown": "who",
    "refused": "refused",
    "locked": "locked",
}


def line_of(**nodes: object) -> Flow:
    said = {"cut": says("kesilebilir"), "stop": says("KESMEYİN"), "who": says("bilinmiyor")}
    said |= {"refused": says("olmadı"), "locked": says("kilitli")}
    return flow_of(start={"stop_line": LINE}, **{**said, **nodes})


FLOW = line_of()


@pytest.fixture(autouse=True)
def register(voice: VoiceBoard) -> None:
    now = voice.clock()
    with writing(voice.database) as session:
        put_field_worker(session, id=WORKER, name="Kemal", pin=PIN, active=True, secret=voice.secret, now=now)
        put_field_worker(session, id="9000", name="Gitti", pin=PIN, active=False, secret=voice.secret, now=now)
        common = {"actions": ["disconnect"], "reason": "hastalık", "made_by": "key:1", "made_at": now}
        session.add(Hardship(subscriber=METER, starts_on=date(2026, 11, 1), **common))
        session.add(Hardship(subscriber=OTHER, starts_on=date(2027, 11, 1), **common))


def answers(voice: VoiceBoard) -> list[tuple[str, str, str]]:
    with reading(voice.database) as session:
        rows = session.scalars(select(StopLineAnswer).order_by(StopLineAnswer.id))
        return [(row.worker_id, row.subscriber, row.answer) for row in rows]


def test_a_field_worker_hears_from_the_register_whether_to_cut(voice: VoiceBoard) -> None:
    call = Call(voice, FLOW)
    assert call.heard == "Saha numaranız?"
    assert call.presses(WORKER).heard == "Şifreniz?"
    assert call.presses(PIN).heard == "Sayaç?"
    assert call.presses(METER).heard == "KESMEYİN"
    assert answers(voice) == [(WORKER, METER, "do_not_cut")]


def test_a_meter_nobody_protects_today_may_be_cut_and_a_strange_one_is_no_yes(voice: VoiceBoard) -> None:
    assert Call(voice, FLOW).presses(WORKER).presses(PIN).presses(OTHER).heard == "kesilebilir"
    assert Call(voice, FLOW, call="CA2").presses(WORKER).presses(PIN).presses("123").heard == "bilinmiyor"


def test_every_answer_is_on_the_audit_trail_once(voice: VoiceBoard) -> None:
    Call(voice, FLOW).presses(WORKER).presses(PIN).presses(METER).again()
    with reading(voice.database) as session:
        [row] = session.scalars(select(AuditRow))
        assert (row.who, row.what, row.subject) == (f"field:{WORKER}", "stop_line_answered", f"subscriber:{METER}")
        assert row.data["answer"] == "do_not_cut" and row.data["hardship"] and first_break(session) is None


@pytest.mark.parametrize(("worker", "pin"), [(WORKER, "0000"), ("1234", PIN), ("9000", PIN)])
def test_a_wrong_pin_a_strange_number_and_one_who_left_are_refused(voice: VoiceBoard, worker: str, pin: str) -> None:
    call = Call(voice, FLOW).presses(worker).presses(pin)
    assert call.heard == "Tanımadık. Saha numaranız?"
    assert call.presses(worker).presses(pin).heard == "olmadı"
    assert answers(voice) == []


def test_who_guesses_at_a_pin_is_locked_out_over_all_calls(voice: VoiceBoard) -> None:
    for n in range(PIN_GUESSES.most_wrong):
        Call(voice, FLOW, call=f"CA{n}").presses(WORKER).presses("0000")
    assert Call(voice, FLOW, call="CA90").presses(WORKER).presses(PIN).heard == "kilitli"


def test_the_next_meter_needs_no_second_proof(voice: VoiceBoard) -> None:
    again = line_of(stop=says("KESMEYİN", then="start"))
    call = Call(voice, again).presses(WORKER).presses(PIN).presses(METER)
    assert call.heard == "KESMEYİN Sayaç?"
    assert call.presses(OTHER).heard == "kesilebilir"


def test_silence_and_a_star_ask_the_same_question_again(voice: VoiceBoard) -> None:
    call = Call(voice, FLOW).presses(WORKER).presses("*")
    assert call.heard == "Şifreniz?"
    assert call.is_silent().heard == "Şifreniz?"


def test_a_pin_is_kept_in_no_log_and_no_stored_answer(voice: VoiceBoard) -> None:
    call = Call(voice, FLOW).presses(WORKER)
    assert isinstance(call.turn.then, Question) and call.turn.then.secret
    assert PIN not in str(call.presses(PIN).conversation.query())


def test_no_flow_can_say_who_is_a_field_worker() -> None:
    with pytest.raises(ValueError, match="field-worker"):
        flow_of(start={"set": {"field-worker": WORKER}, "next": "anyone"})


def test_without_records_nobody_is_told_to_cut(voice: VoiceBoard) -> None:
    call = Call(voice, FLOW).presses(WORKER).presses(PIN)
    call.voice = without_records(voice)
    assert call.presses(METER).queue == "destek"
