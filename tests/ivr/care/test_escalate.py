"""Who asks for a manager is written down with the reason, and always put through."""

from datetime import timedelta

import pytest

from cases.manager_request import ManagerRequest, manager_requests, reasons_for_managers
from ivr.language.move import Reach
from ivr.voice_board import VoiceBoard
from records.database import reading
from tests.ivr.care.calling import CALL, MEHMET, Call, flow_of, without_records, words

pytestmark = pytest.mark.both_databases

SAY = words("Sizi yöneticiye bağlıyorum.")
FLOW = flow_of(start={"escalate": {"queue": "sikayet", "say": SAY}})
WHY = {"queue": "sikayet", "say": SAY, "ask": words("Neden?"), "reasons": {"1": "late", "2": "unsolved"}}
ASKING = flow_of(start={"escalate": WHY})


def requests(voice: VoiceBoard) -> list[ManagerRequest]:
    with reading(voice.database) as session:
        return list(manager_requests(session, limit=10))


def test_the_request_is_kept_and_the_caller_waits_for_a_lead(voice: VoiceBoard) -> None:
    call = Call(voice, FLOW, MEHMET, case="4812")
    assert call.heard == "Sizi yöneticiye bağlıyorum."
    assert isinstance(call.turn.then, Reach) and (call.turn.then.queue, call.turn.then.reason) == ("sikayet", "manager")
    [request] = requests(voice)
    assert (request.call, request.case_number, request.reason) == (CALL, "4812", "unstated")


def test_the_reason_is_asked_once_where_the_flow_asks_for_it(voice: VoiceBoard) -> None:
    call = Call(voice, ASKING).presses("2")
    assert call.queue == "sikayet"
    assert [request.reason for request in requests(voice)] == ["unsolved"]


def test_silence_and_a_wrong_key_are_put_through_as_well(voice: VoiceBoard) -> None:
    assert Call(voice, ASKING).is_silent().queue == "sikayet"
    assert Call(voice, ASKING, call="CA2").presses("9").queue == "sikayet"
    assert {request.reason for request in requests(voice)} == {"unstated"}


def test_twice_asked_it_is_one_request(voice: VoiceBoard) -> None:
    Call(voice, ASKING).presses("1").again()
    assert len(requests(voice)) == 1


def test_reasons_are_counted_over_a_time(voice: VoiceBoard) -> None:
    for call in ("CA1", "CA2", "CA3"):
        Call(voice, ASKING, call=call).presses("2" if call == "CA3" else "1")
    with reading(voice.database) as session:
        now = voice.clock()
        assert reasons_for_managers(session, since=now, until=now + timedelta(days=1)) == {"late": 2, "unsolved": 1}
        assert reasons_for_managers(session, since=now - timedelta(days=1), until=now) == {}


def test_without_records_the_caller_is_put_through_all_the_same(voice: VoiceBoard) -> None:
    assert Call(without_records(voice), FLOW).queue == "sikayet"
