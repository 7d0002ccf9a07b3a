"""Answering machine detection: who picked up, how long it takes to know, and who is told."""

from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException

from simulator import Switches
from simulator.lines.amd import Detection, judge
from simulator.people.person import Ring
from simulator.rest.order_form import MODES
from tests.simulator.customer import AYSE, CENTRE, HOST, Customer, room

GREETING = "Merhaba, şu anda telefona bakamıyorum, lütfen bip sesinden sonra bir mesaj bırakın, sizi ararım"
PEOPLE: dict[str, dict[str, Any]] = {
    "person": {"answers_after": 1},
    "machine": {"voicemail": GREETING, "answers_after": 1},
    "silent machine": {"voicemail": GREETING, "answers_after": 1, "greeting_ends": "silence"},
    "other machine": {"voicemail": GREETING, "answers_after": 1, "greeting_ends": "other"},
    "fax": {"fax": True, "answers_after": 1},
    "nobody": {"says_nothing": True, "answers_after": 1},
    "wrongly a machine": {"answers_after": 1, "amd": "machine_start"},
    "wrongly a person": {"voicemail": GREETING, "answers_after": 1, "amd": "human"},
}


@pytest.mark.parametrize(("who", "mode", "answer"), [
    ("person", "Enable", "human"),
    ("person", "DetectMessageEnd", "human"),
    ("machine", "Enable", "machine_start"),
    ("machine", "DetectMessageEnd", "machine_end_beep"),
    ("silent machine", "DetectMessageEnd", "machine_end_silence"),
    ("other machine", "DetectMessageEnd", "machine_end_other"),
    ("fax", "Enable", "fax"),
    ("nobody", "Enable", "unknown"),
    ("wrongly a machine", "Enable", "machine_start"),
    ("wrongly a person", "Enable", "human"),
])  # fmt: skip
def test_the_document_is_asked_for_once_it_is_known_who_answered(
    customer: Customer, who: str, mode: str, answer: str
) -> None:
    customer.says("/agent", "<Pause length='20'/>")
    customer.sim.person(AYSE, "Ayşe", **PEOPLE[who])
    call = customer.rings(machine_detection=mode)
    customer.sim.advance(20)
    assert customer.told("AnsweredBy", "/agent") == [answer]
    assert customer.rest.calls(call.sid).fetch().answered_by == answer


def test_a_person_is_known_after_four_seconds_of_silence_on_the_line(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.rings(machine_detection="Enable")
    customer.sim.advance(5.9)
    assert not customer.got("/agent")
    customer.sim.advance(0.2)
    assert customer.got("/agent")


def test_in_the_background_the_document_runs_at_once_and_the_callback_comes_later(customer: Customer) -> None:
    customer.says("/agent", "<Pause length='20'/>")
    customer.sim.person(AYSE, "Ayşe", **PEOPLE["machine"])
    call = customer.rings(machine_detection="Enable", async_amd="true", async_amd_status_callback=f"{HOST}/amd")
    customer.sim.advance(3)
    assert "AnsweredBy" not in customer.got("/agent")[0]
    assert not customer.got("/amd")
    customer.sim.advance(10)
    assert customer.got("/amd") == [
        {
            "CallSid": call.sid,
            "AccountSid": customer.sim.account.sid,
            "AnsweredBy": "machine_start",
            "MachineDetectionDuration": "4000",
        }
    ]


@pytest.mark.parametrize(("told", "answers"), [(True, ["unknown"]), (False, [])])
def test_whoever_hangs_up_before_the_verdict_may_be_told_as_unknown(told: bool, answers: list[str]) -> None:
    customer = Customer(Switches(amd_reports_after_hang_up=told))
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=[{"waits": 1}, "hangs_up"])
    customer.says("/agent", "<Pause length='20'/>")
    customer.rings(machine_detection="Enable", async_amd="true", async_amd_status_callback=f"{HOST}/amd")
    customer.sim.advance(20)
    assert customer.told("AnsweredBy", "/amd") == answers


