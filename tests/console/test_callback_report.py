"""How the calls we promised were kept: the worked example of docs/callbacks.md."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from callbacks.callback import Callback
from callbacks.dialler.life import ends, moves
from callbacks.dialler.making import make_callback
from callbacks.dialler.outcome import try_failed
from callbacks.dialler.state import State
from callbacks.dialler.unheard import nobody_heard_us
from callbacks.dialler.wanted import CallbackWanted
from callbacks.promise_keeping import keep_promises
from cases.promise import End
from console.reports.callbacks_kept import CallbacksKeptShown
from engine.callback_report_told import callback_report_rows
from engine.callbacks_told import reason
from records.database import reading, writing
from records.outgoing_event import OutgoingEvent
from records.owed_call import CALLBACK
from telephony.attempt import AttemptRow
from tests.console.conftest import Centre

PHONE = "+905329998877"
NAMES = {"soon": "request", "late": "line", "never": "request", "letter": "request", "rang": "line", "open": "request"}
"""Six callbacks, promised by five hours from now: what becomes of each, and its kind."""


def tried(centre: Centre, name: str, *statuses: str, by: str | None = None) -> None:
    """The customer's telephone rang, and it came to this."""
    with writing(centre.board.database) as session:
        for number, status in enumerate(statuses):
            session.add(AttemptRow(token=f"{name}{number}{status}", kind=CALLBACK, subject=name, destination=name,
                                   state="done", status=status, created_at=centre.clock(), answered_by=by))  # fmt: skip


def ended(centre: Centre, name: str, how: End, why: str) -> None:
    with writing(centre.board.database) as session:
        ends(session, session.get_one(Callback, name), how, why=why, now=centre.clock())


@pytest.fixture
def example(centre: Centre) -> Centre:
    due = centre.clock() + timedelta(hours=5)
    with writing(centre.board.database) as session:
        for number, (name, kind) in enumerate(NAMES.items()):
            wanted = CallbackWanted(once=name, phone=f"+90532000112{number}", what=name, who="key:1", due=due,
                                    kind=kind, queue=centre.board.policy.queue("").name)  # type: ignore[arg-type]  # fmt: skip
            make_callback(session, centre.board, wanted)
    tried(centre, "soon", "completed")
    ended(centre, "soon", "kept", "reached")
    tried(centre, "late", "no-answer", "busy")
    tried(centre, "rang", "completed", by="machine_end_beep")
    ended(centre, "rang", "released", "rang_in")
    ended(centre, "letter", "released", "cancelled")
    centre.clock.advance(6 * 3600)
    ended(centre, "never", "broken", "too_late")
    tried(centre, "late", "completed")
    ended(centre, "late", "kept", "reached")
    centre.clock.advance(60)
    return centre


def figures(centre: Centre, **query: str) -> dict[str, dict[str, Any]]:
    answer = centre.asks("GET", "/reports/callbacks", query_string=query)
    assert answer.status_code == 200, answer.json
    return {one["group"]: one for one in (answer.json or {})["items"]}


@pytest.mark.both_databases
def test_what_was_kept_in_time_and_how_many_picked_up(example: Centre) -> None:
    told = figures(example)
    everything = {
        "made": 6, "open": 1, "kept_in_time": 1, "broken": 2, "kept_late": 1, "released": 2,
        "released_by": {"cancelled": 1, "rang_in": 1}, "kept_rate": 0.3333,
        "tries": 5, "answered": 2, "answer_rate": 0.4, "tries_per_callback": 1.6667,
    }  # fmt: skip
    assert {name: told["*"][name] for name in everything} == everything
    line = {
        "made": 2, "broken": 1, "kept_late": 1, "released_by": {"rang_in": 1}, "kept_rate": 0.0, "tries": 4,
        "answered": 1, "tries_per_callback": 2.0,
    }  # fmt: skip
    assert {name: told["line"][name] for name in line} == line
    assert sorted(told) == ["*", "line", "request"]
    assert sorted(figures(example, by="queue")) == ["*", example.board.policy.queue("").name]
    assert sorted(figures(example, by="agent")) == ["*", "-"]


def test_who_heard_nothing_of_us_is_told_apart_and_is_no_try_of_theirs(example: Centre) -> None:
    tried(example, "open", "completed")
    with writing(example.board.database) as session:
        callback = session.get_one(Callback, "open")
        moves(session, callback, "pool", now=example.clock())
        moves(session, callback, "customer_ringing", now=example.clock())
    for _ in range(2):
        nobody_heard_us(example.board, "open", now=example.clock())
    example.clock.advance(60)
    told = figures(example)
    assert (told["*"]["unheard"], told["request"]["unheard"], told["line"]["unheard"]) == (1, 1, 0)
    with reading(example.board.database) as session:
        callback = session.get_one(Callback, "open")
    assert (callback.tries, callback.why, callback.state) == (0, "unheard", "scheduled")
    in_words = [reason(callback.why, language) for language in ("tr", "en")]
    assert in_words == ["açtı, sesimizi duyamadı", "they answered and heard nothing of us"]


def test_nothing_happened_is_no_rate(centre: Centre) -> None:
    told = figures(centre)
    assert list(told) == ["*"]
    assert (told["*"]["kept_rate"], told["*"]["answer_rate"], told["*"]["tries_per_callback"]) == (None, None, None)


def test_it_is_read_in_either_language(example: Centre) -> None:
    report = [CallbacksKeptShown.model_validate(one) for one in figures(example).values()]
    turkish, english = (callback_report_rows(report, language)[0] for language in ("tr", "en"))
    assert turkish["kalkan (neden)"] == "2 (iptal edildi 1, kendisi aradı 1)"
    assert (english["released (why)"], english["picked up"]) == ("2 (cancelled 1, they rang in 1)", "40.0 %")


def test_what_goes_on_past_its_time_is_late_as_what_it_was_made_however_soon_it_is_called_then(example: Centre) -> None:
    keep_promises(example.board)
    with reading(example.board.database) as session:
        late = session.get_one(Callback, "open")
    assert (late.kind, late.made_as, late.over) == ("breach", "request", False)
    ended(example, "open", "kept", "reached")
    example.clock.advance(60)
    told = figures(example)
    assert (told["*"]["broken"], told["*"]["kept_late"], told["request"]["kept_late"]) == (3, 2, 1)
    assert "breach" not in told


def test_systems_outside_hear_of_each_step_and_of_nobodys_number(centre: Centre) -> None:
    wanted = {"name": "Depo", "url": "https://erp.example.com/in", "kinds": ["callback.*"]}
    assert centre.asks("POST", "/event-subscriptions", json=wanted).status_code == 200
    made = centre.asks("POST", "/cases/1001/callbacks", json={"phone": PHONE, "within_hours": 1}).json or {}
    with writing(centre.board.database) as session:
        on_the_way: tuple[State, ...] = ("pool", "customer_ringing")
        for state in on_the_way:
            moves(session, session.get_one(Callback, made["id"]), state, now=centre.clock())
    try_failed(centre.board, made["id"], "busy", now=centre.clock())
    centre.clock.advance(2 * 3600)
    keep_promises(centre.board)
    ended(centre, made["id"], "kept", "reached")
    with reading(centre.board.database) as session:
        told = session.scalars(select(OutgoingEvent).order_by(OutgoingEvent.seq)).all()
    assert [one.kind for one in told] == ["callback.made", "callback.try_failed", "callback.broken", "callback.kept"]
    assert [one.data["in_time"] for one in told] == [None, None, None, False]
    assert (told[1].data["why"], told[1].data["tries"]) == ("busy", 1)
    assert PHONE not in str([one.data for one in told])
