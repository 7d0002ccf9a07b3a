"""The telephone in the terminal, as its user has it: our command line, against the running house."""

import subprocess
import sys

import pytest

from tests.whole.conftest import House

pytestmark = pytest.mark.timeout(240)
CALLER = "+905551230011"


def dial(typed: str, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-P", "-m", "engine.cli", "dial", *options]
    return subprocess.run(command, input=typed, capture_output=True, text=True, timeout=100)


def test_what_is_said_is_read_and_keys_and_words_go_to_the_centre(house: House) -> None:
    done = dial("/hear HOŞ GELDİNİZ\n/hear 1'e\n1\n/hear hatta kalın\nh\n", "--from", CALLER, "--name", "Deniz")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "» Merhaba, Sahip Enerji'ye hoş geldiniz." in done.stdout
    assert "Deniz presses 1" in house.stage.transcript(colour=False)


def test_waiting_in_vain_for_words_fails(house: House) -> None:
    done = dial("/hear hoş geldiniz\nh\nwait\n", "--from", CALLER, "--to", "+905990000000")
    assert done.returncode == 1
    assert done.stderr.strip() == "+905990000000 is not a number of this account."


def test_a_number_that_is_none_is_refused(house: House) -> None:
    assert dial("", "--from", "12x").returncode == 2
