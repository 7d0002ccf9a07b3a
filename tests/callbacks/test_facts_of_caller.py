"""What is on record about a caller decides who is asked first and who is served sooner."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import create_engine, event

from callbacks.facts_of_caller import facts_of_caller
from callbacks.old_place import back_at_the_old_place
from callbacks.place import Place
from cases.caller_id import parse_caller_id
from cases.case import Case
from cases.hardship import Hardship
from cases.identification import Caller, identify
from cases.manager_request import ManagerRequest
from cases.survey import SurveyAnswer
from records.call_record import CallRow
from records.database import reading, writing
from records.journal import Event, append
from routing.caller_facts import CallerFacts
from routing.instants import to_ms
from staff.agent import Agent
from tests.centre import open_the_centre
from tests.world import World

MEHMET, EMRE, STRANGER, CAGRI = "+905321234567", "+905329998877", "+905447778899", "+905333334455"
BOOSTS = {"vip": 60.0, "tier:standard": 1.0, "hardship": 30.0, "complaint": 20.0, "escalation": 40.0,
          "repeat_caller": 15.0, "returning": 10.0}  # fmt: skip


@pytest.fixture(scope="module")
def house(empty_sqlite: Path, valkey_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One centre for all these tests; each finds its records as they were at the beginning."""
    file = tmp_path_factory.mktemp("facts") / "sahip.sqlite"
    shutil.copy(empty_sqlite, file)
    Redis.from_url(valkey_url).flushall()
    world = World(f"sqlite:///{file}", valkey_url)
    open_the_centre(world)
    world.voice.database.dispose()
    yield world
    world.voice.database.dispose()


@pytest.fixture
def world(house: World, tmp_path: Path) -> Iterator[World]:
    file = Path(house.voice.database.url.database or "")
    shutil.copy(file, tmp_path / "before")
    yield house
    house.voice.database.dispose()
    shutil.copy(tmp_path / "before", file)


def place(world: World, **changes: Any) -> Place:
    usual: dict[str, Any] = {
        "call": "CAnow",
        "queue": "destek",
        "owner": True,
        "since": world.clock(),
        "language": "tr",
    }
    return Place(**(usual | changes))


def facts(world: World, phone: str = MEHMET, policy: dict[str, Any] | None = None, **at: Any) -> CallerFacts:
    board = replace(world.voice, policy=replace(world.voice.policy, boosts=BOOSTS, **(policy or {})))
    with reading(board.database) as session:
        caller = identify(session, parse_caller_id(phone))
    return facts_of_caller(board, place(world, **at), caller)


def called(
    world: World, sid: str = "CA1", phone: str = STRANGER, *, ago: timedelta = timedelta(days=1), **more: Any
) -> None:
    """An earlier call: two minutes with Can, unless it is said otherwise."""
    arrived = world.clock() - ago
    usual = {
        "direction": "inbound", "from_number": phone, "stage": "ended", "status": "completed", "outcome": "answered",
        "agent_id": "can", "queue": "destek", "arrived_at": arrived, "waiting_at": arrived, "place_at": arrived,
        "answered_at": arrived, "ended_at": arrived + timedelta(minutes=2),
    }  # fmt: skip
    with writing(world.voice.database) as session:
        session.add(CallRow(sid=sid, **(usual | more)))


def changed(world: World, what: Callable[[Any], Any]) -> None:
    with writing(world.voice.database) as session:
        what(session)


# ── the owner ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_owner_of_the_open_case_with_the_team_and_who_stands_in(world: World) -> None:
    known = facts(world)
    assert (known.owner, known.stand_ins, known.team) == ("ayse", ("burak",), "destek")


def test_stand_ins_of_stand_ins_are_found_past_those_who_left(world: World) -> None:
    def chain(session: Any) -> None:
        session.get(Agent, "burak").stand_in_id, session.get(Agent, "burak").active = "can", False
        session.get(Agent, "can").stand_in_id = "deniz"

    changed(world, chain)
    assert facts(world).stand_ins == ("can", "deniz")
    assert facts(world, policy={"stand_in_depth": 2}).stand_ins == ("can",)


