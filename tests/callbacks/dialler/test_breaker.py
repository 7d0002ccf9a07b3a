"""When hardly anybody answers, calling stops by itself, somebody learns of it, and one trial lets it go on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from callbacks.dialler.breaker import LOOK_AGAIN, TRIAL_WITHIN, breaks
from callbacks.dialler.calling_stop import CallingStop
from callbacks.dialler.refusal import Refusal
from callbacks.dialler.rules import BreakerRules
from records.database import open_database, reading, writing
from records.event_subscription import EventSubscription
from records.outgoing_event import OutgoingEvent
from staff.agent import Agent
from staff.notice import NoticeRow
from telephony.attempt import AttemptRow, begin
from tests.conftest import SettableClock

RULES = BreakerRules(look_back=timedelta(minutes=15), least_calls=5, answered_below=0.25, pause=timedelta(minutes=20))
PHONE, OTHER = "+905321234567", "+905339876543"


class Calls:
    """Calls to customers as they come out, and whether the next one may be made."""

    def __init__(self, database: Engine, clock: SettableClock) -> None:
        self.database, self.clock, self.made = database, clock, 0

    def come_out(self, *statuses: str, to: str = PHONE, state: str = "done") -> None:
        for status in statuses:
            self.made += 1
            with writing(self.database) as session:
                begin(session, token=f"T{self.made}", kind="callback", subject=f"S{self.made}", destination=to,
                      now=self.clock())  # fmt: skip
                row = session.get_one(AttemptRow, f"T{self.made}")
                row.status, row.state = status, state
                row.resolved_at = self.clock() if state in ("done", "rejected") else None
            self.clock.advance(1)

    def asks(self, phone: str = PHONE) -> Refusal | None:
        with writing(self.database) as session:
            return breaks(session, RULES, phone, self.clock())

    def pass_the_pause(self) -> None:
        self.come_out(*["no-answer"] * 5)
        assert self.asks() is not None
        self.clock.advance(20 * 60)


@pytest.fixture
def calls(database: Engine, clock: SettableClock) -> Calls:
    return Calls(database, clock)


def stopped_until(moment: datetime) -> Refusal:
    return Refusal(why="breaker", until=moment)


def test_calling_stops_when_hardly_anybody_answers(calls: Calls, clock: SettableClock) -> None:
    calls.come_out("no-answer", "busy", "failed", "completed")
    assert calls.asks() is None  # too few to tell
    calls.come_out("no-answer")
    assert calls.asks() == stopped_until(clock() + timedelta(minutes=20))
    clock.advance(60)
    assert calls.asks(OTHER) == stopped_until(clock() + timedelta(minutes=19))


def test_as_many_answers_as_asked_for_are_enough(calls: Calls) -> None:
    calls.come_out("no-answer", "no-answer", "no-answer", "completed", "in-progress")
    assert calls.asks() is None


def test_only_the_last_calls_of_the_look_back_tell(calls: Calls, clock: SettableClock) -> None:
    calls.come_out(*["no-answer"] * 4)
    clock.advance(15 * 60)
    calls.come_out("no-answer")
    assert calls.asks() is None
    calls.come_out(*["completed"] * 2, *["no-answer"] * 4)
    assert calls.asks() is not None


def test_what_we_took_back_says_nothing_and_what_the_network_refused_does(calls: Calls) -> None:
    calls.come_out(*["canceled"] * 5)
    assert calls.asks() is None
    calls.come_out(*[""] * 5, state="rejected")
    assert calls.asks() is not None


def test_after_the_pause_one_call_is_tried_and_all_others_wait(calls: Calls, clock: SettableClock) -> None:
    calls.pass_the_pause()
    assert calls.asks(PHONE) is None
    assert calls.asks(OTHER) == stopped_until(clock() + LOOK_AGAIN)
    assert calls.asks(PHONE) is None  # asked again when it is dialled
    calls.come_out("ringing", to=PHONE, state="sent")
    assert calls.asks(OTHER) == stopped_until(clock() + LOOK_AGAIN)


def test_a_trial_that_is_answered_lets_everybody_be_called_again(calls: Calls) -> None:
    calls.pass_the_pause()
    assert calls.asks(PHONE) is None
    calls.come_out("in-progress", to=PHONE, state="live")
    assert [calls.asks(OTHER), calls.asks(PHONE)] == [None, None]  # what came before it is not held against us


def test_a_trial_that_nobody_answers_begins_the_pause_anew(calls: Calls, clock: SettableClock) -> None:
    calls.pass_the_pause()
    assert calls.asks(PHONE) is None
    tried = clock()
    calls.come_out("no-answer", to=PHONE)
    assert calls.asks(OTHER) == stopped_until(tried + timedelta(minutes=20))
    clock.now = tried + timedelta(minutes=20)
    assert calls.asks(OTHER) is None


@pytest.mark.parametrize("comes_out", [("canceled", "done"), ("", "not_made")])
def test_a_trial_that_told_nothing_is_the_next_ones(calls: Calls, comes_out: tuple[str, str]) -> None:
    calls.pass_the_pause()
    assert calls.asks(PHONE) is None
    calls.come_out(comes_out[0], to=PHONE, state=comes_out[1])
    with writing(calls.database) as session:
        session.get_one(AttemptRow, f"T{calls.made}").resolved_at = calls.clock()
    assert calls.asks(OTHER) is None
    assert calls.asks(PHONE) is not None


def test_a_trial_that_is_not_called_in_time_is_the_next_ones(calls: Calls, clock: SettableClock) -> None:
    calls.pass_the_pause()
    assert calls.asks(PHONE) is None
    clock.advance(TRIAL_WITHIN.total_seconds())
    assert calls.asks(OTHER) is None
    assert calls.asks(PHONE) == stopped_until(clock() + LOOK_AGAIN)


def test_leads_and_other_systems_learn_of_it_once_and_of_its_end(calls: Calls, clock: SettableClock) -> None:
    with writing(calls.database) as session:
        roles = {"lale": "lead", "onur": "ops", "ayse": "agent"}
        session.add_all(Agent(id=name, name=name, role=role) for name, role in roles.items())
        session.add(EventSubscription(id="E1", name="E1", url="https://erp.example.com/in", kinds=["calling.*"],
                                      state_since=clock(), made_by="ops", made_at=clock()))  # fmt: skip
    calls.pass_the_pause()
    assert calls.asks(OTHER) is None
    with reading(calls.database) as session:
        assert _told(session) == (["lale calling_stopped", "onur calling_stopped"], ["calling.stopped"])
        assert session.scalars(select(OutgoingEvent.data)).one()["answered"] == 0
    calls.come_out("completed", to=OTHER)
    assert calls.asks(PHONE) is None
    with reading(calls.database) as session:
        notices, events = _told(session)
    assert notices[2:] == ["lale calling_resumed", "onur calling_resumed"]
    assert events == ["calling.stopped", "calling.resumed"]


def _told(session: Session) -> tuple[list[str], list[str]]:
    notices = session.scalars(select(NoticeRow).order_by(NoticeRow.at, NoticeRow.agent_id))
    events = session.scalars(select(OutgoingEvent.kind).order_by(OutgoingEvent.seq))
    return [f"{row.agent_id} {row.kind}" for row in notices], list(events)


@pytest.mark.both_databases
@pytest.mark.parametrize("pause_is_over", [False, True])
def test_many_at_once_stop_calling_once_and_make_one_trial(
    calls: Calls, database_url: str, clock: SettableClock, pause_is_over: bool
) -> None:
    if pause_is_over:
        calls.pass_the_pause()
    else:
        calls.come_out(*["no-answer"] * 5)
    with ThreadPoolExecutor(8) as executor:
        answers = list(executor.map(_asker(database_url, clock()), [f"+90532123{n:04d}" for n in range(24)]))
    assert answers.count(None) == (1 if pause_is_over else 0)
    with reading(calls.database) as session:
        assert len(session.scalars(select(CallingStop)).all()) == 1


def _asker(url: str, now: datetime) -> Callable[[str], Refusal | None]:
    def ask(phone: str) -> Refusal | None:
        database = open_database(url, busy_ms=30_000)
        with writing(database) as session:
            answer = breaks(session, RULES, phone, now)
        database.dispose()
        return answer

    return ask
