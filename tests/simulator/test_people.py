"""What people do on the telephone when they are left to themselves."""

import pytest

from simulator.people.steps import StepError
from tests.simulator.customer import AYSE, CENTRE, MEHMET, Customer

MENU = '<Gather numDigits="1" timeout="5" action="/key"><Say>Şikayet için ikiye basın</Say></Gather>'
AGAIN = f"{MENU}<Redirect>/voice</Redirect>"


def menu(form: dict[str, str]) -> str:
    return "<Say>Teşekkürler</Say>" if form["Digits"] == "2" else "<Say>Yanlış tuş</Say><Redirect>/voice</Redirect>"


def test_a_caller_loses_patience_in_the_queue(customer: Customer) -> None:
    customer.says("/voice", "<Enqueue waitUrl='/wait'>destek</Enqueue>")
    customer.says("/wait", "<Play>/hold.wav</Play>")
    call = customer.call("joins", "hangs_up", patience=45)
    customer.sim.advance(60)
    assert call.is_over and not call.failures
    assert 44 <= (call.leg.ended_at - call.leg.created_at).total_seconds() <= 46
    assert "loses patience: 45 s of waiting" in customer.page()


def test_a_caller_hangs_up_after_twenty_seconds_of_silence(customer: Customer) -> None:
    customer.says("/voice", "<Say>Merhaba</Say><Pause length='100'/>")
    call = customer.call(patience={"silence": 20})
    customer.sim.advance(40)
    assert call.leg.status == "completed" and "20 s of silence" in customer.page()


def test_music_is_no_silence(customer: Customer) -> None:
    customer.says("/voice", '<Play loop="9">/hold.wav</Play>')
    call = customer.call(patience={"silence": 20})
    customer.sim.advance(60)
    assert not call.leg.is_over


def test_a_conversation_keeps_somebody_patient(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=2)
    customer.says("/voice", f"<Dial>{AYSE}</Dial>")
    call = customer.call("joins", {"talks": 120}, "hangs_up", patience={"waiting": 30, "silence": 10, "total": 60})
    customer.sim.advance(200)
    assert call.done and not call.failures


def test_patience_begins_anew_when_a_conversation_is_over(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=2, hangs_up_after=60)
    customer.says("/voice", f"<Dial>{AYSE}</Dial><Pause length='100'/>")
    call = customer.call(patience={"waiting": 30})
    customer.sim.advance(200)
    lost = next(entry.at for entry in customer.of("person") if "loses patience" in entry.text)
    assert 29 <= (lost - call.leg.company[-1]).total_seconds() <= 31


def test_somebody_waits_until_they_are_left_alone(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=2, hangs_up_after=20)
    customer.says("/voice", f"<Dial>{AYSE}</Dial><Say>What else?</Say><Pause length='9'/>")
    call = customer.call("joins", "is_alone", {"hears": "what else"}, "hangs_up")
    customer.sim.advance(60)
    assert call.done and not call.failures


def test_whoever_is_never_left_alone_says_so(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=2)
    customer.says("/voice", f"<Dial>{AYSE}</Dial>")
    call = customer.call("joins", {"is_alone": None, "within": 10})
    customer.sim.advance(60)
    assert call.failures == ["Mehmet: step 2: was not left alone within 10 s"]


def test_who_heard_what_somebody_said_is_written_down(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=2)
    customer.says("/voice", f"<Say>Hello</Say><Dial>{AYSE}</Dial>")
    customer.call({"talks_over": "Is anybody there?"}, "joins", {"says": "At last"}, "hangs_up")
    customer.sim.advance(60)
    assert [(entry.text, entry.data["heard_by"]) for entry in customer.of("speech")] == [
        ("Is anybody there?", []), ("At last", ["Ayşe"]),
    ]  # fmt: skip


def test_a_caller_hangs_up_when_told_the_same_for_the_third_time(customer: Customer) -> None:
    customer.says("/voice", AGAIN)
    call = customer.call(patience={"repetitions": 3})
    customer.sim.advance(120)
    assert call.leg.is_over and len(customer.got("/voice")) == 3


def test_wrong_keys_come_before_the_right_ones(customer: Customer) -> None:
    customer.says("/voice", AGAIN)
    customer.says("/key", menu)
    call = customer.call({"tries_keys": ["9", "7", "2"]}, {"hears": "teşekkürler"})
    customer.sim.advance(60)
    assert call.done and not call.failures
    assert [form["Digits"] for form in customer.got("/key")] == ["9", "7", "2"]


