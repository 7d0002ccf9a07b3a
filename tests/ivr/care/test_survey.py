"""What callers thought of it: kept once, counted honestly, and never pressed for."""

from datetime import timedelta

import pytest

from cases.survey import Figures, SurveyAnswer, survey_figures
from cases.voicemail import Voicemail
from ivr.language.move import HangUp, Record
from ivr.voice_board import VoiceBoard
from records.database import reading
from tests.ivr.care.calling import Call, flow_of, says, without_records, words

pytestmark = pytest.mark.both_databases

RATE = {"name": "after_repair", "say": words("Kaç verirsiniz?")}
FLOW = flow_of(start={"survey": RATE, "next": "thanks"}, thanks=says("Teşekkürler"))
TEN = flow_of(start={"survey": {**RATE, "scale": 10}, "next": "thanks"}, thanks=says("Teşekkürler"))
WORD = flow_of(start={"survey": {**RATE, "word": words("Bip.")}, "next": "thanks"}, thanks=says("Teşekkürler"))


def figures(voice: VoiceBoard) -> list[Figures]:
    now = voice.clock()
    with reading(voice.database) as session:
        return survey_figures(session, "after_repair", since=now - timedelta(days=1), until=now + timedelta(days=1))


def test_a_rating_is_kept_and_the_caller_goes_on(voice: VoiceBoard) -> None:
    assert Call(voice, FLOW, case="4812").presses("4").heard == "Teşekkürler"
    with reading(voice.database) as session:
        answer = session.get_one(SurveyAnswer, 1)
    assert (answer.survey, answer.rating, answer.scale, answer.case_number) == ("after_repair", 4, 5, "4812")


def test_the_same_answer_twice_counts_once(voice: VoiceBoard) -> None:
    Call(voice, FLOW).presses("4").again()
    assert [one.answers for one in figures(voice)] == [1]


def test_a_key_off_the_scale_is_asked_again_and_silence_is_let_be(voice: VoiceBoard) -> None:
    assert Call(voice, FLOW).presses("7").heard == "Kaç verirsiniz?"
    assert Call(voice, FLOW).is_silent().heard == "Teşekkürler"
    assert Call(voice, TEN).presses("11").heard == "Kaç verirsiniz?"
    assert figures(voice) == []


def test_figures_are_told_for_each_scale(voice: VoiceBoard) -> None:
    for n, rating in enumerate(("5", "4", "1", "1")):
        Call(voice, FLOW, call=f"CA{n}").presses(rating)
    Call(voice, TEN, call="CA9").presses("10")
    five, ten = figures(voice)
    assert (five.scale, five.answers, five.mean, five.satisfied) == (5, 4, 2.75, 0.5)
    assert five.counts == {1: 2, 4: 1, 5: 1}
    assert (ten.scale, ten.mean, ten.satisfied) == (10, 10.0, 1.0)


def test_a_word_may_follow_the_rating(voice: VoiceBoard) -> None:
    call = Call(voice, WORD).presses("2")
    assert isinstance(call.turn.then, Record)
    assert call.says_after_the_beep("RE1").heard == "Teşekkürler"
    with reading(voice.database) as session:
        assert session.get_one(SurveyAnswer, 1).recording == "RE1"
        assert session.get_one(Voicemail, "RE1").left_at is not None


def test_who_leaves_no_word_or_begins_anew_is_let_go_on(voice: VoiceBoard) -> None:
    call = Call(voice, WORD).presses("2")
    assert isinstance(call.presses("*").turn.then, Record)
    assert call.is_silent().heard == "Teşekkürler"


def test_who_hangs_up_after_the_word_has_left_it(voice: VoiceBoard) -> None:
    call = Call(voice, WORD).presses("2").says_after_the_beep("RE1", digits="hangup")
    assert isinstance(call.turn.then, HangUp)
    with reading(voice.database) as session:
        assert session.get_one(SurveyAnswer, 1).recording == "RE1"


def test_without_records_the_caller_goes_on(voice: VoiceBoard) -> None:
    assert Call(without_records(voice), FLOW).presses("4").heard == "Teşekkürler"