def test_of_two_cases_the_one_last_touched_counts_unless_the_caller_says_which(world: World) -> None:
    def another(session: Any) -> None:
        theirs = session.get(Case, "4812").customer_id
        later = world.clock() + timedelta(minutes=1)
        session.add(Case(number="4999", customer_id=theirs, status="open", owner_id="deniz", opened_at=later,
                         last_touched_at=later))  # fmt: skip

    changed(world, another)
    assert facts(world).owner == "deniz"
    assert facts(world, case="4812").owner == "ayse"
    assert facts(world, STRANGER, case="4812").owner == "ayse"


def test_a_flow_that_asks_for_no_owner_gets_none(world: World) -> None:
    called(world, phone=MEHMET)
    assert (facts(world, owner=False).owner, facts(world, owner=False).last_agent) == (None, None)


def test_the_open_cases_of_an_owner_are_counted_where_policy_asks(world: World) -> None:
    assert facts(world).owner_open_cases == 0
    assert facts(world, policy={"owner_most_open_cases": 1}).owner_open_cases == 2


# ── the last agent ───────────────────────────────────────────────────────────────────────────────────────────────


def test_who_talked_with_them_last_and_well_is_asked_first(world: World) -> None:
    called(world, "CA1", agent_id="burak", ago=timedelta(days=3))
    called(world, "CA2", ago=timedelta(days=1))
    known = facts(world, STRANGER)
    assert (known.owner, known.last_agent, known.last_agent_why) == (None, "can", "talked")


@pytest.mark.parametrize(
    "more",
    [
        {"ago": timedelta(days=15)},
        {"status": "failed"},
        {"agent_id": None},
        {"direction": "outbound-api"},
        {"phone": MEHMET},
    ],
)
def test_a_call_that_was_no_good_conversation_names_nobody(world: World, more: dict[str, Any]) -> None:
    called(world, **more)
    assert facts(world, STRANGER).last_agent is None


def test_a_short_talk_names_nobody(world: World) -> None:
    called(world, ended_at=world.clock() - timedelta(days=1) + timedelta(seconds=29))
    assert facts(world, STRANGER).last_agent is None


@pytest.mark.parametrize(
    "against",
    [
        lambda at: Case(number="5001", status="open", reason="complaint", opened_by_call="CA1", opened_at=at,
                        last_touched_at=at, phone="+900"),
        lambda at: SurveyAnswer(once="x", survey="s", call="CA1", rating=2, scale=5, language="tr", at=at),
        lambda at: ManagerRequest(once="x", call="CA1", reason="unstated", asked_at=at),
    ],
)  # fmt: skip
def test_what_speaks_against_the_conversation_is_heard(world: World, against: Callable[[Any], Any]) -> None:
    called(world)
    assert facts(world, STRANGER).last_agent == "can"
    changed(world, lambda session: session.add(against(world.clock())))
    assert facts(world, STRANGER).last_agent is None


def test_a_good_mark_speaks_for_it(world: World) -> None:
    called(world)
    good = SurveyAnswer(once="x", survey="s", call="CA1", rating=3, scale=5, language="tr", at=world.clock())
    changed(world, lambda session: session.add(good))
    assert facts(world, STRANGER).last_agent == "can"


def test_nobody_is_led_to_an_agent_who_left(world: World) -> None:
    called(world)
    changed(world, lambda session: setattr(session.get(Agent, "can"), "active", False))
    assert facts(world, STRANGER).last_agent is None


@pytest.mark.parametrize("withheld", ["anonymous", ""])
def test_a_withheld_number_sticks_to_nobody(world: World, withheld: str) -> None:
    called(world, phone="")
    known = facts(world, withheld)
    assert (known.last_agent, known.boosts, known.hard) == (None, (), "")


def test_the_owner_of_a_case_closed_lately_counts_as_the_last_agent_and_not_for_ever(world: World) -> None:
    def closed(days: float) -> None:
        changed(world, lambda session: setattr(session.get(Case, "4809"), "closed_at",
                                               world.clock() - timedelta(days=days)))  # fmt: skip

    closed(6)
    known = facts(world, CAGRI)
    assert (known.last_agent, known.last_agent_why) == ("can", "owned")
    closed(8)
    assert facts(world, CAGRI).last_agent is None


def test_a_talk_about_a_case_closed_long_ago_names_nobody(world: World) -> None:
    called(world, phone=CAGRI, agent_id="burak", case_number="4809")
    changed(world, lambda session: setattr(session.get(Case, "4809"), "closed_at", world.clock() - timedelta(days=8)))
    assert facts(world, CAGRI).last_agent is None


