"""What pages are told while they stand open, and what they are not."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from cases.case import Case
from cases.promise import Promise
from console.live.changed_rows import tell_of_changes
from console.live.concerns import CONCERNS
from console.live.tail import Tail
from console.people.account import Account
from console.people.browser_session import begin_session
from console.walls.wall import Wall, hang, take_down, token_of
from engine.live import live_on
from escalations.listening.listening import Listening
from records.database import Base, reading, writing
from staff.notice import Notice, keep_notice
from tests.console.conftest import CALL, PUBLIC, Centre

SITE = "http://127.0.0.1:4441"
TOKENS = {"ayse": "agent", "burak": "agent", "lead": "lead", "nobody": "ops"}


@dataclass
class Live:
    """The live process of a centre, and browsers that ask it."""

    centre: Centre
    client: FlaskClient
    tail: Tail

    def asks(self, who: str, path: str, **headers: str) -> Any:
        self.client.set_cookie("sahip", f"token-of-{who}", domain="127.0.0.1")
        return self.client.get(f"/live/{path}", base_url=SITE, headers=headers)

    def heard(self, who: str, stream: str, after: str) -> list[tuple[str, str]]:
        """(topic, what it is about) of everything since then."""
        told = json.loads(self.asks(who, f"{stream}/events?after={after}").data)["events"]
        return [(one["topic"], one.get("about") or one.get("call") or "") for one in told]

    @property
    def now(self) -> str:
        return self.centre.board.floor.told_until()


@pytest.fixture
def live(centre: Centre) -> Iterator[Live]:
    board: Any = centre.board
    with writing(board.database) as session:
        for name, role in TOKENS.items():
            agent = name if name in ("ayse", "burak") else None
            account = Account(id=name, login=name, name=name, role=role, agent_id=agent, made_at=centre.clock())
            session.add(account)
            begin_session(session, account, f"token-of-{name}", now=centre.clock())
    tell_of_changes(board.database, board.floor)
    board.floor.agent_presence("burak", state="ready", lines=["queue:main/1"], endpoint="phone",
                               until=centre.clock() + timedelta(hours=8), now=centre.clock())  # fmt: skip
    tail = Tail(board)
    yield Live(centre=centre, client=live_on(board, tail, seats=2, site="centre").test_client(), tail=tail)


def promised(centre: Centre, **more: Any) -> int:
    now = centre.clock()
    with writing(centre.board.database) as session:
        made = Promise(case_number="1001", kind="callback", what="", agreed_for=now, due_at=now, made_at=now,
                       counted_from=now, **more)  # fmt: skip
        session.add(made)
        session.flush()
        return made.id


def test_a_call_that_is_offered_is_told_at_the_agents_own_desk_and_on_the_floor(live: Live) -> None:
    before = live.now
    live.centre.caller_waits()
    assert ("offer", CALL) in live.heard("burak", "desk", before)
    assert live.heard("ayse", "desk", before) == []
    assert ("floor", CALL) in live.heard("lead", "floor", before)


def test_what_was_noted_about_a_call_is_told_to_who_talks_once_it_stands_in_the_records(live: Live) -> None:
    live.centre.caller_waits()
    live.centre.journal_is_written()
    before = live.now
    live.centre.board.floor.note("identified", call=CALL, data={"customer": "C1"}, now=live.centre.clock())
    assert live.heard("burak", "desk", before) == []
    live.centre.journal_is_written()
    assert live.heard("burak", "desk", before) == [("call", CALL)]


def test_a_promise_is_told_to_who_gave_it_and_to_the_owner_of_its_case(live: Live) -> None:
    before = live.now
    number = promised(live.centre, by_agent="burak")
    for who, stream in (("burak", "desk"), ("ayse", "desk"), ("lead", "floor")):
        assert live.heard(who, stream, before) == [("promise", str(number))]
    before = live.now
    with writing(live.centre.board.database) as session:
        session.get_one(Promise, number).status = "kept"
    assert live.heard("burak", "desk", before) == [("promise", str(number))]


def test_that_a_lead_listens_is_told_to_the_agent_and_on_the_floor(live: Live) -> None:
    before, now = live.now, live.centre.clock()
    with writing(live.centre.board.database) as session:
        session.add(Listening(id="L1", call=CALL, agent_id="ayse", coached_leg="CA" + "9" * 32, listener_id="burak",
                              floor_call="LIL1", mode="monitor", silent=False, why="kalite", asked_by="user:lead",
                              asked_at=now))  # fmt: skip
    assert live.heard("ayse", "desk", before) == [("call", "L1")]
    assert live.heard("lead", "floor", before) == [("floor", "L1")]


def test_what_was_taken_back_was_never_told(live: Live) -> None:
    before = live.now
    with pytest.raises(ZeroDivisionError), writing(live.centre.board.database) as session:
        session.get_one(Case, "1001").subject = "Başka"
        session.flush()
        raise ZeroDivisionError
    with reading(live.centre.board.database) as session:
        session.get_one(Case, "1001").subject = "Başka"
    assert live.now == before


def test_that_a_row_is_looked_at_later_is_nobodys_news(live: Live) -> None:
    number = promised(live.centre)
    before = live.now
    with writing(live.centre.board.database) as session:
        session.get_one(Promise, number).look_at = live.centre.clock()
    assert live.now == before


def test_of_rows_chosen_by_what_they_say_everybody_looks(live: Live) -> None:
    promised(live.centre)
    before = live.now
    with writing(live.centre.board.database) as session:
        session.execute(update(Promise).where(Promise.status == "open").values(by_agent="burak"))
    for who in ("ayse", "burak"):
        assert live.heard(who, "desk", before) == [("promise", "")]


def test_a_notice_is_told_to_whom_it_is_for_alone(live: Live) -> None:
    before = live.now
    with writing(live.centre.board.database) as session:
        keep_notice(session, Notice(id="n1", agent_id="ayse", kind="task", key="notice_task", at=live.centre.clock()))
    assert live.heard("ayse", "desk", before) == [("notice", "n1")]
    assert live.heard("burak", "desk", before) == live.heard("lead", "floor", before) == []


def test_events_name_nobody_and_say_nothing(live: Live) -> None:
    before = live.now
    with writing(live.centre.board.database) as session:
        session.get_one(Case, "1001").subject = "Işıl Şahin +905329998877"
    live.centre.caller_waits()
    live.centre.board.floor.note("identified", call=CALL, data={"phone": "+905329998877"}, now=live.centre.clock())
    live.centre.journal_is_written()
    told = (
        live.asks("lead", f"floor/events?after={before}").text + live.asks("ayse", f"desk/events?after={before}").text
    )
    assert CALL in told
    assert "Şahin" not in told and "90532" not in told


def test_a_stream_goes_on_from_the_last_event_heard_and_then_tells_what_happens(live: Live) -> None:
    live.tail.read()
    before = live.now
    first = promised(live.centre, by_agent="burak")
    answer = live.asks("burak", "desk", **{"Last-Event-ID": before})
    pieces = iter(answer.response)
    assert f"id: {before}" in next(pieces).decode()
    assert f'"about":"{first}"' in next(pieces).decode()
    second = promised(live.centre, by_agent="burak")
    live.tail.read()
    told = next(pieces).decode()
    assert f'"about":"{second}"' in told and f'"about":"{first}"' not in told
    answer.close()
    assert live.tail.listeners == set()


def test_who_was_away_for_longer_than_anybody_remembers_looks_at_everything(live: Live, redis: Any) -> None:
    before = live.now
    promised(live.centre)
    redis.xtrim("{centre}:live", maxlen=0)
    promised(live.centre)
    assert live.heard("ayse", "desk", before) == [("everything", "")]


def test_a_stream_ends_when_its_session_does(live: Live, clock: Any) -> None:
    live.tail.read()
    answer = live.asks("burak", "desk")
    pieces = iter(answer.response)
    next(pieces)
    clock.advance(31 * 60)
    promised(live.centre, by_agent="burak")
    live.tail.read()
    assert list(pieces) == []


def test_a_screen_on_a_wall_learns_that_something_is_new_and_of_nobody(live: Live) -> None:
    now = live.centre.clock()
    with writing(live.centre.board.database) as session:
        hang(session, Wall(id="f" * 32, name="Salon", language="tr", queues=[], made_by="user:lead", made_at=now))
    token, before = token_of("f" * 32, secret=live.centre.board.secret), live.now
    live.centre.caller_waits()
    promised(live.centre)
    told = json.loads(live.asks("stranger", f"wall/{token}/events?after={before}").data)["events"]
    assert {one["topic"] for one in told} == {"floor"} and all(one.keys() == {"id", "topic"} for one in told)
    with writing(live.centre.board.database) as session:
        take_down(session, session.get_one(Wall, "f" * 32), by="user:lead", now=now)
    assert live.asks("lead", f"wall/{token}/events").status_code == live.asks("lead", "wall/x").status_code == 404


def test_streams_are_for_those_whose_page_it_is(live: Live) -> None:
    live.tail.read()
    assert live.asks("stranger", "desk").status_code == live.asks("stranger", "floor").status_code == 401
    assert live.asks("ayse", "floor").status_code == 403
    assert live.asks("lead", "desk").status_code == 403, "who takes no calls has no desk"
    assert live.asks("ayse", "desk", Origin="http://elsewhere.example").status_code == 401
    ours = live.asks("ayse", "desk/events", Origin=PUBLIC)
    assert ours.headers["Access-Control-Allow-Origin"] == PUBLIC


def test_with_every_seat_taken_the_next_is_asked_to_come_later_and_has_the_first_that_is_free(live: Live) -> None:
    live.tail.read()
    taken = [live.asks("ayse", "desk") for _ in range(2)]
    refused = live.asks("ayse", "desk")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert live.asks("ayse", "desk/events").status_code == 200
    taken[0].close()
    assert live.asks("ayse", "desk").status_code == 200


def test_nobody_listens_to_a_process_that_has_lost_the_floor(live: Live) -> None:
    assert live.asks("ayse", "desk").status_code == 503
    live.tail.read()
    answer = live.asks("ayse", "desk")
    pieces = iter(answer.response)
    next(pieces)
    stop = threading.Event()
    stop.set()
    live.tail.keep_reading(stop)
    assert list(pieces) == []


@pytest.mark.parametrize("table", sorted(CONCERNS))
def test_what_we_say_of_a_table_is_so(table: str) -> None:
    concern, columns = CONCERNS[table], Base.metadata.tables[table].c
    assert {concern.key, *concern.agents, *([concern.case] if concern.case else [])} <= set(columns.keys())
