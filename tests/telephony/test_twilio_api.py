"""What a REST answer means for the call it was about."""

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests

from simulator.wire.overrides import read_overrides
from telephony.asked_again import OVERRIDES
from telephony.errors import (
    AccountTrouble,
    CallRefused,
    ForeignHost,
    NotThere,
    OutcomeUnknown,
    TelephonyError,
    TryLater,
)
from telephony.twilio_api import TwilioApi
from tests.telephony.conftest import ACCOUNT, TwilioServer

CALL = "CA" + "b" * 32
QUEUE = "QU" + "c" * 32


def ring(api: TwilioApi, **more: Any) -> str:
    return api.create_call(to="+905321234567", url="https://x.example/a/T1", status_callback="https://x.example/s/T1",
                           fallback="https://x.example/f/T1", ring_seconds=15, time_limit=600, **more)  # fmt: skip


def test_a_created_call_carries_the_token_urls_and_every_progress_event(api: TwilioApi, twilio: TwilioServer) -> None:
    twilio.will_answer(201, {"sid": CALL})
    assert ring(api) == CALL
    form = parse_qs(twilio.asked[0].body)
    assert form["Url"] == [f"https://x.example/a/T1#{OVERRIDES}"]
    assert form["StatusCallback"] == [f"https://x.example/s/T1#{OVERRIDES}"]
    assert (form["FallbackUrl"], form["FallbackMethod"]) == ([f"https://x.example/f/T1#{OVERRIDES}"], ["POST"])
    assert read_overrides(form["Url"][0])[2] == (), "the network understands all of it"
    assert form["StatusCallbackEvent"] == ["initiated", "ringing", "answered", "completed"]
    assert form["From"] == ["+902125550100"]
    assert (form["Timeout"], form["TimeLimit"]) == (["15"], ["600"])


def test_who_answered_is_told_beside_the_document_and_of_a_machine_once_it_has_beeped(
    api: TwilioApi, twilio: TwilioServer
) -> None:
    twilio.will_answer(201, {"sid": CALL})
    ring(api, machine_told="https://x.example/m")
    form = parse_qs(twilio.asked[0].body)
    assert form["MachineDetection"] == ["DetectMessageEnd"]
    assert (form["AsyncAmd"], form["AsyncAmdStatusCallback"]) == (["true"], [f"https://x.example/m#{OVERRIDES}"])


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (400, 21211, CallRefused),
        (400, 21215, CallRefused),
        (401, 20003, AccountTrouble),
        (403, 20005, AccountTrouble),
        (403, 20006, AccountTrouble),
        (429, 20429, TryLater),
        (503, 20503, TryLater),
        (400, 15001, TryLater),
        (400, 10004, TryLater),
        (500, 20500, OutcomeUnknown),
        (502, None, OutcomeUnknown),
        (302, None, OutcomeUnknown),
    ],
)
def test_each_refusal_says_what_may_be_done_about_it(
    api: TwilioApi, twilio: TwilioServer, status: int, code: int | None, error: type[TelephonyError]
) -> None:
    twilio.will_answer(
        status, {"code": code, "message": "no"} if code else "<html>", {"Location": "http://127.0.0.1:9/"}
    )
    with pytest.raises(error):
        ring(api)
    assert len(twilio.asked) == 1


