from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.call_record import CallsWanted, call_record, calls_in, latest_calls
from records.call_story import replay
from records.database import reading, writing
from records.journal import Event, append
from records.projecting import project

START = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
PLACE = int(START.timestamp() * 1000)


def story(*happenings):
    """Events of CA1 from (second, kind, data); `agent` and `reservation` are taken out of the data.

    Their ids run backwards: what comes first at one moment must not hang on them.
    """
    events = []
    for number, (second, kind, data) in enumerate(happenings):
        rest = {key: value for key, value in data.items() if key not in ("agent", "reservation")}
        events.append(
            Event(
                id=f"{99 - number}-0",
                kind=kind,
                at=START + timedelta(seconds=second),
                call="CA1",
                agent=data.get("agent"),
                reservation=data.get("reservation"),
                data=rest,
            )
        )
    return events


ARRIVED = (
    0,
    "arrived",
    {
        "from": "+905321234567",
        "from_kind": "e164",
        "to": "+908501112233",
        "customer": "c1",
        "language": "tr",
        "flow": "main",
        "version": 3,
        "direction": "inbound",
    },
)
WAITING = (
    1,
    "waiting",
    {"place_at": PLACE, "score": 1, "queue": "destek", "owner": "ayse", "plan": [[0, "agent:ayse", "owner"]]},
)
OFFERED = (1, "offered", {"agent": "ayse", "reservation": "r1", "line": "agent:ayse", "step": 0})
ANSWERED_CALL = story(
    ARRIVED,
    (0.5, "identified", {"customer": "c1", "case": "4812"}),
    WAITING,
    OFFERED,
    (1.2, "queued", {"queue_sid": "QU1"}),
    (2, "rang", {"agent": "ayse", "reservation": "r1", "leg": "CA2"}),
    (9, "accepted", {"agent": "ayse", "reservation": "r1"}),
    (10, "answered", {"agent": "ayse"}),
    (10, "case_opened", {"case": "4812"}),
    (70, "left", {"by": "caller"}),
    (71, "ended", {"outcome": "answered", "by": "caller", "status": "completed"}),
)
TWO_AGENTS = story(
    ARRIVED,
    WAITING,
    OFFERED,
    (1, "offer_failed", {"agent": "ayse", "reservation": "r1", "why": "busy"}),
    (1, "offered", {"agent": "burak", "reservation": "r2"}),
    (1, "accepted", {"agent": "burak", "reservation": "r2"}),
    (5, "answered", {"agent": "burak"}),
    (60, "left", {"by": "agent"}),
    (60, "waiting", {"place_at": PLACE}),
    (61, "offered", {"agent": "ayse", "reservation": "r3"}),
    (62, "ended", {"by": "caller", "status": "completed"}),
)


@pytest.mark.parametrize(
    ("so_far", "stage", "agent"),
    [
        (1, "ivr", None),
        (3, "waiting", None),
        (4, "reserved", None),
        (7, "reserved", "ayse"),
        (8, "talking", "ayse"),
        (10, "ivr", "ayse"),
        (11, "ended", "ayse"),
    ],
)
def test_the_stage_follows_the_call(so_far, stage, agent):
    record = replay(ANSWERED_CALL[:so_far])
    assert (record.stage, record.agent_id) == (stage, agent)


@pytest.mark.parametrize(
    ("so_far", "stage", "agent"),
    [
        (4, "waiting", None),
        (5, "reserved", None),
        (6, "reserved", "burak"),
        (7, "talking", "burak"),
        (9, "waiting", "burak"),
        (10, "reserved", "burak"),
    ],
)
def test_a_call_is_followed_over_a_failed_offer_and_a_dropped_conversation(so_far, stage, agent):
    record = replay(TWO_AGENTS[:so_far])
    assert (record.stage, record.agent_id) == (stage, agent)


def test_an_offer_that_failed_stays_failed_whenever_it_is_heard_of():
    failed = (2, "offer_failed", {"agent": "ayse", "reservation": "r1", "why": "no_answer"})
    record = replay(story(ARRIVED, WAITING, failed, (3, "offered", {"agent": "ayse", "reservation": "r1"})))
    assert record.stage == "waiting"


def test_who_talked_last_is_known_though_they_do_not_take_the_call_again():
    record = replay(
        story(
            ARRIVED,
            WAITING,
            OFFERED,
            (5, "answered", {"agent": "ayse"}),
            (60, "left", {"by": "agent"}),
            (60, "waiting", {}),
            (61, "offered", {"agent": "ayse", "reservation": "r2"}),
            (62, "offer_failed", {"agent": "ayse", "reservation": "r2", "why": "busy"}),
        )
    )
    assert (record.stage, record.agent_id) == ("waiting", "ayse")


def test_everything_said_of_a_call_is_in_its_record():
    record = replay(ANSWERED_CALL)
    assert (record.from_number, record.from_kind, record.to_number) == ("+905321234567", "e164", "+908501112233")
    assert (record.customer_id, record.case_number, record.owner_id) == ("c1", "4812", "ayse")
    assert (record.flow, record.flow_version, record.language) == ("main", "3", "tr")
    assert (record.queue, record.queue_sid, record.plan) == ("destek", "QU1", [[0, "agent:ayse", "owner"]])
    assert record.place_at == START
    assert record.arrived_at == START
    assert record.waiting_at == START + timedelta(seconds=1)
    assert record.answered_at == START + timedelta(seconds=10)
    assert record.ended_at == START + timedelta(seconds=71)
    assert (record.outcome, record.ended_by, record.status) == ("answered", "caller", "completed")


