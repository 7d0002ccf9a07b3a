"""Three clocks: real, some times faster, and one that moves when it is told to. The same seed is the same trace."""

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulator import RealClock, VirtualClock
from simulator.clockwork.kernel import Kernel
from simulator.server import Server
from tests.simulator.busy_day import busy_day
from tests.simulator.customer import AYSE, CENTRE, MEHMET, Customer
from tests.simulator.test_server import control, until
from tests.simulator.test_server import server as server  # noqa: PLC0414  # a fixture
from tests.simulator.test_server import shop as shop  # noqa: PLC0414  # a fixture

HOME = Path(__file__).parents[2]


def test_twenty_minutes_of_waiting_pass_in_a_few_events(customer: Customer) -> None:
    customer.says("/voice", "<Pause length='1200'/><Say>Hâlâ orada mısınız?</Say>")
    customer.call({"hears": "Hâlâ orada", "within": 1300})
    before = time.process_time()
    customer.sim.advance(1199)
    assert customer.heard("Mehmet") == []
    customer.sim.advance(10)
    assert customer.heard("Mehmet") == ["Hâlâ orada mısınız?"]
    assert time.process_time() - before < 1


def test_virtual_time_stands_still_until_it_is_moved(customer: Customer) -> None:
    customer.call()
    before = customer.clock()
    assert customer.sim.next_due() == before
    customer.sim.run_due()
    assert customer.clock() == before
    customer.sim.advance(0.05)
    assert (customer.clock() - before).total_seconds() == 0.05


def test_a_fast_clock_over_http_keeps_the_order_and_takes_a_twentieth(
    server: Server, shop: tuple[Customer, str]
) -> None:
    customer, base = shop
    customer.says("/voice", "<Say>Merhaba</Say><Pause length='40'/><Say>Bitti</Say>")
    control(server, "numbers", number=CENTRE, voice_url=f"{base}/voice", status_callback=f"{base}/over")
    control(server, "people", number=AYSE, name="Ayşe", answers_after=1)
    begun = time.monotonic()
    control(server, "calls", **{"from": MEHMET, "to": CENTRE, "name": "Mehmet", "steps": ["hears_end"]})
    until(server, lambda: bool(customer.got("/over")))
    wall = time.monotonic() - begun
    moments = [entry.at for entry in server.simulator.trace]
    simulated = (moments[-1] - moments[0]).total_seconds()
    assert simulated >= 40 and moments == sorted(moments)
    assert wall < simulated / 4
    told = [entry.text for entry in server.simulator.trace.of("say")]
    assert told == ["Merhaba", "Bitti"]


def test_a_clock_that_runs_faster_needs_less_of_the_walls_time() -> None:
    assert RealClock(20).real_seconds(40) == 2
    assert Kernel(VirtualClock()).virtual


def trace_of_another_process(seed: int, hash_seed: int) -> bytes:
    environment = os.environ | {"PYTHONHASHSEED": str(hash_seed), "PYTHONPATH": str(HOME)}
    command = [sys.executable, "-m", "tests.simulator.busy_day", str(seed)]
    return subprocess.run(command, cwd=HOME, env=environment, check=True, stdout=subprocess.PIPE).stdout


def test_the_same_seed_is_the_same_trace_byte_for_byte_in_any_process() -> None:
    first, second, other = (trace_of_another_process(*seeds) for seeds in ((1, 1), (1, 2), (2, 1)))
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest(), first_difference(first, second)
    assert first != other
    kinds = {entry["kind"] for entry in json.loads(first)}
    assert {"webhook", "answer", "callback", "rest", "queue", "conference", "fault", "digits", "person"} <= kinds


def first_difference(one: bytes, other: bytes) -> str:
    lines = zip(one.splitlines(), other.splitlines(), strict=False)
    return next((f"{mine!r}\n{theirs!r}" for mine, theirs in lines if mine != theirs), "one is longer")


@pytest.mark.parametrize("seed", range(3))
def test_everybody_of_a_busy_day_is_off_the_line_in_the_end(seed: int) -> None:
    customer = busy_day(seed, callers=15)
    customer.sim.no_faults()
    customer.sim.advance(15_000)  # longer than any call may last
    assert all(caller.is_over for caller in customer.sim.exchange.callers)