def test_a_refused_call_keeps_twilios_reason(api: TwilioApi, twilio: TwilioServer) -> None:
    twilio.will_answer(400, {"code": 21211, "message": "not a number"})
    with pytest.raises(CallRefused) as refused:
        ring(api)
    assert (refused.value.code, refused.value.status) == (21211, 400)


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("soon", 1.0), ("0", 1.0), ("inf", 60.0), ("9999", 60.0)])
def test_we_come_back_when_twilio_says_and_within_a_minute(
    api: TwilioApi, twilio: TwilioServer, header: str, seconds: float
) -> None:
    twilio.will_answer(429, {"code": 20429}, {"Retry-After": header})
    with pytest.raises(TryLater) as later:
        ring(api)
    assert later.value.retry_after == seconds


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def close(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def say_half(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{")
    connection.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("misbehave", [reset, close, say_half])
def test_a_call_whose_answer_was_lost_is_never_asked_for_twice(
    api: TwilioApi, twilio: TwilioServer, misbehave: Callable[[socket.socket], None]
) -> None:
    twilio.will(misbehave)
    with pytest.raises(OutcomeUnknown):
        ring(api)
    assert len(twilio.asked) == 1


def test_a_server_that_hangs_is_given_up_and_the_outcome_is_unknown(api: TwilioApi, twilio: TwilioServer) -> None:
    given_up = threading.Event()

    def hang(_: socket.socket) -> None:
        given_up.wait(10)

    twilio.will(hang)
    with pytest.raises(OutcomeUnknown):
        ring(api)
    given_up.set()
    assert len(twilio.asked) == 1


@pytest.mark.parametrize("body", ["", "not json", "[]", "null"])
def test_a_success_nobody_can_read_is_an_unknown_outcome(api: TwilioApi, twilio: TwilioServer, body: str) -> None:
    twilio.will_answer(201, body)
    with pytest.raises(OutcomeUnknown):
        ring(api)


def test_a_call_without_a_sid_is_an_unknown_outcome(api: TwilioApi, twilio: TwilioServer) -> None:
    twilio.will_answer(201, {"status": "queued"})
    with pytest.raises(OutcomeUnknown):
        ring(api)


def test_when_nobody_listens_the_call_was_certainly_not_made() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with requests.Session() as session, pytest.raises(TryLater):
        ring(made(session, f"http://127.0.0.1:{port}"))


def test_an_account_that_does_not_exist_is_trouble_with_the_account(api: TwilioApi, twilio: TwilioServer) -> None:
    twilio.will_answer(404, {"code": 20404})
    with pytest.raises(AccountTrouble):
        ring(api)


def test_ending_a_call_that_has_ended_is_no_failure(api: TwilioApi, twilio: TwilioServer) -> None:
    twilio.will_answer(200, {"sid": CALL})
    twilio.will_answer(400, {"code": 21220})
    assert api.end_call(CALL) is True
    assert api.end_call(CALL) is False


@pytest.mark.parametrize(("status", "code"), [(404, 20404), (404, None), (400, 21220), (400, 22002)])
def test_claiming_a_caller_who_has_left_the_queue_says_so(
    api: TwilioApi, twilio: TwilioServer, status: int, code: int | None
) -> None:
    twilio.will_answer(status, {"code": code})
    with pytest.raises(NotThere):
        api.move_queue_member(QUEUE, CALL, "https://x.example/join")


def test_live_calls_come_from_every_page_and_a_call_that_moved_on_counts_once(
    api: TwilioApi, twilio: TwilioServer
) -> None:
    more = f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json?Status=queued&Page=1"
    twilio.will_answer(200, {"calls": [{"sid": "CA1", "status": "queued"}], "next_page_uri": more})
    twilio.will_answer(200, {"calls": [{"sid": "CA2", "status": "queued"}], "next_page_uri": None})
    twilio.will_answer(200, {"calls": [{"sid": "CA1", "status": "ringing"}]})
    twilio.will_answer(200, {"calls": []})
    assert [(leg.sid, leg.status) for leg in api.live_calls()] == [("CA1", "ringing"), ("CA2", "queued")]
    assert twilio.asked[1].url == more


def test_a_leg_is_read_with_its_times_in_utc(api: TwilioApi, twilio: TwilioServer) -> None:
    twilio.will_answer(
        200,
        {
            "sid": CALL,
            "status": "in-progress",
            "direction": "outbound-api",
            "from": "+902125550100",
            "to": "+905321234567",
            "date_created": "Mon, 23 Nov 2026 07:00:00 +0000",
            "start_time": None,
        },
    )
    leg = api.call(CALL)
    assert leg is not None
    assert (leg.from_, leg.to, leg.started_at) == ("+902125550100", "+905321234567", None)
    assert leg.created_at == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def test_a_call_nobody_made_is_none(api: TwilioApi, twilio: TwilioServer) -> None:
    twilio.will_answer(404, {"code": 20404})
    assert api.call(CALL) is None


def made(session: requests.Session, base_url: str, *, loopback_only: bool = True) -> TwilioApi:
    return TwilioApi(
        account_sid=ACCOUNT,
        username=ACCOUNT,
        password="s",
        caller_id="+902125550100",
        session=session,
        base_url=base_url,
        timeout=0.5,
        loopback_only=loopback_only,
    )


@pytest.mark.parametrize("url", ["https://api.twilio.com", "http://10.0.0.1", "http://127.0.0.1.example.com"])
def test_the_demo_never_talks_to_another_machine(url: str) -> None:
    with requests.Session() as session, pytest.raises(ForeignHost):
        made(session, url)


@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "127.0.0.1:8000", "http://user:pw@127.0.0.1", ""])
def test_a_base_url_that_is_not_an_address_is_refused(url: str) -> None:
    with requests.Session() as session, pytest.raises(ForeignHost):
        made(session, url, loopback_only=False)


@pytest.mark.parametrize("next_page", ["https://evil.example/x", "//evil.example/x", "@evil.example/"])
def test_a_next_page_on_another_host_is_not_followed(api: TwilioApi, twilio: TwilioServer, next_page: str) -> None:
    twilio.will_answer(200, {"calls": [], "next_page_uri": next_page})
    twilio.will_answer(200, {"calls": []})
    twilio.will_answer(200, {"calls": []})
    twilio.will_answer(200, {"calls": []})
    with suppress(TelephonyError):
        api.live_calls()
    assert all(one.url.startswith("/") for one in twilio.asked)


def test_who_stands_in_a_room_is_one_question_where_its_sid_is_known_and_somebody_is_there(
    api: TwilioApi, twilio: TwilioServer
) -> None:
    twilio.will_answer(200, {"participants": [{"call_sid": "CA1", "conference_sid": "CF1"}]})
    assert [one.call for one in api.participants("call-1", last="CF1")] == ["CA1"]
    assert "/Conferences/CF1/Participants.json" in twilio.asked[0].url


@pytest.mark.parametrize("status", [200, 404])
def test_where_nobody_stands_in_the_room_we_know_its_name_is_asked(
    status: int, api: TwilioApi, twilio: TwilioServer
) -> None:
    twilio.will_answer(status, {"participants": []} if status == 200 else {"code": 20404})
    rooms = [{"sid": "CF1", "status": "completed"}, {"sid": "CF2", "status": "in-progress"}]
    twilio.will_answer(200, {"conferences": rooms})
    twilio.will_answer(200, {"participants": [{"call_sid": "CA1", "conference_sid": "CF2"}]})
    assert [one.room for one in api.participants("call-1", last="CF1")] == ["CF2"]