@pytest.mark.parametrize(
    ("happenings", "outcome"),
    [
        ([(0, "ended", {"status": "no-answer"})], "gone_before_greeting"),
        ([ARRIVED, (5, "ended", {})], "abandoned_in_ivr"),
        ([ARRIVED, WAITING, (1.1, "ended", {})], "abandoned_in_queue"),
        ([ARRIVED, WAITING, (8, "callback_promised", {}), (11, "ended", {})], "callback_promised"),
        ([ARRIVED, (8, "callback_promised", {}), (11, "ended", {})], "callback_promised"),
        ([ARRIVED, WAITING, (30, "ended", {"outcome": "failed"})], "failed"),
        (
            [ARRIVED, WAITING, (9, "answered", {"agent": "ayse"}), (30, "ended", {"outcome": "abandoned_in_queue"})],
            "answered",
        ),
        ([ARRIVED, WAITING], None),
    ],
)
def test_a_call_that_ended_has_one_outcome(happenings, outcome):
    assert replay(story(*happenings)).outcome == outcome


def test_the_first_end_counts():
    record = replay(story(ARRIVED, (5, "ended", {"by": "caller"}), (6, "ended", {"by": "reconciliation"})))
    assert (record.ended_by, record.ended_at) == ("caller", START + timedelta(seconds=5))


def test_kinds_we_do_not_know_change_nothing():
    strange = Event(id="x", kind="hologram_appeared", at=START, call="CA1")
    assert replay([*ANSWERED_CALL, strange]) == replay(ANSWERED_CALL)


def test_no_events_are_no_call():
    assert replay([]) is None


AGENTS = st.sampled_from(["ayse", "burak"])
RESERVATIONS = st.sampled_from(["r1", "r2", "r3"])
KINDS = (
    "arrived",
    "visited",
    "identified",
    "waiting",
    "queued",
    "widened",
    "offered",
    "rang",
    "accepted",
    "offer_failed",
    "answered",
    "case_opened",
    "left",
    "ended",
    "something_new",
)
HAPPENINGS = st.builds(
    Event,
    id=st.uuids().map(str),
    kind=st.sampled_from(KINDS),
    call=st.just("CA1"),
    agent=AGENTS,
    reservation=RESERVATIONS,
    at=st.integers(0, 5).map(lambda second: START + timedelta(seconds=second)),
    data=st.fixed_dictionaries(
        {},
        optional={
            "outcome": st.sampled_from(["failed", "abandoned_in_ivr"]),
            "by": st.sampled_from(["caller", "agent"]),
            "case": st.sampled_from(["1", "2"]),
            "customer": st.sampled_from(["c1", "c2"]),
            "owner": AGENTS,
            "queue_sid": st.sampled_from(["QU1", "QU2"]),
            "place_at": st.integers(0, 10**12),
        },
    ),
)


@given(events=st.lists(HAPPENINGS, min_size=1, max_size=14), data=st.data())
def test_order_and_repetition_of_what_we_hear_do_not_matter(events, data):
    heard = data.draw(st.permutations(events + data.draw(st.lists(st.sampled_from(events), max_size=5))))
    assert replay(heard) == replay(events)


@given(data=st.data(), known=st.sampled_from([ANSWERED_CALL, TWO_AGENTS]))
def test_a_whole_call_is_the_same_in_whatever_order_it_is_heard(data, known):
    assert replay(data.draw(st.permutations(known))) == replay(known)


@given(events=st.lists(HAPPENINGS, min_size=1, max_size=14))
def test_a_call_that_ended_never_comes_back(events):
    ended = False
    for heard in range(1, len(events) + 1):
        record = replay(events[:heard])
        assert not ended or record.stage == "ended"
        ended = record.stage == "ended"
        assert ended == (record.outcome is not None) == (record.ended_at is not None)


@pytest.mark.both_databases
def test_the_row_is_what_the_journal_says_however_its_events_come_in(database):
    late_first = [ANSWERED_CALL[-1:], ANSWERED_CALL[3:7], ANSWERED_CALL[:5], ANSWERED_CALL[5:]]
    for batch in late_first:
        with writing(database) as session:
            append(session, batch)
            project(session, batch)
    with reading(database) as session:
        assert call_record(session, "CA1") == replay(ANSWERED_CALL)


@pytest.mark.both_databases
def test_an_agents_events_are_no_call(database):
    state = Event(id="1-0", kind="agent_state", at=START, agent="ayse", data={"to": "ready"})
    with writing(database) as session:
        append(session, [state])
        assert project(session, [state]) == []


@pytest.mark.both_databases
def test_live_calls_are_found_longest_here_first(database):
    def arrival(call, second, kind="arrived"):
        return Event(id=f"{call}-{kind}", kind=kind, at=START + timedelta(seconds=second), call=call)

    events = [arrival("CA3", 3), arrival("CA1", 1), arrival("CA2", 2), arrival("CA2", 4, "ended")]
    with writing(database) as session:
        append(session, events)
        project(session, events)
        assert [call.sid for call in calls_in(session, ["ivr", "waiting"])] == ["CA1", "CA3"]
        assert [call.sid for call in latest_calls(session, CallsWanted(), limit=2)] == ["CA3", "CA2"]
        after_ca2 = (START + timedelta(seconds=2), "CA2")
        assert [call.sid for call in latest_calls(session, CallsWanted(), limit=2, before=after_ca2)] == ["CA1"]
        assert [call.sid for call in latest_calls(session, CallsWanted(stage="live"), limit=5)] == ["CA3", "CA1"]
        assert [call.sid for call in latest_calls(session, CallsWanted(stage="ended"), limit=5)] == ["CA2"]