def test_a_menu_is_left_unanswered_twice_and_answered_then(customer: Customer) -> None:
    customer.says("/voice", AGAIN)
    customer.says("/key", menu)
    call = customer.call({"leaves_unanswered": 2}, {"presses": "2"}, {"hears": "teşekkürler"})
    customer.sim.advance(60)
    assert call.done and not call.failures and len(customer.got("/voice")) == 3


def test_a_caller_talks_over_the_menu_and_is_understood(customer: Customer) -> None:
    customer.says("/voice", '<Gather input="speech" action="/said"><Say>Uzun, upuzun bir karşılama</Say></Gather>')
    call = customer.call({"waits": 0.3}, {"talks_over": "İPTAL"}, "is_hung_up")
    customer.sim.advance(20)
    assert customer.got("/said")[0]["SpeechResult"] == "İPTAL" and not call.failures
    (utterance,) = call.leg.ear.utterances
    assert utterance.cut_at is not None


def test_keys_may_be_pressed_before_anybody_asks(customer: Customer) -> None:
    customer.says("/voice", f"<Say>Hoş geldiniz, sizi dinliyoruz</Say>{MENU}")
    customer.call({"presses_at_once": "2"})
    customer.sim.advance(30)
    assert not customer.got("/key") and "presses 2 (nothing listens)" in customer.page()


def test_people_react_to_what_they_hear_each_time(customer: Customer) -> None:
    customer.says("/voice", AGAIN)
    answers = iter(["<Redirect>/voice</Redirect>", "<Say>Son</Say><Hangup/>"])
    customer.says("/key", lambda form: next(answers))
    call = customer.call(when_hears={"ŞIKAYET IÇIN": {"presses": "2"}})
    customer.sim.advance(60)
    assert call.is_over and not call.failures and len(customer.got("/key")) == 2


def test_a_reaction_may_be_several_steps(customer: Customer) -> None:
    customer.says("/voice", AGAIN)
    customer.says("/key", "<Say>Anlayamadım</Say><Pause length='60'/>")
    call = customer.call(when_hears={"ikiye basın": {"presses": "2"}, "anlayamadım": [{"waits": 2}, "hangs_up"]})
    customer.sim.advance(60)
    assert call.is_over and call.leg.ended_by == "person"


