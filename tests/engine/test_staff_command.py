"""`sahip staff` as it is typed."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from engine.cli import exit_status, sahip
from engine.errors import OrderRefused
from records.database import open_database
from records.handling import Handling
from records.queue_stay import QueueStay

CALLS = ("staff", "--calls", "100", "--interval", "30m", "--aht", "180")


def typed(*arguments: str) -> Result:
    return CliRunner().invoke(sahip, arguments, env={"NO_COLOR": "1"})


def data(*arguments: str):
    done = typed(*CALLS, *arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_the_table_shows_the_first_number_that_is_enough():
    told = data("--target", "80/20", "--shrinkage", "30")
    assert (told["erlangs"], told["model"], told["agents_needed"], told["rostered"]) == (10, "erlang_c", 14, 20)
    assert [row["agents"] for row in told["table"]] == [11, 12, 13, 14, 15, 16]
    assert [row["enough"] for row in told["table"]] == [False, False, False, True, True, True]
    enough = told["table"][3]
    assert (round(enough["wait_probability"], 4), round(enough["service_level"], 3)) == (0.1741, 0.888)
    assert (round(enough["answer_seconds"], 1), round(enough["occupancy"], 3)) == (7.8, 0.714)


def test_people_read_it_in_turkish_and_in_english():
    turkish, english = typed(*CALLS).output, typed(*CALLS, "--lang", "en").output
    assert "30 dakikada 100 çağrı, her biri 180 s: 10 erlang." in turkish
    assert "14 kişi gerekir." in turkish and "%88,8" in turkish and "7,8 s" in turkish
    assert "14 agents are needed." in english and "88.8%" in english and "7.8 s" in english
    [line] = [line for line in english.splitlines() if "← enough" in line]
    assert line.startswith("14")


def test_callers_who_give_up_need_fewer_agents():
    told = data("--patience", "120")
    assert (told["model"], told["agents_needed"]) == ("erlang_a", 12)
    assert round(told["table"][3]["abandonment"], 3) == 0.062


def test_the_agents_there_are_stand_in_the_table_even_where_the_queue_grows_for_ever():
    told = data("--agents", "9")
    assert (told["table"][0]["agents"], told["table"][0]["answer_seconds"]) == (9, None)
    assert "hep uzar" in typed(*CALLS, "--agents", "9").output


def test_what_if_there_were_two_more_agents_and_a_fifth_more_calls():
    told = data("--agents", "14", "--more-agents", "2", "--more-calls", "20")["what_if"]
    assert (told["calls"], told["agents"], told["agents_needed"], told["enough"]) == (120, 16, 16, True)
    assert (
        "What if: 120 calls, 16 agents."
        in typed(*CALLS, "--more-agents", "2", "--more-calls", "20", "--lang", "en").output
    )
    assert data()["what_if"] is None


def test_other_promises_may_be_kept_alone_or_together():
    assert data("--asa", "10")["agents_needed"] == 14
    assert data("--occupancy", "70")["agents_needed"] == 15
    assert data("--abandonment", "5", "--patience", "120")["agents_needed"] == 13
    assert data("--target", "97/20", "--occupancy", "70")["agents_needed"] == 16


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--target", "80"), "is no service level like 80/20"),
        (("--target", "100/20"), "is no service level like 80/20"),
        (("--interval", "soon"), "is no interval like 30m"),
        (("--interval", "0m"), "is no interval like 30m"),
        (("--patience", "nan"), "patience must be more than 0"),
        (("--patience", "1e-308"), "patience must lie between"),
        (("--calls", "1e308"), "calls an hour must"),
        (("--more-calls", "1e300"), "calls an hour must"),
        (("--asa", "1e300"), "a mean wait to be kept is 86400 s at most"),
        (("--more-agents", "-20"), "1 to 20000 agents"),
        (("--abandonment", "5"), "say how long their patience lasts"),
        (("--calls", "-1"), "--calls"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_a_sentence_and_status_2(arguments, said):
    done = typed(*CALLS, *arguments)
    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output


def test_something_has_to_be_asked():
    assert "--calls and --aht, or --from-queue" in typed("staff", "--calls", "5").output


@pytest.fixture
def recorded(var: Path) -> Callable[..., Result]:
    """A centre with a Friday of calls in `destek`: forty from 09:00, ten from 09:30, of whom twelve gave up."""
    settings = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(var), "NO_COLOR": "1"}

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(sahip, arguments, env=settings)

    database = open_database(f"sqlite:///{var / 'sahip.sqlite'}")
    with Session(database) as session:
        nine = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)  # 09:00 in Istanbul
        for number in range(50):
            entered = nine + timedelta(seconds=40 * number if number < 40 else 1800 + number)
            gave_up = number % 4 == 0 and number < 48
            session.add(stay(number, entered, "abandoned" if gave_up else "answered", 60 if gave_up else 30))
            if not gave_up:
                session.add(handling(number, entered + timedelta(seconds=30)))
        session.add(stay(99, nine, "flowed_out", 500))
        session.commit()
    database.dispose()
    return run


def stay(number: int, entered: datetime, ending: str, waited: float) -> QueueStay:
    return QueueStay(
        call=f"CA{number}", number=1, queue="destek", entered_at=entered, ending=ending, waited_seconds=waited
    )


def handling(number: int, answered: datetime) -> Handling:
    return Handling(
        reservation=f"r{number}", call=f"CA{number}", agent_id="ayse", queue="destek", answered_at=answered,
        left_at=answered + timedelta(seconds=200), wrapped_up_at=answered + timedelta(seconds=240), ended_by="caller",
        ring_seconds=10.0, talk_seconds=200.0, wrap_up_seconds=40.0,
    )  # fmt: skip


DAY = ("staff", "--from-queue", "destek", "--day", "2026-11-20")


def test_a_day_of_our_own_records_is_staffed_interval_by_interval(recorded):
    told = json.loads(recorded(*DAY, "--json").output)
    assert (told["handle_seconds"], told["patience_seconds"]) == (250, (12 * 60 + 38 * 30) / 12)
    intervals = [(row["begins_at"][11:16], row["calls"], round(row["erlangs"], 2)) for row in told["intervals"]]
    assert intervals == [("09:00", 40, 5.56), ("09:30", 10, 1.39)]
    alone = json.loads(typed("staff", "--calls", "40", "--aht", "250", "--patience", "155", "--json").output)
    assert told["intervals"][0]["agents_needed"] == alone["agents_needed"]
    assert told["intervals"][0]["service_level"] >= 0.8


def test_the_day_is_told_in_words_and_with_the_agents_there_are(recorded):
    turkish = recorded(*DAY, "--agents", "4", "--more-calls", "50", "--shrinkage", "30").output
    assert "destek, 2026-11-20: 75 çağrı, her biri 250 s." in turkish
    assert "Arayanlar ortalama 155 s sabretti (Erlang A)." in turkish
    assert "4 kişiyle 20 s içinde" in turkish and "vardiyada" in turkish
    english = recorded(*DAY, "--lang", "en", "--interval", "1h").output
    assert "The most are needed from 09:00" in english


def test_a_day_without_calls_and_a_queue_that_is_not_there_are_said(recorded):
    empty = recorded(*DAY[:4], "2026-11-21")
    assert (empty.exit_code, "nobody was answered in destek on 2026-11-21" in empty.output) == (2, True)
    unknown = recorded("staff", "--from-queue", "nowhere")
    assert isinstance(unknown.exception, OrderRefused) and exit_status(unknown.exception) == 2
