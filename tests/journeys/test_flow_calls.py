"""We call people so that they hear a flow: by day, once, and machines hear nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from callbacks.dialler.window import by_day
from callbacks.dialler.zones import zones_of
from callbacks.flow_call import Errand, FlowCall, ask_for_flow_call
from callbacks.survey_calls import is_drawn
from cases.opt_out import opt_out
from cases.survey import SurveyAnswer
from records.call_record import call_record
from records.database import reading, writing
from routing.policy import Policy
from simulator.sentences import Phone
from simulator.trouble.faults import FaultKind
from telephony.attempt import AttemptRow
from tests.flows import centre_with, world_with
from tests.journeys.test_trouble import AYSE, MEHMET, signs_in
from tests.world import NUMBER, World

MAIN = """
flow: welcome
start: person
person: person
nodes:
  person: {agent: {queue: destek}}
"""
SURVEY = """
flow: asked
start: hello
person: person
tries: 2
silence: {tr: "Sizi duyamadım."}
nodes:
  hello: {say: {tr: "Sahip'ten arıyoruz.", en: "This is Sahip."}, next: rate}
  rate:
    survey: {name: memnuniyet, say: {tr: "Birden beşe puanınız?", en: "From one to five?"}, scale: 5}
    next: thanks
  thanks: {say: {tr: "Sağ olun.", en: "Thank you."}, next: bye}
  bye: {hang_up: true}
  person: {agent: {queue: destek}}
"""
NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""A Tuesday, twelve o'clock in Istanbul."""


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    centre = centre_with(MAIN, SURVEY, survey_flow="asked", survey_after_minutes=10)
    with world_with(database_url, valkey_url, centre) as world:
        world.clock.advance_to(NOON)
        world.settle()
        yield world


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world.sim, world.advance, number=NUMBER)


def wanted(world: World, **more: object) -> None:
    now = world.clock()
    told: dict[str, object] = {"id": "one", "flow": "asked", "phone": MEHMET, "not_before": now,
                               "expires_at": now + timedelta(days=2)}  # fmt: skip
    with writing(world.voice.database) as session:
        ask_for_flow_call(session, Errand(**(told | more)), now=now)  # type: ignore[arg-type]


def hours_pass(world: World, hours: float) -> None:
    """Hours in which nobody is on the line."""
    world.clock.advance_to(world.clock() + timedelta(hours=hours))
    world.advance(15)


def flow_calls(world: World) -> list[FlowCall]:
    with reading(world.voice.database) as session:
        return list(session.scalars(select(FlowCall).order_by(FlowCall.made_at)))


def outcome(world: World) -> tuple[str, str | None]:
    [row] = flow_calls(world)
    return row.state, row.outcome


def rings(world: World, number: str = MEHMET) -> int:
    return sum(1 for leg in world.sim.legs() if leg.to == number)


def ratings(world: World) -> list[SurveyAnswer]:
    with reading(world.voice.database) as session:
        return list(session.scalars(select(SurveyAnswer)))


def test_after_a_conversation_the_customer_is_called_and_rates_the_agent(phone: Phone, world: World) -> None:
    signs_in(world, "ayse")
    mehmet = phone.call(MEHMET, name="Mehmet").hears("hatta kalın")
    phone.rings(AYSE, name="Ayşe").answers(after=2).hears("Kabul").presses("1")
    mehmet.joins("Ayşe").talks(30).hangs_up()
    world.clock.advance_to(world.clock() + timedelta(minutes=9))
    world.advance(10)
    assert rings(world) == 0
    called = phone.rings(MEHMET, name="Mehmet").answers(after=3, within=120).hears("Sahip'ten arıyoruz")
    called.hears("puanınız").presses("5").hears("Sağ olun").is_hung_up()
    world.advance(20)
    [rating] = ratings(world)
    assert (rating.rating, rating.agent_id, rating.survey) == (5, "ayse", "memnuniyet")
    assert outcome(world) == ("over", "reached")
    with reading(world.voice.database) as session:
        record = call_record(session, rating.call)
    assert record is not None and record.direction == "outbound-api" and record.stage == "ended"
    hours_pass(world, 2)
    assert rings(world) == 1


def test_who_keeps_silent_is_let_go_and_costs_no_agent(phone: Phone, world: World) -> None:
    wanted(world)
    called = phone.rings(MEHMET, name="Mehmet").answers(after=2).hears("puanınız")
    called.never_hears("hatta kalın").is_hung_up()
    world.advance(10)
    assert outcome(world) == ("over", "reached") and ratings(world) == []


def test_zero_is_a_person_here_too(phone: Phone, world: World) -> None:
    wanted(world)
    phone.rings(MEHMET, name="Mehmet").answers(after=2).hears("puanınız").presses("0").hears("hatta kalın")


def test_a_machine_hears_nothing(world: World) -> None:
    world.sim.person(MEHMET, "Mehmet", voicemail="Şu anda telefona bakamıyorum, sinyalden sonra konuşun.")
    wanted(world)
    world.advance(120)
    assert not [entry for entry in world.sim.trace.of("say") if "arıyoruz" in entry.text]
    assert rings(world) == 1


def test_who_does_not_answer_is_tried_once_more_some_hours_later(world: World) -> None:
    world.sim.person(MEHMET, "Mehmet", never_answers=True)
    wanted(world)
    world.advance(90)
    hours_pass(world, 1)
    assert rings(world) == 1
    hours_pass(world, 1)
    assert rings(world) == 2
    world.advance(90)
    hours_pass(world, 4)
    assert rings(world) == 2 and outcome(world) == ("over", "not_reached")


