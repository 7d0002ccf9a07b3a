"""A phone rings at most once for each attempt, whatever the network did to the request."""

import itertools
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from records.database import open_database, reading, writing
from telephony.attempt import (
    CLOSED,
    Attempt,
    attempt,
    attempt_of_leg,
    begin,
    observe,
    open_attempt_for,
    open_attempts,
    prove,
    rejected,
    sent,
    told_who_answered,
    unknown,
)
from telephony.errors import AttemptOpen, AttemptUnknown
from telephony.leg import Leg
from tests.conftest import SettableClock

PHONE = "+905321234567"
RANK = {"intent": 0, "unknown": 1, "sent": 2, "live": 3} | dict.fromkeys(CLOSED, 4)


def begun(database: Engine, now: datetime, token: str = "T1", subject: str = "R1", to: str = PHONE) -> Attempt:
    with writing(database) as session:
        return begin(
            session, token=token, kind="ring", subject=subject, destination=to, now=now, call="CA1", agent_id="ayse"
        )


def leg(
    sid: str, created_at: datetime, status: str = "ringing", to: str = PHONE, direction: str = "outbound-api"
) -> Leg:
    return Leg(sid=sid, status=status, direction=direction, from_="+902125550100", to=to, created_at=created_at)


@pytest.mark.both_databases
def test_a_second_attempt_for_the_same_reservation_or_phone_waits_for_the_first(
    database: Engine, clock: SettableClock
) -> None:
    begun(database, clock())
    with pytest.raises(AttemptOpen):
        begun(database, clock(), token="T2", subject="R1", to="+905329999999")
    with pytest.raises(AttemptOpen):
        begun(database, clock(), token="T3", subject="R2", to=PHONE)
    with reading(database) as session:
        assert [one.token for one in open_attempts(session)] == ["T1"]


def test_a_refused_second_attempt_does_not_spoil_the_rest_of_the_transaction(
    database: Engine, clock: SettableClock
) -> None:
    begun(database, clock())
    with writing(database) as session:
        with pytest.raises(AttemptOpen):
            begin(session, token="T2", kind="ring", subject="R1", destination="+90", now=clock())
        begin(session, token="T3", kind="ring", subject="R3", destination="+905551112233", now=clock())
    with reading(database) as session:
        assert attempt(session, "T2") is None
        assert attempt(session, "T3") is not None


def test_the_phone_is_free_again_when_the_leg_has_ended(database: Engine, clock: SettableClock) -> None:
    begun(database, clock())
    with writing(database) as session:
        ended = observe(session, "T1", leg="CA2", status="no-answer", now=clock())
    assert (ended.state, ended.status, ended.resolved_at) == ("done", "no-answer", clock())
    assert begun(database, clock(), token="T2").open


def test_an_answer_that_was_lost_is_made_good_by_the_first_webhook(database: Engine, clock: SettableClock) -> None:
    begun(database, clock())
    with writing(database) as session:
        assert unknown(session, "T1", now=clock()).state == "unknown"
        ringing = observe(session, "T1", leg="CA2", status="ringing", now=clock())
    assert (ringing.state, ringing.leg, ringing.resolved_at) == ("sent", "CA2", None)


def test_a_webhook_may_overtake_the_answer_to_our_request(database: Engine, clock: SettableClock) -> None:
    begun(database, clock())
    with writing(database) as session:
        observe(session, "T1", leg="CA2", status="in-progress", now=clock())
        assert sent(session, "T1", leg="CA2", now=clock()).state == "live"
        assert observe(session, "T1", leg="CA2", status="ringing", now=clock()).status == "in-progress"


def test_the_first_end_stands(database: Engine, clock: SettableClock) -> None:
    begun(database, clock())
    with writing(database) as session:
        observe(session, "T1", leg="CA2", status="busy", now=clock())
        late = observe(session, "T1", leg="CA2", status="completed", now=clock())
    assert (late.state, late.status) == ("done", "busy")