def test_the_last_agent_of_who_lost_their_owner(world: World) -> None:
    called(world, phone=MEHMET)
    changed(world, lambda session: setattr(session.get(Agent, "ayse"), "active", False))
    known = facts(world)
    assert (known.owner, known.owner_left, known.last_agent) == (None, "ayse", "can")


# ── boosts and hard calls ────────────────────────────────────────────────────────────────────────────────────────


def names(known: CallerFacts) -> list[str]:
    return [boost.name for boost in known.boosts]


def test_an_ordinary_call_is_served_in_its_turn(world: World) -> None:
    assert (names(facts(world, STRANGER)), facts(world, STRANGER).hard) == ([], "")


def test_the_tier_is_that_of_the_customer_who_is_known_to_call(world: World) -> None:
    assert names(facts(world)) == ["tier:standard"]
    with reading(world.voice.database) as session:
        fatma = next(each.id for each in identify(session, parse_caller_id(EMRE)).customers if each.tier == "vip")
    assert names(facts(world, EMRE)) == []
    assert names(facts(world, EMRE, customer=fatma)) == ["vip"]


@pytest.mark.parametrize(
    ("until", "ended", "protected"), [(1, False, True), (None, False, True), (-1, False, False), (1, True, False)]
)
def test_the_register_of_hardship_counts_while_it_is_in_force(
    world: World, until: int | None, ended: bool, protected: bool
) -> None:
    today = world.clock().date()
    entry = Hardship(phone=STRANGER, actions=["dunning"], starts_on=date(2020, 1, 1), reason="x", made_by="x",
                     ends_on=None if until is None else today + timedelta(days=until), made_at=world.clock(),
                     ended_at=world.clock() if ended else None)  # fmt: skip
    changed(world, lambda session: session.add(entry))
    known = facts(world, STRANGER)
    assert (names(known), known.hard) == ((["hardship"], "hardship") if protected else ([], ""))


def test_a_complaint_is_a_hard_call_and_served_sooner(world: World) -> None:
    changed(world, lambda session: setattr(session.get(Case, "4812"), "reason", "complaint"))
    known = facts(world)
    assert ("complaint" in names(known), known.hard) == (True, "complaint")
    assert facts(world, case="none").hard == ""


def test_a_case_of_priority_is_a_hard_call(world: World) -> None:
    changed(world, lambda session: setattr(session.get(Case, "4812"), "priority", 1))
    assert facts(world).hard == "priority"


def test_who_asked_for_a_manager_in_this_call_is_served_sooner(world: World) -> None:
    asked = ManagerRequest(once="x", call="CAnow", reason="unstated", asked_at=world.clock())
    changed(world, lambda session: session.add(asked))
    assert names(facts(world, STRANGER)) == ["escalation"]


@pytest.mark.parametrize(
    ("more", "repeated"),
    [
        ({"ago": timedelta(hours=23), "case_number": "4812"}, True),
        ({"ago": timedelta(hours=25), "case_number": "4812"}, False),
        ({"ago": timedelta(hours=23), "case_number": "4810"}, False),
        ({"ago": timedelta(hours=23), "case_number": "4812", "waiting_at": None}, False),
    ],
)
def test_who_calls_again_within_a_day_about_the_same_open_case(world: World, more: Any, repeated: bool) -> None:
    called(world, phone=MEHMET, **more)
    known = facts(world)
    assert ("repeat_caller" in names(known), known.hard) == (repeated, "repeat_caller" if repeated else "")


# ── the old place ────────────────────────────────────────────────────────────────────────────────────────────────


def dropped(world: World, sid: str = "CA1", *, ago: float = 60, waited: float = 90, **more: Any) -> None:
    """Hung up so many seconds ago, after having waited so long."""
    arrived = world.clock() - timedelta(seconds=ago + waited)
    usual = {"agent_id": None, "answered_at": None, "outcome": "abandoned_in_queue",
             "ended_at": arrived + timedelta(seconds=waited)}  # fmt: skip
    called(world, sid, ago=timedelta(seconds=ago + waited), **(usual | more))


def back(world: World, phone: str = STRANGER, **at: Any) -> Place:
    with reading(world.voice.database) as session:
        caller = identify(session, parse_caller_id(phone))
    return back_at_the_old_place(world.voice, place(world, **at), caller)


