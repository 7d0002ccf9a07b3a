"""Whoever waits may press a key at any time: out of the line, promised a call at their place, the number read back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from cases.message import MessageRow
from cases.promise import Promise
from records.database import reading
from simulator import Caller, transcript
from tests.journeys.test_trouble import BURAK, STRANGER, answers, calls, dialled, outcome, signs_in
from tests.journeys.test_waiting import centre_of as centre_of  # noqa: PLC0414
from tests.journeys.test_waiting import kinds, promises, said
from tests.world import World

FOREIGN = "+447911123499"
OTHER = "05421112233"
SPOKEN = "beş kırk iki, bir on bir, yirmi iki, otuz üç"
EARLY = datetime(2026, 11, 24, 5, 5, tzinfo=UTC)
"""Tuesday, five past eight in Istanbul: nobody is rung for our sake before nine."""
NINE = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
IN_LINE = [{"presses": "0"}, {"hears": "hatta kalın"}]


@pytest.fixture
def world(centre_of: Any, database: Engine, redis: Redis) -> Iterator[World]:
    yield centre_of()


def caller_in_line(world: World, *steps: Any, into: Any = IN_LINE, after: float = 60) -> Caller:
    caller = calls(world, STRANGER, "Deniz", steps=[*into, *steps])
    world.advance(after)
    assert caller.failures == [], transcript(world.sim.trace)
    return caller


def state(world: World, caller: Caller) -> str:
    known = world.voice.floor.call(caller.sid)
    return known.state if known else "unknown"


def test_one_key_is_a_promise_at_the_place_in_line_with_the_plan(world: World) -> None:
    caller = caller_in_line(
        world, {"presses": "2"}, {"hears": "arkadaşımız sizi arayacak"}, {"hears": "Doğruysa 1'e"}, {"presses": "1"},
        {"hears": "iyi günler"}, "hears_end",
    )  # fmt: skip
    [owed] = promises(world)
    shown = world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]
    assert (owed.kind, owed.phone, owed.queue, owed.agent_id) == ("line", STRANGER, "ariza", None)
    assert owed.place_at.isoformat()[:19] == shown["arrived_at"][:19], "the place is the one they had"
    assert owed.lines is not None and owed.lines[0] == [0.0, "queue:ariza/1"]
    assert outcome(world, caller)[0] == "callback_promised"
    assert kinds(world, caller).count("callback_promised") == 1


def test_who_asks_at_five_past_eight_is_told_by_when_we_call_and_that_is_when_it_rings(world: World) -> None:
    world.clock.advance_to(EARLY)
    world.settle()
    caller = caller_in_line(world, {"presses": "2"}, {"hears": "arkadaşımız sizi arayacak"}, "hears_end", after=90)
    [owed] = promises(world)
    assert owed.due_at == EARLY + timedelta(hours=2, minutes=55), "two hours from nine: nobody is rung before"
    assert "saat on bire kadar, bir arkadaşımız sizi arayacak. Sizi saat dokuzdan önce aramayız." in said(world, caller)
    [message] = [one for one in world.sim.messages() if one.to == STRANGER]
    assert "11.00" in message.body, message.body
    world.sim.person(STRANGER, "Deniz", answers_after=2, steps=["joins", {"talks": 5}, "hangs_up"])
    answers(world, BURAK, "Burak", after_hearing="Geri arama")
    signs_in(world, "burak")
    world.advance(60)
    assert rung_at(world, STRANGER) == [], "it is too early, though somebody is free"
    world.clock.advance_to(NINE - timedelta(seconds=5))
    signs_in(world, "burak")
    world.advance(60)
    [rang] = rung_at(world, STRANGER)
    assert NINE <= rang <= owed.due_at


def rung_at(world: World, number: str) -> list[datetime]:
    return [leg.created_at for leg in world.sim.legs() if leg.to == number and leg.direction == "outbound-api"]


def test_the_number_of_the_case_comes_in_a_message(world: World) -> None:
    caller = caller_in_line(world, {"presses": "2"}, {"hears": "mesajla gönderiyoruz"}, "hears_end", after=90)
    [owed] = promises(world)
    with reading(world.voice.database) as session:
        [message] = session.scalars(select(MessageRow).where(MessageRow.call.is_(None))).all()
    assert message.to_number == STRANGER and message.body.startswith(f"{owed.case_number} numaralı")
    assert owed.case_number not in said(world, caller), "a number is not told to a telephone"
    assert message.state in ("sent", "delivered")


def test_who_hangs_up_after_the_key_is_called_all_the_same(world: World) -> None:
    caller_in_line(world, {"presses": "2"}, {"waits": 0.5}, "hangs_up")
    assert [owed.phone for owed in promises(world)] == [STRANGER]


def test_another_number_is_keyed_in_read_back_in_pairs_and_confirmed(world: World) -> None:
    caller_in_line(
        world, {"presses": "2"}, {"hears": "Doğruysa"}, {"presses": "2"}, {"hears": "tuşlayıp kareye"},
        {"presses": f"{OTHER}#"}, {"hears": SPOKEN}, {"presses": "1"}, {"hears": "o numaradan arayacağız"}, "hears_end",
    )  # fmt: skip
    [owed] = promises(world)
    assert owed.phone == "+905421112233"


def test_a_number_that_was_not_confirmed_is_not_called(world: World) -> None:
    caller_in_line(
        world, {"presses": "2"}, {"hears": "Doğruysa"}, {"presses": "2"}, {"presses": f"{OTHER}#"}, {"hears": SPOKEN},
        "hangs_up",
    )  # fmt: skip
    [owed] = promises(world)
    assert owed.phone == STRANGER


def test_who_would_rather_wait_is_back_at_the_old_place_and_nothing_is_owed(world: World) -> None:
    caller = caller_in_line(
        world, {"presses": "2"}, {"hears": "Doğruysa"}, {"presses": "3"}, {"hears": "yerinizi koru"}, {"waits": 200},
    )  # fmt: skip
    [released] = promises(world)
    known = world.voice.floor.call(caller.sid)
    assert (released.state, released.why) == ("released", "waits_after_all")
    assert known is not None and (known.state, known.place_at) == ("waiting", released.place_at)
    with reading(world.voice.database) as session:
        assert session.get_one(Promise, released.promise_id).status == "released"
        assert [row.state for row in session.scalars(select(MessageRow))] == ["not_sent"]


def test_who_cannot_be_called_where_they_are_keys_in_a_number_while_they_wait(world: World) -> None:
    caller = calls(world, FOREIGN, "Emma", steps=[{"presses": "0"}, {"hears": "hatta kalın"}, {"presses": "2"},
                   {"hears": "tuşlayıp kareye"}, {"waits": 1}, {"presses": f"{OTHER}#"}, {"hears": SPOKEN},
                   {"waits": 2}, {"presses": "1"}, {"hears": "Söz veriyoruz"}, "hears_end"])  # fmt: skip
    world.advance(9)
    assert state(world, caller) == "waiting", "nothing is promised, so they stand in line"
    world.advance(60)
    [owed] = promises(world)
    assert caller.failures == [] and owed.phone == "+905421112233", transcript(world.sim.trace)


def test_an_agent_who_has_the_caller_goes_before_the_key(world: World) -> None:
    """Both at once: whoever the floor hears first has the caller, and nothing is promised beside it."""
    answers(world, BURAK, "Burak")
    signs_in(world, "burak")
    caller = calls(world, STRANGER, "Deniz", steps=[{"presses": "0"}, {"waits": 7}, {"presses": "2"}, {"waits": 20},
                                                    "hangs_up"])  # fmt: skip
    world.advance(60)
    answered = outcome(world, caller)[0] == "answered"
    assert answered != bool(promises(world)), transcript(world.sim.trace)
    assert dialled(world, BURAK) == 1


def test_who_is_owed_a_call_and_asks_in_line_gets_the_better_of_both(world: World) -> None:
    begin, due = ((world.clock() + timedelta(hours=hours)).isoformat() for hours in (6, 8))
    wanted = {"phone": STRANGER, "begin": begin, "due": due}
    made = world.ask("POST", "/api/v1/callbacks", key=world.key, body=wanted)[1]
    caller_in_line(world, {"presses": "2"}, {"hears": "Söz veriyoruz"}, "hears_end", into=IN_LINE[1:])
    [owed] = promises(world)
    assert (owed.id, owed.kind) == (made["id"], "line")
    assert owed.due_at < owed.made_at + timedelta(hours=4), "sooner than was promised first"
    with reading(world.voice.database) as session:
        assert session.get_one(Promise, owed.promise_id).due_at == owed.due_at


def test_who_waits_long_is_told_that_we_can_call(world: World) -> None:
    caller = caller_in_line(world, {"waits": 200}, "hangs_up", after=215)
    assert said(world, caller).count("Beklemek istemezseniz 2'ye") == 1