def test_a_second_leg_with_the_same_token_is_not_the_attempts(database: Engine, clock: SettableClock) -> None:
    first = begun(database, clock())
    assert first.is_leg("CA2")
    with writing(database) as session:
        live = observe(session, "T1", leg="CA2", status="in-progress", now=clock())
        observe(session, "T1", leg="CA3", status="completed", now=clock())
        still = attempt(session, "T1")
    assert still == live
    assert live.is_leg("CA2")
    assert not live.is_leg("CA3")


def test_a_refused_attempt_keeps_twilios_reason_and_hangs_up_on_late_legs(
    database: Engine, clock: SettableClock
) -> None:
    begun(database, clock())
    with writing(database) as session:
        refused = rejected(session, "T1", code=21211, now=clock())
        observe(session, "T1", leg="CA2", status="in-progress", now=clock())
        after = attempt(session, "T1")
    assert (refused.state, refused.error_code) == ("rejected", 21211)
    assert after == refused
    assert not refused.is_leg("CA2")


def test_a_leg_that_was_seen_is_believed_over_a_refusal(database: Engine, clock: SettableClock) -> None:
    begun(database, clock())
    with writing(database) as session:
        observe(session, "T1", leg="CA2", status="ringing", now=clock())
        assert rejected(session, "T1", code=500, now=clock()).state == "sent"


def proved(database: Engine, clock: SettableClock, *legs: Leg) -> Attempt:
    with writing(database) as session:
        return prove(session, "T1", legs=legs, ring_seconds=15, now=clock())


@pytest.mark.parametrize("was_unknown", [True, False])
def test_an_attempt_nobody_heard_of_was_not_made_after_the_ringing_and_a_minute(
    database: Engine, clock: SettableClock, was_unknown: bool
) -> None:
    begun(database, clock())
    if was_unknown:
        with writing(database) as session:
            unknown(session, "T1", now=clock())
    clock.advance(75)
    assert proved(database, clock).open
    clock.advance(1)
    assert proved(database, clock).state == "not_made"
    assert not proved(database, clock).is_leg("CA9")


def test_the_minute_counts_from_the_request_and_not_from_the_intent(database: Engine, clock: SettableClock) -> None:
    begun(database, clock())
    clock.advance(60)
    with writing(database) as session:
        unknown(session, "T1", now=clock())
    clock.advance(60)
    assert proved(database, clock).state == "unknown"


def test_a_leg_in_twilios_list_is_adopted_however_late(database: Engine, clock: SettableClock) -> None:
    begun(database, clock())
    made_at = clock()
    clock.advance(300)
    adopted = proved(database, clock, leg("CA2", made_at, status="in-progress"))
    assert (adopted.state, adopted.leg) == ("live", "CA2")


def test_the_list_lags_by_a_truncated_second(database: Engine, clock: SettableClock) -> None:
    clock.advance(0.9)
    begun(database, clock())
    assert proved(database, clock, leg("CA2", clock().replace(microsecond=0))).leg == "CA2"


def test_other_peoples_legs_are_not_adopted(database: Engine, clock: SettableClock) -> None:
    begun(database, clock(), token="T0", subject="R0")
    with writing(database) as session:
        observe(session, "T0", leg="CA0", status="busy", now=clock())
    begun(database, clock())
    others = (
        leg("CA0", clock(), status="busy"),
        leg("CA4", clock(), to="+905329999999"),
        leg("CA5", clock(), direction="inbound"),
        leg("CA6", clock() - timedelta(minutes=5)),
    )
    assert proved(database, clock, *others).leg is None


def test_a_settled_attempt_is_not_proved_again(database: Engine, clock: SettableClock) -> None:
    begun(database, clock())
    with writing(database) as session:
        sent(session, "T1", leg="CA2", now=clock())
    clock.advance(1_000)
    assert proved(database, clock).state == "sent"