def test_who_was_cut_off_while_waiting_and_calls_again_has_the_old_place_once(world: World) -> None:
    dropped(world, "CAonce")
    old = world.clock() - timedelta(seconds=150)
    assert back(world).since == old
    assert back(world).since == old  # the same call, asked again
    assert back(world, call="CAother").since == world.clock()


@pytest.mark.parametrize(
    "more",
    [
        {"ago": 301},
        {"queue": "fatura"},
        {"phone": MEHMET},
        {"outcome": "abandoned_in_ivr", "waiting_at": None},
        {"outcome": "answered", "answered_at": "now"},
        {"ended_at": None, "outcome": None},
    ],
)
def test_nobody_else_has_an_old_place(world: World, more: dict[str, Any]) -> None:
    told: Any = {key: world.clock() if value == "now" else value for key, value in more.items()}
    dropped(world, **told)
    assert back(world).since == world.clock()


def test_who_was_answered_since_has_no_old_place(world: World) -> None:
    dropped(world, ago=200)
    called(world, "CA2", ago=timedelta(seconds=150), ended_at=world.clock() - timedelta(seconds=30))
    assert back(world).since == world.clock()


def test_a_withheld_number_has_no_old_place(world: World) -> None:
    dropped(world, phone="")
    assert back(world, "anonymous").since == world.clock()


def test_an_old_place_is_told_with_what_it_was_served_sooner_by(world: World) -> None:
    dropped(world, phone=MEHMET)
    at = world.clock() - timedelta(seconds=150)
    stood = Event(id="w", kind="waiting", at=at, call="CA1", data={"place_at": to_ms(at), "score": to_ms(at) - 7000})
    changed(world, lambda session: append(session, [stood]))
    old = facts(world, since=at).old_place
    assert old is not None
    assert (old.call, old.boost_seconds) == ("CA1", 7)
    assert facts(world).old_place is None


def test_cut_off_in_one_queue_and_back_in_another_is_served_sooner(world: World) -> None:
    dropped(world, queue="fatura")
    assert names(facts(world, STRANGER)) == ["returning"]
    dropped(world, "CA2", ago=30)
    assert names(facts(world, STRANGER)) == []


# ── what it costs ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("phone", "most"), [(MEHMET, 3), (STRANGER, 3)])
def test_the_facts_are_a_handful_of_statements(world: World, phone: str, most: int) -> None:
    called(world, phone=phone)
    with reading(world.voice.database) as session:
        caller = identify(session, parse_caller_id(phone))
    asked: list[str] = []
    listener = lambda *told: asked.append(told[2])  # noqa: E731
    event.listen(world.voice.database, "before_cursor_execute", listener)
    facts_of_caller(world.voice, place(world), caller)
    event.remove(world.voice.database, "before_cursor_execute", listener)
    assert len([one for one in asked if one != "BEGIN"]) <= most


def test_without_the_records_the_tier_is_all_that_is_known(world: World) -> None:
    with reading(world.voice.database) as session:
        caller = identify(session, parse_caller_id(MEHMET))
    away = create_engine("sqlite:////nowhere/at/all.sqlite")
    board = replace(world.voice, database=away, policy=replace(world.voice.policy, boosts=BOOSTS))
    known = facts_of_caller(board, place(world), caller)
    assert (known.owner, names(known)) == (None, ["tier:standard"])
    assert back_at_the_old_place(board, place(world), caller).since == world.clock()


def test_of_a_stranger_nothing_is_looked_up_unless_they_turned_out_to_be_somebody(world: World) -> None:
    away = create_engine("sqlite:////nowhere/at/all.sqlite")
    stranger = Caller(caller_id=parse_caller_id(STRANGER), stranger=True)
    board = replace(world.voice, database=away)
    at = place(world)
    assert facts_of_caller(board, at, stranger) == CallerFacts(waited_seconds=0)
    assert back_at_the_old_place(board, at, stranger) == at
    case = identified_as(world, MEHMET).open_cases[0]
    assert facts_of_caller(world.voice, replace(at, owner=True, case=case.number), stranger).owner == case.owner_id


def identified_as(world: World, phone: str) -> Caller:
    with reading(world.voice.database) as session:
        return identify(session, parse_caller_id(phone))
