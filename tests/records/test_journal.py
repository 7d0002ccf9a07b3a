import pytest

from records.database import reading, writing
from records.journal import Event, append, events_of, events_of_agent

pytestmark = pytest.mark.both_databases


@pytest.fixture
def arrived(clock):
    return Event(id="1-0", kind="arrived", at=clock(), call="CA1", data={"from": "+905321234567", "to": "+90850"})


def test_an_event_is_read_back_as_it_was_written(database, arrived):
    with writing(database) as session:
        append(session, [arrived])
    with reading(database) as session:
        assert events_of(session, "CA1") == [arrived]


def test_an_event_that_arrives_twice_is_kept_once(database, arrived):
    with writing(database) as session:
        append(session, [arrived, arrived])
    with writing(database) as session:
        append(session, [arrived])
        assert events_of(session, "CA1") == [arrived]


def test_the_first_telling_of_an_event_stands(database, arrived, clock):
    with writing(database) as session:
        append(session, [arrived])
        append(session, [Event(id="1-0", kind="ended", at=clock(), call="CA1")])
        assert events_of(session, "CA1") == [arrived]


def test_nothing_is_known_of_a_call_we_never_heard_of(database):
    with reading(database) as session:
        assert events_of(session, "CA9") == []


def test_what_an_agent_did_is_read_for_a_span_of_time(database, clock):
    def state(number, at):
        return Event(id=f"{number}-0", kind="agent_state", at=at, agent="ayse", data={"to": "ready"})

    morning = clock()
    clock.advance(3600)
    with writing(database) as session:
        append(session, [state(2, clock()), state(1, morning)])
        assert [each.id for each in events_of_agent(session, "ayse", since=morning, until=clock())] == ["1-0"]


def test_kinds_we_do_not_know_are_kept(database, clock):
    strange = Event(id="7-0", kind="hologram_appeared", at=clock(), call="CA1", data={"colour": "mavi ığüşöç"})
    with writing(database) as session:
        append(session, [strange])
        assert events_of(session, "CA1") == [strange]
