"""`sahip api` against the demo that runs."""

import json

import pytest
from click.testing import CliRunner

from engine.cli import exit_status, sahip
from engine.errors import OrderRefused
from tests.processes import free_port
from tests.whole.conftest import House


def asked(*typed: str, **env: str):
    return CliRunner().invoke(sahip, ("api", *typed), env=env)


def test_what_is_asked_for_is_printed_as_json_with_the_demos_own_key(house: House) -> None:
    done = asked("GET", "cases/4812")
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["owner_id"] == "ayse"
    assert asked("get", "/api/v1/customers?phone=+905321234567").output.count("Mehmet Kaya") == 1


def test_a_refusal_is_printed_and_the_status_is_1(house: House) -> None:
    done = asked("GET", "cases/0")
    assert done.exit_code == 1
    assert json.loads(done.output)["status"] == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("POST", "vouchers", "--data", "{"), "--data is not JSON"),
        (("GET", "cases", "--key", "naß\n"), "copy it again"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(house: House, typed: tuple[str, ...], said: str) -> None:
    done = asked(*typed)
    assert isinstance(done.exception, OrderRefused), done.output
    assert said in str(done.exception)


def test_where_nothing_runs_it_says_so(house: House) -> None:
    done = asked("GET", "cases", PORT=str(free_port()))
    assert exit_status(done.exception) == 2
    assert "does `sahip web` run?" in str(done.exception)
