"""A thousand spoofed callers earn next to nothing, and nobody else waits because of them; `make toll-fraud` for all."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine

from callbacks.dialler.rules import BudgetRules
from tests.flows import centre_with, world_with
from tests.journeys.test_callbacks_in_line import MORNING
from tests.storm.toll_fraud import ALWAYS_THE_SAME, BLOCK, CUSTOMERS, FLOW, TollFraud
from tests.world import World

NEIGHBOURS = int(os.environ.get("FRAUD_NEIGHBOURS", "12"))
THE_SAME = int(os.environ.get("FRAUD_THE_SAME", "4"))

pytestmark = pytest.mark.timeout(1800)


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    centre = centre_with(FLOW)
    budgets = BudgetRules(per_block_an_hour=4)
    centre = replace(centre, dialler=replace(centre.dialler, budgets=budgets))
    with world_with(database_url, valkey_url, centre) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def most_within(moments: list[datetime], span: timedelta) -> int:
    return max((sum(one <= at < one + span for at in moments) for one in moments), default=0)


def everybody() -> Iterator[list[str]]:
    """Two waves: half of the neighbours with half of the customers each, and between them the number that repeats."""
    for half in (0, 1):
        numbers = [f"{BLOCK}{n:03d}" for n in range(half, NEIGHBOURS, 2)]
        for n in range(THE_SAME // 2):
            numbers.insert(2 * n + 1, ALWAYS_THE_SAME)
        numbers[len(numbers) // 2 : len(numbers) // 2] = CUSTOMERS[half::2]
        yield numbers


def test_dialling_stays_within_budget_and_whoever_really_wants_to_be_called_is_called_in_time(world: World) -> None:
    storm = TollFraud(world)
    storm.begins()
    for numbers in everybody():
        storm.wave(numbers)
        storm.a_quarter_passes()
        storm.a_quarter_passes()
    storm.a_quarter_passes()
    budgets = world.voice.dialler.budgets
    assert most_within(storm.called(BLOCK), timedelta(hours=1)) == budgets.per_block_an_hour
    assert 0 < most_within(storm.called(ALWAYS_THE_SAME), timedelta(days=1)) <= budgets.per_number_a_day
    rows = storm.callbacks()
    for customer in CUSTOMERS:
        [row] = [row for row in rows if row.phone == customer]
        assert row.state == "kept" and row.ended_at is not None and row.ended_at <= row.due_at, row.why
    asked = 2 * (NEIGHBOURS // 2 + THE_SAME // 2) + len(CUSTOMERS)
    refused, promised = storm.refusals(), {row.call for row in rows}
    assert set(refused.values()) == {"block_owed"}
    assert "block_budget" in storm.reasons()
    assert asked - THE_SAME <= len(refused) + len(promised) <= asked  # the same number again: what was promised stands
