"""`sahip twilio` as it is typed, against the simulator's REST: numbers lead to us, and to nobody else by accident."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from engine.cli import exit_status, sahip
from engine.settings import NAMES
from simulator.account import Account, Application, OwnNumber
from simulator.server import start_server

ACCOUNT = "AC" + "7" * 32
APPLICATION = "AP" + "7" * 32
NUMBER, OTHER = "+902125550100", "+902125550101"
US = "http://127.0.0.1:9"
THEIRS = "http://127.0.0.1:8"


@pytest.fixture
def twilio():
    """An account with two numbers that lead to somebody else, and an application that leads nowhere."""
    server = start_server(0, Account(sid=ACCOUNT, auth_token="token"), seed=1)
    x = server.simulator.exchange
    for place, number in enumerate((NUMBER, OTHER)):
        now = x.kernel.now()
        x.numbers[number] = OwnNumber(sid=f"PN{place:032}", number=number, voice_url=f"{THEIRS}/voice", created_at=now)
    x.applications[APPLICATION] = Application(sid=APPLICATION, created_at=x.kernel.now(), updated_at=x.kernel.now())
    yield server
    server.stop()


@pytest.fixture
def typed(tmp_path, twilio):
    """Types a command in a production whose account the simulator has."""
    nothing_else = dict.fromkeys(NAMES.values())
    settings = {"SAHIP_PUBLIC_URL": US, "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": "token",
                "TWILIO_API_URL": twilio.url, "TWILIO_TWIML_APP_SID": APPLICATION, "SAHIP_SECRET_KEY": "k" * 32,
                "SAHIP_VAR": str(tmp_path), "NO_COLOR": "1"}  # fmt: skip

    def type_(*words, **changed):
        return CliRunner().invoke(sahip, ("twilio", *words), env=nothing_else | settings | changed)

    return type_


def fields(answer):
    return {(row["number"], row["field"]) for row in json.loads(answer.stdout)}


def test_a_number_and_the_application_lead_to_us_and_a_second_time_there_is_nothing_to_do(typed, twilio):
    done = typed("connect", "--number", NUMBER, "--lang", "en")
    assert done.exit_code == 0, done.output
    assert f"Connected: {NUMBER} lead to {US}." in done.output and f"{THEIRS}/voice" in done.output
    x = twilio.simulator.exchange
    assert x.numbers[NUMBER].voice_url == f"{US}/voice/inbound"
    assert x.numbers[NUMBER].fallback_url == f"{US}/voice/fallback"
    assert x.numbers[NUMBER].status_callback == f"{US}/voice/status"
    assert x.numbers[NUMBER].sms_url == f"{US}/messages/inbound"
    assert x.applications[APPLICATION].voice_url == f"{US}/voice/desk"
    assert x.applications[APPLICATION].status_callback == f"{US}/voice/status"
    assert x.numbers[OTHER].voice_url == f"{THEIRS}/voice"
    changed_at = x.numbers[NUMBER].updated_at
    again = typed("connect", "--number", NUMBER, "--lang", "en")
    assert "Nothing to do" in again.output
    assert x.numbers[NUMBER].updated_at == changed_at


def test_a_dry_run_tells_what_would_be_changed_and_changes_nothing(typed, twilio):
    before = dict(twilio.simulator.exchange.numbers)
    told = typed("connect", "--number", NUMBER, "--dry-run", "--json")
    assert (NUMBER, "voice_url") in fields(told) and (APPLICATION, "voice_url") in fields(told)
    assert {"number": NUMBER, "field": "voice_url", "now": f"{THEIRS}/voice", "then": f"{US}/voice/inbound"} in (
        json.loads(told.stdout)
    )
    assert twilio.simulator.exchange.numbers == before
    assert "--dry-run olmadan değişir" in typed("connect", "--number", NUMBER, "--dry-run").output


def test_an_application_a_number_stands_under_would_go_first_so_it_is_taken_off(typed, twilio):
    x = twilio.simulator.exchange
    x.numbers[NUMBER] = replace(x.numbers[NUMBER], voice_application_sid=APPLICATION)
    assert (NUMBER, "voice_application_sid") in fields(typed("connect", "--number", NUMBER, "--json"))
    assert x.numbers[NUMBER].voice_application_sid == ""


def test_how_it_stands_is_told_and_exit_status_1_where_something_leads_elsewhere(typed):
    assert typed("status", "--number", NUMBER).exit_code == 1
    typed("connect", "--number", NUMBER)
    right = typed("status", "--number", NUMBER, "--json")
    assert right.exit_code == 0 and json.loads(right.stdout) == []
    assert typed("status", "--number", NUMBER, "--number", OTHER).exit_code == 1


def test_a_fallback_elsewhere_is_kept_where_it_is_asked_for(typed, twilio):
    typed("connect", "--number", NUMBER, "--fallback-url", f"{THEIRS}/bin")
    assert twilio.simulator.exchange.numbers[NUMBER].fallback_url == f"{THEIRS}/bin"
    assert typed("status", "--number", NUMBER, "--fallback-url", f"{THEIRS}/bin").exit_code == 0
    assert fields(typed("status", "--number", NUMBER, "--json")) == {(NUMBER, "voice_fallback_url")}


def test_let_go_what_leads_to_us_leads_nowhere_and_what_leads_to_others_stays(typed, twilio):
    typed("connect", "--number", NUMBER, "--fallback-url", f"{THEIRS}/bin")
    typed("disconnect", "--number", NUMBER, "--dry-run")
    assert twilio.simulator.exchange.numbers[NUMBER].voice_url == f"{US}/voice/inbound"
    assert typed("disconnect", "--number", NUMBER, "--number", OTHER).exit_code == 0
    x = twilio.simulator.exchange
    assert (x.numbers[NUMBER].voice_url, x.numbers[NUMBER].sms_url, x.numbers[NUMBER].status_callback) == ("", "", "")
    assert x.numbers[NUMBER].fallback_url == f"{THEIRS}/bin"
    assert x.numbers[OTHER].voice_url == f"{THEIRS}/voice"
    assert "Nothing to do" in typed("disconnect", "--number", NUMBER, "--lang", "en").output


def test_a_number_the_account_has_not_is_named_and_nothing_is_changed(typed, twilio):
    before = dict(twilio.simulator.exchange.numbers)
    refused = typed("connect", "--number", NUMBER, "--number", "+902129999999", "--lang", "en")
    assert exit_status(refused.exception) == 1
    assert "no number +902129999999" in str(refused.exception) and OTHER in str(refused.exception)
    assert twilio.simulator.exchange.numbers == before
    without = typed("connect", "--lang", "en")
    assert "+908502220000" in str(without.exception), "those of numbers.yaml, where none is named"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"TWILIO_AUTH_TOKEN": "another"}, "TWILIO_AUTH_TOKEN"),
        ({"TWILIO_API_URL": US}, f"{US} does not answer"),
        ({"TWILIO_TWIML_APP_SID": "AP" + "8" * 32}, "mend TWILIO_TWIML_APP_SID"),
    ],
)
def test_what_keeps_the_account_from_being_asked_is_a_sentence(typed, changed, said):
    refused = typed("connect", "--number", NUMBER, "--lang", "en", **changed)
    assert exit_status(refused.exception) == 1
    assert said in str(refused.exception)


def test_an_address_twilio_refuses_is_told_with_the_number(typed, twilio):
    refused = typed("connect", "--number", NUMBER, "--url", "https://calls.example.com", "--lang", "en")
    assert exit_status(refused.exception) == 1
    assert f"refuses to change {NUMBER}" in str(refused.exception) and "21205" in str(refused.exception)
    assert "SAHIP_PUBLIC_URL=http://127.0.0.1:9: set it to https://calls.example.com" in refused.stderr


@pytest.mark.parametrize("words", [("--number", "0212"), ("--number", "+90\x0012"), ("--url", "calls.example.com")])
def test_what_is_no_number_or_address_is_refused_before_anybody_is_asked(typed, words):
    refused = typed("connect", *words, TWILIO_API_URL=US)
    assert refused.exit_code == 2 and "is not a" in refused.stderr