def test_sent_digits_and_detection_exclude_each_other(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.rings(machine_detection="Enable", send_digits="1")
    customer.sim.advance(5)
    assert "AnsweredBy" not in customer.got("/agent")[0]


@pytest.mark.parametrize("noun", ["Number", "Sip"])
def test_a_dialled_callee_is_listened_to_beside_the_talk(customer: Customer, noun: str) -> None:
    to = AYSE if noun == "Number" else "sip:ayse@ofis.test"
    told = 'machineDetection="Enable" amdStatusCallback="/amd"'
    customer.says("/voice", f"<Dial><{noun} {told}>{to}</{noun}></Dial>")
    customer.sim.person(to, "Ayşe", **PEOPLE["machine"])
    call = customer.call("joins", {"waits": 5})
    customer.sim.advance(10)
    assert not call.failures
    assert customer.told("AnsweredBy", "/amd") == ["machine_start"]


def test_detection_without_a_callback_in_a_dial_is_a_warning(customer: Customer) -> None:
    customer.says("/voice", f'<Dial><Number machineDetection="Enable">{AYSE}</Number></Dial>')
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.call()
    customer.sim.advance(5)
    assert 21262 in customer.errors()


def test_a_participant_is_listened_to_in_the_room(customer: Customer) -> None:
    customer.says("/voice", room("caller"))
    customer.call({"waits": 30})
    customer.sim.person(AYSE, "Ayşe", **PEOPLE["person"])
    customer.sim.advance(2)
    participants = customer.rest.conferences("room").participants
    with pytest.raises(TwilioRestException) as refused:
        participants.create(from_=CENTRE, to=AYSE, machine_detection="Enable")
    assert refused.value.code == 21262
    participants.create(from_=CENTRE, to=AYSE, machine_detection="Enable", amd_status_callback=f"{HOST}/amd")
    customer.sim.advance(10)
    assert customer.told("AnsweredBy", "/amd") == ["human"]


@pytest.mark.parametrize("mode", [*MODES, ""])
def test_the_thresholds_have_their_limits(customer: Customer, mode: str) -> None:
    with pytest.raises(TwilioRestException) as refused:
        customer.rings(machine_detection=mode or "Maybe", machine_detection_speech_threshold=900)
    assert refused.value.code == 20001


def test_a_greeting_longer_than_the_timeout_is_unknown() -> None:
    ring = Ring(outcome="voicemail", greeting=GREETING)
    impatient = Detection(message_end=True, timeout=3)
    assert judge(impatient, ring, Switches()).answered_by == "unknown"
    assert judge(impatient, ring, Switches()).seconds == 3


def test_a_short_greeting_may_be_taken_for_a_person() -> None:
    ring = Ring(outcome="voicemail", greeting="Ayşe")
    assert judge(Detection(), ring, Switches()).answered_by == "machine_start"
    literal = Switches(short_greeting_is_taken_for_human=True)
    assert judge(Detection(), ring, literal).answered_by == "human"


def test_a_longer_silence_at_the_end_takes_longer_to_be_sure_of() -> None:
    quick, slow = Detection(speech_end=0.5), Detection(speech_end=5)
    ring = Ring(outcome="answers")
    assert judge(slow, ring, Switches()).seconds - judge(quick, ring, Switches()).seconds == pytest.approx(4.5)


def test_the_completed_callback_repeats_who_answered(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=[{"waits": 6}, "hangs_up"])
    customer.says("/agent", "<Pause length='20'/>")
    customer.rings(machine_detection="Enable")
    customer.sim.advance(20)
    assert customer.got("/progress")[-1]["AnsweredBy"] == "human"


@pytest.mark.parametrize("in_background", ["true", "false"])
@pytest.mark.parametrize("moment", [quarter / 4 for quarter in range(1, 28)])
def test_whenever_the_answerer_hangs_up_everything_is_told_once(
    customer: Customer, moment: float, in_background: str
) -> None:
    customer.says("/agent", "<Pause length='3'/>")
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=[{"waits": moment}, "hangs_up"])
    customer.rings(machine_detection="Enable", async_amd=in_background, async_amd_status_callback=f"{HOST}/amd")
    customer.sim.advance(30)
    assert customer.told("CallStatus") == ["initiated", "ringing", "in-progress", "completed"]
    assert len(customer.got("/agent")) <= 1
    assert len(customer.got("/amd")) == (1 if in_background == "true" else 0)
    assert not customer.sim.live_legs()


def test_there_is_no_detection_at_a_browser(customer: Customer) -> None:
    customer.sim.person("client:ayse", "Ayşe", answers_after=1)
    customer.rings(to="client:ayse", machine_detection="Enable")
    customer.sim.advance(8)
    assert "AnsweredBy" not in customer.got("/agent")[0]
