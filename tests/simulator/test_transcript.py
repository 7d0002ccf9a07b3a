"""The page a newcomer reads first."""

import os
import subprocess
import sys
from pathlib import Path

import psutil

from simulator import transcript
from tests.processes import free_port, listens
from tests.simulator.customer import CENTRE, MEHMET, Customer


def test_a_page_only_grows_so_it_can_be_printed_while_the_call_goes_on() -> None:
    customer = Customer()
    customer.says("/voice", "<Say>Merhaba</Say><Hangup/>")
    customer.sim.place_call(MEHMET, CENTRE, ["hears_end"], name="Mehmet")
    before: list[str] = []
    for _ in range(20):
        customer.sim.advance(0.5)
        page = transcript(customer.sim.trace).splitlines()
        assert page[: len(before)] == before
        before = page
    assert "the engine answers" in "\n".join(before)
    assert "Mehmet answered" not in "\n".join(before)


def test_requests_that_only_look_stay_in_the_trace() -> None:
    customer = Customer()
    customer.says("/voice", "<Say>Merhaba</Say><Pause length='20'/>")
    customer.sim.place_call(MEHMET, CENTRE, ["hears_end"], name="Mehmet")
    customer.sim.advance(2)
    assert customer.rest.calls.list(limit=5)
    assert [entry for entry in customer.sim.trace.of("rest") if entry.data["method"] == "GET"]
    assert "GET" not in transcript(customer.sim.trace)


def test_the_token_is_not_on_the_command_line() -> None:
    port = free_port()
    command = [sys.executable, "-m", "simulator", "--port", str(port)]
    environment = os.environ | {"SIMULATOR_AUTH_TOKEN": "only-for-those-who-ask"}
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[2], env=environment, stdout=subprocess.DEVNULL
    ) as process:
        try:
            assert listens(port)
            assert "only-for-those-who-ask" not in " ".join(psutil.Process(process.pid).cmdline())
        finally:
            process.terminate()