def test_an_attempt_is_found_by_its_token_leg_and_subject(database: Engine, clock: SettableClock) -> None:
    begun(database, clock())
    with writing(database) as session:
        expected = sent(session, "T1", leg="CA2", now=clock())
    with reading(database) as session:
        assert attempt(session, "T1") == attempt_of_leg(session, "CA2") == open_attempt_for(session, "R1") == expected
        assert attempt(session, "T9") is None
        assert attempt_of_leg(session, "CA9") is None
        assert open_attempt_for(session, "R9") is None


def test_a_token_nobody_gave_out_is_told_apart(database: Engine, clock: SettableClock) -> None:
    with writing(database) as session, pytest.raises(AttemptUnknown):
        observe(session, "T9", leg="CA2", status="ringing", now=clock())


statuses = st.sampled_from(["queued", "initiated", "ringing", "in-progress", "completed", "busy", "no-answer", "odd"])
acts = st.one_of(
    st.tuples(st.just("observe"), st.sampled_from(["CA2", "CA3"]), statuses),
    st.tuples(st.sampled_from(["sent", "unknown", "rejected", "prove"]), st.just("CA2"), st.just("")),
)
TOKENS = (f"{number:032x}" for number in itertools.count(1))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(acts, max_size=8))
def test_no_order_of_news_ever_moves_an_attempt_back(
    database: Engine, clock: SettableClock, news: list[tuple[str, str, str]]
) -> None:
    token = next(TOKENS)
    begun(database, clock(), token=token, subject=token, to=token)
    with writing(database) as session:
        seen = attempt(session, token)
        for act, sid, status in news:
            clock.advance(20)
            match act:
                case "observe":
                    now = observe(session, token, leg=token[:20] + sid, status=status, now=clock())
                case "sent":
                    now = sent(session, token, leg=token[:20] + sid, now=clock())
                case "unknown":
                    now = unknown(session, token, now=clock())
                case "rejected":
                    now = rejected(session, token, code=21211, now=clock())
                case _:
                    now = prove(session, token, legs=(), ring_seconds=15, now=clock())
            assert seen is not None
            assert RANK[now.state] >= RANK[seen.state]
            assert seen.open or now.state == seen.state
            assert seen.leg in (None, now.leg)
            seen = now


def test_the_database_itself_refuses_two_open_attempts_for_a_phone(
    database_url: str, database: Engine, clock: SettableClock
) -> None:
    begun(database, clock())
    other_process = open_database(database_url)
    with pytest.raises(AttemptOpen):
        begun(other_process, clock(), token="T2", subject="R2")
    other_process.dispose()


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("by", "machine"),
    [("human", False), ("unknown", False), ("machine_end_beep", True), ("machine_end_other", True), ("fax", True)],
)
def test_the_networks_first_word_on_who_picked_up_stands(
    database: Engine, clock: SettableClock, by: str, machine: bool
) -> None:
    begun(database, clock())
    with writing(database) as session:
        told = told_who_answered(session, "T1", leg="CA9", by=by, now=clock())
        assert (told.answered_by, told.by_machine, told.leg, told.state) == (by, machine, "CA9", "live")
        assert told_who_answered(session, "T1", leg="CA9", by="human", now=clock()).answered_by == by
        assert told_who_answered(session, "T1", leg="CA8", by="fax", now=clock()).answered_by == by


@pytest.mark.parametrize(("by", "kept"), [("unknown", None), ("machine_end_beep", "machine_end_beep")])
def test_who_hung_up_before_it_could_be_told_is_not_a_person_it_could_not_tell(
    database: Engine, clock: SettableClock, by: str, kept: str | None
) -> None:
    begun(database, clock())
    with writing(database) as session:
        observe(session, "T1", leg="CA9", status="completed", now=clock())
        told = told_who_answered(session, "T1", leg="CA9", by=by, now=clock())
    assert (told.answered_by, told.state) == (kept, "done")