def test_nobody_is_rung_at_night(world: World) -> None:
    world.sim.person(MEHMET, "Mehmet", answers_after=2)
    world.clock.advance_to(NOON + timedelta(hours=8, minutes=30))  # half past eight in the evening
    wanted(world)
    world.advance(20)
    for _ in range(12):
        hours_pass(world, 1)
        assert rings(world) == 0
    hours_pass(world, 1)
    assert rings(world) == 1


def test_a_call_that_could_not_be_made_in_time_is_not_made_at_night(world: World) -> None:
    """The network takes no calls, then our workers are away; when they are back it is night."""
    world.sim.person(MEHMET, "Mehmet", answers_after=2)
    world.clock.advance_to(NOON + timedelta(hours=7, minutes=59, seconds=50))
    world.sim.fault("too_many_requests", only="Calls", times=3)
    wanted(world)
    world.workers_away = True
    world.advance(6)
    world.workers_away = False
    world.settle()
    world.workers_away = True
    hours_pass(world, 3)
    world.workers_away = False
    hours_pass(world, 1)
    assert rings(world) == 0
    hours_pass(world, 9)
    assert rings(world) == 1


def test_who_does_not_want_to_be_asked_how_it_was_is_not(world: World) -> None:
    wanted(world)
    with writing(world.voice.database) as session:
        opt_out(session, MEHMET, how="desk", now=world.clock(), channel="call")
    world.advance(30)
    assert outcome(world) == ("over", "opted_out") and rings(world) == 0


def test_what_is_too_late_is_not_asked_any_more(world: World) -> None:
    world.sim.person(MEHMET, "Mehmet", answers_after=2)
    world.clock.advance_to(NOON + timedelta(hours=8, minutes=30))
    wanted(world, expires_at=world.clock() + timedelta(hours=2))
    hours_pass(world, 3)
    assert outcome(world) == ("over", "too_late") and rings(world) == 0


@pytest.mark.parametrize("kind", ["create_then_500", "create_then_hang", "rest_reset"])
def test_a_call_nobody_knows_the_outcome_of_is_made_once(phone: Phone, world: World, kind: FaultKind) -> None:
    world.sim.fault(kind, only="Calls")
    wanted(world)
    phone.rings(MEHMET, name="Mehmet").answers(after=2).hears("puanınız").presses("4").hears("Sağ olun")
    world.advance(180)
    assert rings(world) == 1 and outcome(world) == ("over", "reached")


def test_a_lost_floor_ends_nobodys_survey(phone: Phone, world: World, redis: Redis) -> None:
    wanted(world)
    called = phone.rings(MEHMET, name="Mehmet").answers(after=2).hears("puanınız")
    redis.flushall()
    world.advance(1)
    called.presses("3").hears("Sağ olun").is_hung_up()


def test_a_second_leg_with_the_same_token_is_hung_up_on(phone: Phone, world: World) -> None:
    wanted(world)
    phone.rings(MEHMET, name="Mehmet").answers(after=2).hears("puanınız").presses("3").hears("Sağ olun").is_hung_up()
    world.advance(10)
    with reading(world.voice.database) as session:
        token = session.scalars(select(AttemptRow.token).where(AttemptRow.kind == "flow_call")).one()
    world.sim.person("+905447778899", "Deniz", answers_after=1)
    world.voice.twilio.create_call(to="+905447778899", url=world.voice.urls.flow_call("one", token),
                                   status_callback=world.voice.urls.flow_call_status("one", token),
                                   fallback=world.voice.urls.flow_call_fallback("one", token),
                                   ring_seconds=20, time_limit=600)  # fmt: skip
    world.advance(20)
    assert not [entry for entry in world.sim.trace.of("say") if entry.name == "Deniz"]


def test_policy_says_when_and_by_default_nobody_is_asked() -> None:
    assert Policy().survey_flow == ""
    assert not by_day(Policy(), zones_of(MEHMET), datetime(2026, 11, 24, 5, 59, tzinfo=UTC))
    assert by_day(Policy(), zones_of(MEHMET), datetime(2026, 11, 24, 6, 0, tzinfo=UTC))
    assert not by_day(Policy(), zones_of("+12125550100"), datetime(2026, 11, 24, 10, 0, tzinfo=UTC)), (
        "night in New York"
    )
    assert not by_day(Policy(), zones_of("112"), datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
    drawn = [call for call in range(2000) if is_drawn(f"CA{call}", 20)]
    assert 300 < len(drawn) < 500 and all(is_drawn(f"CA{call}", 50) for call in drawn)


@pytest.mark.parametrize(("step", "times", "rung"), [("/answer", 1, 1), ("/flow", 1, 1), ("/flow-calls", 2, 2)])
def test_who_is_asked_while_our_web_cannot_be_reached_is_asked_all_the_same(
    world: World, step: str, times: int, rung: int
) -> None:
    """Led back to where they were, or, where nothing of ours came, called again a little later."""
    wanted(world)
    world.sim.fault("webhook_unreachable", only=step, times=times)
    asked = [{"hears": "puanınız", "within": 60}, {"presses": "4"}]
    again = [{"hears": "Sizi duyamadım"}, *asked] if step == "/flow" else []
    world.sim.person(MEHMET, "Mehmet", answers_after=2, steps=[*asked, *again, {"hears": "Sağ olun"}])
    world.advance(320)
    assert outcome(world) == ("over", "reached")
    assert rings(world) == rung
    with reading(world.voice.database) as session:
        [answer] = session.scalars(select(SurveyAnswer)).all()
    assert (answer.survey, answer.rating) == ("memnuniyet", 4)
