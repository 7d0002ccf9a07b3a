"""A voucher is worth something once; who guesses at codes is stopped before they find one."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from cases.voucher import GUESSES, Voucher, make_voucher
from ivr.language.move import Question
from ivr.voice_board import VoiceBoard
from records.audit import AuditRow
from records.database import reading, writing
from tests.ivr.care.calling import MEHMET, Call, flow_of, says, without_records, words

pytestmark = pytest.mark.both_databases

ENDS = {"redeemed": "done", "used": "used", "expired": "late", "unknown": "strange", "locked": "locked"}
FLOW = flow_of(
    start={"voucher": {"say": words("Kodunuz?"), "wrong": words("Bulamadık."), **ENDS}},
    done=says("{voucher} lira"),
    used=says("kullanılmış"),
    late=says("süresi geçmiş"),
    strange=says("bilmiyoruz"),
    locked=says("kilitli"),
)
WRONG = "9999999999"


@pytest.fixture
def code(voice: VoiceBoard) -> str:
    """Of a voucher worth 30 lira for thirty days."""
    now = voice.clock()
    with writing(voice.database) as session:
        voucher = Voucher(id="v1", kurus=3000, made_by="key:1", made_at=now, expires_at=now + timedelta(days=30))
        return make_voucher(session, voucher, secret=voice.secret)


def test_a_code_is_worth_what_it_says(voice: VoiceBoard, code: str) -> None:
    call = Call(voice, FLOW, MEHMET).presses(code)
    assert call.heard == "30.00 lira" and len(code) == 10
    with reading(voice.database) as session:
        voucher = session.get_one(Voucher, "v1")
        assert (voucher.redeemed_call, voucher.redeemed_at) == (call.conversation.call, voice.clock())
        assert [row.what for row in session.scalars(select(AuditRow))] == ["voucher_redeemed"]


def test_a_second_caller_with_the_code_gets_nothing(voice: VoiceBoard, code: str) -> None:
    Call(voice, FLOW, MEHMET).presses(code)
    assert Call(voice, FLOW, call="CA2").presses(code).heard == "kullanılmış"


def test_the_same_request_twice_is_one_redemption(voice: VoiceBoard, code: str) -> None:
    call = Call(voice, FLOW, MEHMET).presses(code)
    call.turn = call.again()
    assert call.heard == "30.00 lira"
    with reading(voice.database) as session:
        assert len(session.scalars(select(AuditRow)).all()) == 1


def test_of_two_callers_at_the_same_moment_one_gets_it(voice: VoiceBoard, code: str) -> None:
    together, heard = Barrier(2), []
    calls = [Call(voice, FLOW, MEHMET, call=call) for call in ("CA1", "CA2")]

    def redeems(call: Call) -> None:
        together.wait()
        heard.append(call.presses(code).heard)

    callers = [Thread(target=redeems, args=(call,)) for call in calls]
    for each in callers:
        each.start()
    for each in callers:
        each.join()
    assert sorted(heard) == ["30.00 lira", "kullanılmış"]


def test_an_expired_voucher_is_told_from_a_wrong_code(voice: VoiceBoard, code: str) -> None:
    voice.clock.advance(31 * 86_400)  # type: ignore[attr-defined]
    assert Call(voice, FLOW).presses(code).heard == "süresi geçmiş"


def test_a_wrong_code_is_asked_for_again_and_then_the_flow_goes_on(voice: VoiceBoard, code: str) -> None:
    call = Call(voice, FLOW).presses(WRONG)
    assert call.heard == "Bulamadık. Kodunuz?"
    assert call.presses(code).heard == "30.00 lira"
    assert Call(voice, FLOW, call="CA2").presses(WRONG).presses(WRONG).heard == "bilmiyoruz"


def test_a_number_that_guesses_is_locked_over_all_its_calls_and_no_other_number_is(
    voice: VoiceBoard, code: str
) -> None:
    for n in range(GUESSES.most_wrong):
        Call(voice, FLOW, call=f"CA{n}").presses(WRONG)
    assert Call(voice, FLOW, call="CA90").presses(code).heard == "kilitli"
    assert Call(voice, FLOW, MEHMET, call="CA91").presses(code).heard == "30.00 lira"
    voice.clock.advance(GUESSES.within.total_seconds() + 1)  # type: ignore[attr-defined]
    assert Call(voice, FLOW, call="CA92").presses(code).heard == "kullanılmış"


def test_a_wrong_code_that_is_sent_twice_counts_once(voice: VoiceBoard, code: str) -> None:
    for n in range(GUESSES.most_wrong - 1):
        Call(voice, FLOW, call=f"CA{n}").presses(WRONG).again()
    assert Call(voice, FLOW, call="CA90").presses(code).heard == "30.00 lira"


def test_a_code_is_kept_in_no_log_and_no_stored_answer(voice: VoiceBoard, code: str) -> None:
    call = Call(voice, FLOW)
    assert isinstance(call.turn.then, Question) and call.turn.then.secret
    assert code not in str(call.presses(code).conversation.query())


def test_without_records_nothing_is_redeemed_and_a_person_helps(voice: VoiceBoard, code: str) -> None:
    assert Call(without_records(voice), FLOW).presses(code).queue == "destek"
    assert Call(voice, FLOW, call="CA2").presses(code).heard == "30.00 lira"