def test_an_agent_reacts_as_well(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", when_hears={"kabul": {"presses": "1"}})
    customer.says("/agent", '<Gather numDigits="1" action="/key"><Say>Kabul 1</Say></Gather>')
    customer.rings()
    customer.sim.advance(20)
    assert customer.got("/key")[0]["Digits"] == "1"


def test_who_is_cut_off_calls_again(customer: Customer) -> None:
    customer.says("/voice", "<Say>Hata</Say><Hangup/>")
    call = customer.call({"hears": "Ayşe"}, calls_again={"when": "cut_off", "after": 10, "times": 2})
    customer.sim.advance(60)
    assert len(call.legs) == 3 and call.is_over
    assert len(call.failures) == 1 and "before they heard 'Ayşe'" in call.failures[0]


def test_who_reaches_nobody_calls_again_and_is_content_the_second_time(customer: Customer) -> None:
    replies = iter(["<Reject reason='busy'/>", "<Say>Hoş geldiniz</Say>"])
    customer.says("/voice", lambda form: next(replies))
    call = customer.call({"hears": "hoş geldiniz"}, calls_again=30)
    customer.sim.advance(20)
    assert not call.is_over
    customer.sim.advance(40)
    assert call.is_over and not call.failures and [leg.status for leg in call.legs] == ["busy", "completed"]


def test_somebody_does_different_things_on_different_calls(customer: Customer) -> None:
    customer.says("/voice", AGAIN)
    customer.says("/key", "<Say>Tamam</Say>")
    calls = [[{"waits": 3}, "hangs_up"], [{"presses": "2"}, {"hears": "tamam"}]]
    call = customer.sim.place_call(MEHMET, CENTRE, calls=calls)
    customer.sim.advance(90)
    assert call.is_over and not call.failures
    assert [form["CallSid"] for form in customer.got("/key")] == [call.legs[1].sid]


def test_what_must_never_be_said_is_found(customer: Customer) -> None:
    customer.says("/voice", "<Say>Sayın Kaya, hoş geldiniz</Say>")
    call = customer.call({"never_hears": "KAYA"}, {"hears": "hoş geldiniz"})
    customer.sim.advance(20)
    assert call.failures == ["Mehmet: was told 'KAYA', which they must never hear"]


def test_an_answering_machine_presses_nothing(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", kind="answering_machine", answers_after=4)
    customer.says("/agent", '<Gather numDigits="1" timeout="5" action="/key"><Say>Kabul 1</Say></Gather><Hangup/>')
    customer.rings()
    customer.sim.advance(60)
    assert not customer.got("/key") and "*beep*" in customer.page()


def test_a_supervisor_listens_speaks_and_leaves(customer: Customer) -> None:
    customer.sim.person(AYSE, "Selin", kind="supervisor", answers_after=1, listens=5, says="İade hakkı var")
    customer.says("/voice", "<Dial><Conference>oda</Conference></Dial>")
    customer.says("/agent", '<Dial><Conference endConferenceOnExit="true">oda</Conference></Dial>')
    call = customer.call("joins", {"hears": "iade hakkı"}, "is_hung_up")
    customer.rings()
    customer.sim.advance(60)
    assert call.done and not call.failures, customer.page()


def test_an_agent_at_a_browser_accepts_and_talks(customer: Customer) -> None:
    ayse = customer.sim.browser_agent("ayse", "Ayşe", answers_after=4, hangs_up_after=20)
    customer.says("/voice", "<Dial action='/after'><Client>ayse</Client></Dial>")
    call = customer.call("joins", "is_hung_up")
    customer.sim.advance(60)
    assert call.done and not call.failures
    assert [event.name for event in ayse.device.events] == ["registered", "incoming", "accept", "disconnect"]
    assert customer.got("/after")[0]["DialCallStatus"] == "completed"


def test_an_agent_at_a_browser_rejects(customer: Customer) -> None:
    customer.sim.browser_agent("ayse", declines=2)
    customer.says("/voice", "<Dial action='/after'><Client>ayse</Client></Dial>")
    customer.call({"waits": 20})
    customer.sim.advance(20)
    assert customer.got("/after")[0]["DialCallStatus"] == "busy"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"patience": {"waitng": 3}}, "did you mean 'waiting'"),
        ({"patience": "long"}, "must be a number"),
        ({"patience": -3}, "more than nothing"),
        ({"when_hears": ["x"]}, "is a mapping"),
        ({"when_hears": {"x": {"pressess": "1"}}}, "did you mean 'presses'"),
        ({"calls_again": {"when": "cutoff"}}, "did you mean 'cut_off'"),
        ({"calls_again": {"wen": "any"}}, "did you mean 'when'"),
        ({"calls": [{"waits": 3}]}, "each call a list of steps"),
        ({"patiense": 3}, "did you mean 'patience'"),
    ],
)
def test_a_habit_that_cannot_be_understood_is_refused(customer: Customer, told: dict[str, object], why: str) -> None:
    with pytest.raises(StepError, match=why):
        customer.call("hangs_up", **told)


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ({"presses": "2a"}, "are not keys"),
        ({"presses": None}, "are not keys"),
        ({"waits": -1}, "not a time"),
        ({"waits": "nan"}, "not a time"),
        ({"hangs_up": None, "within": 3}, "means nothing"),
        ({"hears": "x", "within": "soon"}, "hears"),
        ("hear", "did you mean 'hears'"),
        ({"tries_keys": "2"}, "is a list"),
        ({"leaves_unanswered": 0}, "number of questions"),
        (7, "is not a step"),
    ],
)
def test_a_step_that_cannot_be_done_is_refused(customer: Customer, step: object, why: str) -> None:
    with pytest.raises(StepError, match=why):
        customer.call(step)


def test_a_kind_of_person_nobody_knows_is_refused(customer: Customer) -> None:
    with pytest.raises(StepError, match="did you mean 'supervisor'"):
        customer.sim.person(AYSE, "Selin", kind="supervsor")


def test_a_fax_whistles(customer: Customer) -> None:
    customer.sim.person(AYSE, "Faks", kind="fax")
    customer.rings()
    customer.sim.advance(20)
    assert "(fax) *whistles*" in customer.page()


def test_a_voicemail_keeps_what_is_said_after_the_beep(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", voicemail="Mesaj bırakın", answers_after=1)
    customer.says("/agent", '<Pause length="3"/><Say>Lütfen bizi arayın</Say>')
    customer.rings()
    customer.sim.advance(30)
    assert "(voicemail) kept" in customer.page() and "Lütfen bizi arayın" in customer.page()
    (note,) = [entry for entry in customer.of("note") if "voicemail" in entry.text]
    assert note.data["words"] == ["Lütfen bizi arayın"]
