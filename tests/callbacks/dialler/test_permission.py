"""Who is owed a call is called when they may be: asked when it is due and again before their telephone rings."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from callbacks.callback import Callback, promise_kept_in_mind
from callbacks.dialler.permission import may_call, may_still_call
from callbacks.dialler.verdict import Later, Never, Now, Verdict
from cases.case import Case
from cases.customer import customers_with_phone
from cases.hardship import Hardship
from cases.hardship_gate import HardshipStop
from cases.opt_out import opt_out
from cases.promise import end_promise, make_promise
from hours.closure import Closing, close_by_hand
from records.database import reading, writing
from telephony.attempt import AttemptRow, begin
from tests.journeys.test_trouble import MEHMET
from tests.world import World

MONDAY_TEN = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
NEW_YORK = "+12125550100"


def owed(world: World, phone: str = MEHMET, **more: Any) -> str:
    """A callback in the queue for questions, open 8-20, which may be made from now on."""
    now = world.clock()
    with writing(world.voice.database) as session:
        case = session.scalars(select(Case).where(Case.status == "open")).first()
        promise = make_promise(session, case_number=case.number, kind="callback", what="geri arama",
                               due_at=now + timedelta(days=3), by_agent=None, now=now)  # fmt: skip
        callback = Callback(**({"id": "one", "phone": phone, "queue": "destek", "language": "tr", "call": "CA1",
                                "case_number": case.number, "place_at": now} | more))  # fmt: skip
        return promise_kept_in_mind(session, promise, callback).id


def asked(world: World, at: datetime, **policy: Any) -> Verdict:
    """What the dialler is told at that moment, by the shipped policy but for this."""
    board = replace(world.voice, policy=replace(world.voice.policy, **policy))
    with writing(world.voice.database) as session:
        return may_call(board, session, session.get_one(Callback, "one"), at)


def test_by_day_while_the_queue_is_open_it_is_made(world: World) -> None:
    owed(world)
    assert asked(world, MONDAY_TEN) == Now()


def test_at_night_it_waits_for_the_morning(world: World) -> None:
    owed(world)
    assert asked(world, MONDAY_TEN + timedelta(hours=11)) == Later(
        at=datetime(2026, 11, 24, 6, 0, tzinfo=UTC), why="quiet_hours"
    )


def test_it_waits_for_the_window_the_customer_chose_and_for_the_day_it_is_in(world: World) -> None:
    owed(world, not_before=datetime(2026, 11, 28, 15, 30, tzinfo=UTC))
    monday = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
    assert asked(world, MONDAY_TEN) == Later(at=monday, why="too_early"), "closed on Saturdays after six"


def test_where_they_live_far_away_it_is_made_when_it_is_day_there_and_we_are_here(world: World) -> None:
    owed(world, NEW_YORK)
    assert asked(world, MONDAY_TEN) == Never(why="country")
    assert asked(world, MONDAY_TEN, callback_countries=("TR", "US")) == Later(
        at=datetime(2026, 11, 23, 14, 0, tzinfo=UTC), why="quiet_hours"
    )


def test_the_zone_of_the_record_weighs_more_than_that_of_the_number(world: World) -> None:
    with writing(world.voice.database) as session:
        customer = customers_with_phone(session, MEHMET)[0]
        customer.zone, known = "America/New_York", customer.id
    owed(world, customer_id=known)
    assert asked(world, MONDAY_TEN) == Later(at=datetime(2026, 11, 23, 14, 0, tzinfo=UTC), why="quiet_hours")


def test_where_no_moment_is_right_for_them_a_person_must_look_at_it(world: World) -> None:
    owed(world)
    assert asked(world, MONDAY_TEN, ring_from_hour=20) == Never(why="no_moment")


def test_called_as_often_as_allowed_they_are_left_alone_until_the_day_after_that(world: World) -> None:
    owed(world)
    most = world.voice.dialler.budgets.per_number_a_day
    with writing(world.voice.database) as session:
        for n in range(most):
            begin(session, token=f"T{n}", kind="callback", subject=f"c{n}", destination=MEHMET, now=MONDAY_TEN)
            session.get_one(AttemptRow, f"T{n}").state = "done"
    assert asked(world, MONDAY_TEN) == Later(at=MONDAY_TEN + timedelta(days=1), why="number_budget")
    again = asked(world, MONDAY_TEN + timedelta(hours=13), ring_from_hour=11)
    assert again == Later(at=MONDAY_TEN + timedelta(hours=25), why="number_budget"), "and it is day by then"


def test_who_closes_the_centre_by_hand_stops_callbacks_as_well(world: World) -> None:
    owed(world)
    until = MONDAY_TEN + timedelta(hours=3)
    with writing(world.voice.database) as session:
        close_by_hand(session, Closing(calendar="destek", until=until, author="zeynep"), now=world.clock())
    world.voice.hours.look_again()
    assert asked(world, MONDAY_TEN) == Later(at=until, why="closed")


def test_the_moment_told_holds_when_it_comes_and_not_a_second_before(world: World) -> None:
    owed(world, not_before=datetime(2026, 12, 30, 5, 0, tzinfo=UTC))
    told = [asked(world, datetime(2026, 12, 28, tzinfo=UTC) + timedelta(hours=3 * n)) for n in range(56)]
    later = [each for each in told if isinstance(each, Later)]
    assert {each.why for each in later} == {"too_early", "quiet_hours", "closed"}
    mornings = sorted({each.at for each in later})
    assert [at.isoformat()[5:13] for at in mornings] == ["12-30T06", "12-31T06", "01-02T06", "01-04T06"]
    for at in mornings:
        assert asked(world, at) == Now()
        before = asked(world, at - timedelta(seconds=1))
        assert isinstance(before, Later) and before.at == at


def test_what_ended_meanwhile_is_not_made(world: World) -> None:
    owed(world)
    with writing(world.voice.database) as session:
        end_promise(session, session.get_one(Callback, "one").promise_id, "released", world.clock())
    assert asked(world, MONDAY_TEN) == Never(why="not_wanted")


def test_a_word_on_how_it_goes_is_not_said_about_a_closed_case_and_an_answer_is(world: World) -> None:
    owed(world, kind="update")
    with writing(world.voice.database) as session:
        session.get_one(Case, session.get_one(Callback, "one").case_number).status = "closed"
    assert asked(world, MONDAY_TEN) == Never(why="not_wanted")
    with writing(world.voice.database) as session:
        session.get_one(Callback, "one").kind = "request"
    assert asked(world, MONDAY_TEN) == Now()


def test_the_register_of_hardship_stops_a_call_about_a_debt_and_no_other(world: World) -> None:
    with writing(world.voice.database) as session:
        session.add(Hardship(phone=MEHMET, actions=["collection_call"], starts_on=date(2026, 11, 1), reason="deprem",
                             made_by="zeynep", made_at=world.clock()))  # fmt: skip
    owed(world, purpose="collection_call")
    assert asked(world, MONDAY_TEN) == Never(why="hardship")
    with reading(world.voice.database) as session:
        assert session.scalars(select(HardshipStop.id)).all() == ["callback:one"]
    with writing(world.voice.database) as session:
        session.get_one(Callback, "one").purpose = "service"
    assert asked(world, MONDAY_TEN) == Now()


def test_who_wants_no_calls_they_did_not_ask_for_gets_those_they_are_owed(world: World) -> None:
    with writing(world.voice.database) as session:
        opt_out(session, MEHMET, how="desk", now=world.clock(), channel="call")
    owed(world)
    assert asked(world, MONDAY_TEN) == Now()
    with writing(world.voice.database) as session:
        session.get_one(Callback, "one").kind = "abandoned"
    assert asked(world, MONDAY_TEN) == Never(why="opted_out")


def test_an_intent_that_stands_is_asked_about_everything_but_the_budget_it_is_counted_in(world: World) -> None:
    owed(world)
    with writing(world.voice.database) as session:
        for n in range(world.voice.dialler.budgets.per_number_a_day):
            begin(session, token=f"T{n}", kind="callback", subject=f"c{n}", destination=MEHMET, now=MONDAY_TEN)
            session.get_one(AttemptRow, f"T{n}").state = "done"
        callback = session.get_one(Callback, "one")
        assert may_still_call(world.voice, session, callback, MONDAY_TEN) == Now()
        night = may_still_call(world.voice, session, callback, MONDAY_TEN + timedelta(hours=14))
        assert isinstance(night, Later) and night.why == "quiet_hours"
        end_promise(session, callback.promise_id, "released", world.clock())
        assert may_still_call(world.voice, session, callback, MONDAY_TEN) == Never(why="not_wanted")


def test_an_onboarding_nobody_agreed_to_is_not_made(world: World) -> None:
    owed(world, kind="onboarding")
    assert asked(world, MONDAY_TEN) == Never(why="no_consent")
