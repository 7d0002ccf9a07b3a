"""Who is on duty is asked in turn: managers who talked with too few customers first, then leads who have room."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from escalations.duty import DutyWanted, duties, put_on_duty, take_off_duty
from escalations.errors import DutyRefused
from escalations.escalation import Escalation
from escalations.rota import OnDuty, on_duty
from escalations.rota_import import read_rota, write_rota
from records.database import reading, writing
from records.errors import CsvRefused
from records.handling import Handling
from staff.absence import Absence, add_absence
from staff.agent import Agent
from tests.world import World

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
SHIFT = timedelta(hours=8)
ISTANBUL = ZoneInfo("Europe/Istanbul")


@pytest.fixture(autouse=True)
def _a_second_lead(world: World) -> None:
    world.clock.advance_to(NOW)
    with writing(world.voice.database) as session:
        session.add(Agent(id="mert", name="Mert Ak", role="lead", languages=["tr"], skills={}, stand_in_id="zeynep"))


def is_on_duty(world: World, agent: str, rank: str = "lead", slots: int = 0) -> None:
    wanted = DutyWanted(agent_id=agent, rank=rank, starts_at=NOW, until=NOW + SHIFT, slots=slots)
    with writing(world.voice.database) as session:
        put_on_duty(session, wanted, by="test", now=NOW)


def asked(world: World, level: int = 2, at: datetime = NOW) -> tuple[OnDuty, ...]:
    with reading(world.voice.database) as session:
        return on_duty(world.voice, session, at, level=level)


def in_turn(world: World, level: int = 2) -> list[tuple[str, str]]:
    return [(one.agent_id, one.why) for one in asked(world, level)]


def took(world: World, agent: str, once: str) -> None:
    with writing(world.voice.database) as session:
        session.add(Escalation(id=once, once=once, trigger="caller_asked", level=2, decision="lead_now", reasons=[],
                               asked_by="x", asked_at=NOW, answered_by=agent, answered_at=NOW))  # fmt: skip


def talked(world: World, agent: str, times: int) -> None:
    with writing(world.voice.database) as session:
        for number in range(times):
            session.add(Handling(reservation=f"{agent}{number}", call=f"CA{agent}{number}", agent_id=agent,
                                 answered_at=NOW - timedelta(days=1), ring_seconds=1.0))  # fmt: skip


def test_where_no_rota_is_kept_leads_are_asked_and_managers_after_them(world: World) -> None:
    assert in_turn(world) == [("mert", "role"), ("zeynep", "role"), ("selin", "role")]
    assert in_turn(world, level=3) == [("selin", "role")]
    assert in_turn(world, level=1) == []


def test_with_a_rota_only_who_is_on_duty_is_asked_and_between_two_duties_nobody(world: World) -> None:
    is_on_duty(world, "zeynep")
    assert in_turn(world) == [("zeynep", "duty")]
    assert asked(world, at=NOW + SHIFT) == ()


def test_a_manager_who_talked_with_too_few_customers_is_asked_before_the_leads(world: World) -> None:
    is_on_duty(world, "zeynep")
    is_on_duty(world, "selin", "manager")
    assert in_turn(world) == [("selin", "listening"), ("zeynep", "duty")]
    talked(world, "selin", world.voice.escalations.rota.talks)
    assert in_turn(world) == [("zeynep", "duty"), ("selin", "overflow")]


def test_who_took_fewer_is_asked_first_and_who_has_no_room_is_not(world: World) -> None:
    is_on_duty(world, "mert", slots=1)
    is_on_duty(world, "zeynep")
    took(world, "zeynep", "one")
    assert in_turn(world) == [("mert", "duty"), ("zeynep", "duty")]
    took(world, "mert", "two")
    assert in_turn(world) == [("zeynep", "duty")]


def test_who_is_away_has_a_lead_who_stands_in_and_an_agent_never_does(world: World) -> None:
    is_on_duty(world, "mert")
    with writing(world.voice.database) as session:
        add_absence(session, Absence(agent_id="mert", kind="sick", starts_at=NOW, ends_at=NOW + SHIFT, made_by="x"),
                    now=NOW)  # fmt: skip
    assert asked(world) == (OnDuty(agent_id="zeynep", rank="lead", why="stands_in", instead_of="mert"),)
    with writing(world.voice.database) as session:
        session.get_one(Agent, "mert").stand_in_id = "ayse"
    assert asked(world) == ()


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [({"agent_id": "nobody"}, {"agent": "unknown"}), ({"agent_id": "ayse"}, {"rank": "leads_nobody"}),
     ({"until": NOW}, {"until": "before_start"}), ({"until": NOW + timedelta(days=40)}, {"until": "too_long"}),
     ({"starts_at": NOW + timedelta(hours=1)}, {"starts_at": "overlaps"})],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(world: World, wanted: dict[str, object], fault: dict[str, str]) -> None:
    is_on_duty(world, "zeynep")
    usual = {"agent_id": "zeynep", "rank": "lead", "starts_at": NOW, "until": NOW + SHIFT + SHIFT}
    with pytest.raises(DutyRefused) as refused, writing(world.voice.database) as session:
        put_on_duty(session, DutyWanted(**(usual | wanted)), by="test", now=NOW)  # type: ignore[arg-type]
    assert fault.items() <= refused.value.faults.items()


def test_a_duty_that_has_begun_ends_now_and_one_to_come_goes(world: World) -> None:
    is_on_duty(world, "zeynep")
    with writing(world.voice.database) as session:
        [duty] = duties(session, since=NOW)
        take_off_duty(session, duty, by="test", now=NOW + timedelta(hours=1))
        assert duty.until == NOW + timedelta(hours=1)
    assert asked(world, at=NOW + timedelta(hours=2)) == ()


def test_a_list_goes_in_as_a_whole_or_not_at_all(world: World, tmp_path: Path) -> None:
    file = tmp_path / "rota.csv"
    rows = "kod;görev;başlangıç;bitiş;kontenjan\nzeynep;lider;24.11.2026 10:00;24.11.2026 18:00;5\n"
    file.write_text(rows + "ayse;lider;24.11.2026 10:00;24.11.2026 18:00;\n", encoding="utf-8")
    with pytest.raises(CsvRefused) as refused:
        brought_in(world, file)
    assert [(fault.line, fault.column) for fault in refused.value.faults] == [(3, "görev")]
    assert in_turn(world)[0][1] == "role"
    file.write_text(rows, encoding="utf-8")
    assert (brought_in(world, file), brought_in(world, file)) == ((1, 0), (0, 1))
    assert in_turn(world) == [("zeynep", "duty")]


def brought_in(world: World, file: Path) -> tuple[int, int]:
    told = read_rota(file, agents={"zeynep", "ayse"}, zone=ISTANBUL)
    with writing(world.voice.database) as session:
        done = write_rota(session, file, told, by="test", now=NOW)
    return done.added, done.changed


def test_the_rota_is_kept_over_the_api_and_says_who_is_asked(world: World) -> None:
    ordered = {"agent_id": "zeynep", "until": (NOW + SHIFT).isoformat(), "slots": 3}
    status, duty = world.ask("POST", "/api/v1/rota", ordered, key=world.key)
    assert (status, duty["rank"], duty["slots"]) == (200, "lead", 3), duty
    assert [one["id"] for one in world.ask("GET", "/api/v1/rota", key=world.key)[1]["items"]] == [duty["id"]]
    [turn] = world.ask("GET", "/api/v1/rota/turn", key=world.key)[1]["items"]
    assert (turn["name"], turn["why_told"]["tr"]) == ("Zeynep Öztürk", "nöbetçi")
    assert world.ask("POST", "/api/v1/rota", ordered | {"agent_id": "ayse"}, key=world.key)[0] == 422
    world.ask("DELETE", f"/api/v1/rota/{duty['id']}", key=world.key)
    assert world.ask("GET", "/api/v1/rota", key=world.key)[1]["items"] == []
    assert world.ask("DELETE", "/api/v1/rota/9", key=world.key)[0] == 404
