"""A caller goes on in writing or at a branch: the same case, and an answer by a moment they hear."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cases.case import Case
from cases.customer_email import CustomerEmail
from cases.message import MessageRow
from cases.opt_out import opt_out
from cases.promise import Promise, make_promise, promises_of
from escalations.escalation import Escalation
from ivr.voice_board import VoiceBoard
from records.database import reading, writing
from tests.ivr.care.calling import CALL, MEHMET, STRANGER, Call, flow_of, says, without_records, words

pytestmark = pytest.mark.both_databases

OFFER = {
    "say": words("Nasıl sürsün?"),
    "sms": words("Mesaj 1."),
    "email": words("E-posta 2."),
    "branch": words("Şube 3."),
    "not_wanted": words("Hiçbiri 4."),
    "promise": {"what": words("Yazılı yanıt"), "within_hours": 24},
    "agreed": words("Yanıt {due:date}, dosya {case:digits}."),
    "taken": "agreed",
    "not_taken": "other",
}


@pytest.fixture
def letters(voice: VoiceBoard) -> None:
    """Mehmet has an address on record."""
    with writing(voice.database) as session:
        session.add(CustomerEmail(customer_id=session.get_one(Case, "4812").customer_id, email="mehmet@example.com"))


def flow(**more: Any) -> Any:
    return flow_of(start={"channel": {**OFFER, **more}}, agreed=says("Tamam."), other=says("Olsun."))


FLOW, MANAGER = flow(), flow(manager=True)
ALL = "Nasıl sürsün? Mesaj 1. E-posta 2. Şube 3. Hiçbiri 4."


def customer_of(voice: VoiceBoard) -> str:
    with reading(voice.database) as session:
        return str(session.get_one(Case, "4812").customer_id)


def about_4812(voice: VoiceBoard, flow: Any = FLOW, *, verified: bool = False) -> Call:
    return Call(voice, flow, MEHMET, case="4812", customer=customer_of(voice), verified=verified)


def messages(voice: VoiceBoard) -> list[MessageRow]:
    with reading(voice.database) as session:
        return list(session.scalars(select(MessageRow)))


def promises(voice: VoiceBoard, case: str = "4812") -> list[Promise]:
    with reading(voice.database) as session:
        return [one for one in promises_of(session, case) if one.status == "open"]


def escalations(voice: VoiceBoard) -> list[Escalation]:
    with reading(voice.database) as session:
        return list(session.scalars(select(Escalation)))


def owed(voice: VoiceBoard) -> Promise:
    with writing(voice.database) as session:
        return make_promise(session, case_number="4812", kind="visit", what="Ekip gelecek", by_agent=None,
                            due_at=voice.clock() + timedelta(days=5), now=voice.clock())  # fmt: skip


def test_it_goes_on_by_text_message_under_the_same_number_and_with_the_date_that_is_said(voice: VoiceBoard) -> None:
    call = about_4812(voice)
    assert call.presses("1").heard == "Yanıt yirmi dört Kasım Salı, dosya . Tamam."
    [message], [promise] = messages(voice), [one for one in promises(voice) if one.what == "Yazılı yanıt"]
    assert (message.channel, message.to_number, message.case_number) == ("sms", MEHMET, "4812")
    assert "4812" in (message.body or "") and "24 Kasım" in (message.body or "")
    assert promise.due_at == voice.clock() + timedelta(hours=24)
    assert escalations(voice) == []


@pytest.mark.usefixtures("letters")
def test_a_letter_goes_to_the_address_on_record(voice: VoiceBoard) -> None:
    call = about_4812(voice)
    assert call.heard == ALL
    call.presses("2")
    [message] = messages(voice)
    assert message.channel == "email" and message.to_email and "[#4812]" in (message.subject or "")


def test_a_branch_knows_the_number_that_was_written_to_them(voice: VoiceBoard) -> None:
    about_4812(voice).presses("3")
    [message] = messages(voice)
    assert (message.template, message.case_number) == ("at_a_branch", "4812")


def test_what_was_owed_before_is_told_to_verified_callers_alone(voice: VoiceBoard) -> None:
    due = owed(voice).due_at
    heard = about_4812(voice).presses("1").heard
    assert "yirmi dört Kasım" in heard and "dört" not in heard.partition("dosya")[2]
    assert f"{due:%d} Kasım" not in (messages(voice)[0].body or "")


def test_verified_callers_keep_the_date_they_know(voice: VoiceBoard) -> None:
    known = min(one.due_at for one in (*promises(voice), owed(voice)) if one.due_at > voice.clock())
    call = about_4812(voice, verified=True).presses("1")
    assert "dört, sekiz, bir, iki" in call.heard
    assert [one for one in promises(voice) if one.what == "Yazılı yanıt"] == []
    assert str(known.day) in (messages(voice)[0].body or "")


def test_a_stranger_gets_a_case_of_their_own_and_is_offered_no_letter(voice: VoiceBoard) -> None:
    call = Call(voice, FLOW)
    assert call.heard == "Nasıl sürsün? Mesaj 1. Şube 3. Hiçbiri 4."
    assert call.presses("2").heard == call.heard and messages(voice) == []
    call.presses("1")
    [message] = messages(voice)
    assert (message.to_number, message.case_number) == (STRANGER, call.conversation.case)
    with reading(voice.database) as session:
        assert session.get_one(Case, call.conversation.case).opened_by_call == CALL


def test_nothing_is_opened_for_who_only_listens_or_wants_none_of_it(voice: VoiceBoard) -> None:
    assert Call(voice, FLOW).presses("4").heard == "Olsun."
    with reading(voice.database) as session:
        assert session.scalars(select(Case).where(Case.opened_by_call == CALL)).all() == []


def test_who_cannot_be_written_to_passes_unasked(voice: VoiceBoard) -> None:
    assert Call(voice, FLOW, "anonymous").heard == "Olsun."
    with writing(voice.database) as session:
        opt_out(session, STRANGER, how="message", now=voice.clock())
    assert Call(voice, FLOW).heard == "Olsun."


def test_who_opts_out_before_they_choose_goes_the_other_way_and_nothing_is_promised(voice: VoiceBoard) -> None:
    call = Call(voice, MANAGER)
    with writing(voice.database) as session:
        opt_out(session, STRANGER, how="message", now=voice.clock())
    assert call.presses("1").heard == "Olsun."
    assert (messages(voice), escalations(voice)) == ([], [])
    with reading(voice.database) as session:
        assert session.scalars(select(Case).where(Case.opened_by_call == CALL)).all() == []


def test_the_case_of_somebody_else_is_left_alone(voice: VoiceBoard) -> None:
    Call(voice, FLOW, case="4812").presses("1")
    [message] = messages(voice)
    assert (message.to_number, message.case_number == "4812") == (STRANGER, False)


def test_out_of_a_request_for_a_manager_it_is_an_escalation(voice: VoiceBoard) -> None:
    about_4812(voice, MANAGER).presses("1").again()
    [escalation] = escalations(voice)
    assert (escalation.decision, escalation.granted, escalation.trigger) == ("channel", "channel", "caller_asked")
    assert (escalation.case_number, escalation.call) == ("4812", CALL) and escalation.ended_at is not None


def test_twice_asked_it_is_one_message_and_one_promise(voice: VoiceBoard) -> None:
    call = about_4812(voice, MANAGER).presses("1")
    first = call.heard
    voice.clock.advance(2)  # type: ignore[attr-defined]
    call.turn = call.again()
    assert call.heard == first
    assert (len(messages(voice)), [one.what for one in promises(voice)].count("Yazılı yanıt")) == (1, 1)


def test_without_records_a_person_takes_over(voice: VoiceBoard) -> None:
    assert Call(without_records(voice), FLOW).queue == "destek"
