"""`sahip staff` as it is typed."""

import json

import pytest
from click.testing import CliRunner, Result

from engine.cli import sahip

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
