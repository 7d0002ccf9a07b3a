"""Callers are told the truth: through the real floor, the interval holds as many true waits as it claims to hold."""

from collections import deque
from datetime import datetime
from functools import partial
from itertools import islice

import pytest
from redis import Redis

from routing.erlang import Load
from routing.expected_wait import HIGH_SHARE, LOW_SHARE, ExpectedWait, expected_wait
from routing.queue_figures import LOOK_BACK, QueueFigures
from tests.theory.callers import Caller, callers
from tests.theory.floor_centre import LINE, FloorCentre

CALLS = 1_200
BUSY = Load(calls_per_hour=200, handle_seconds=180)


class TellingCentre(FloorCentre):
    """Every caller who must wait is told how long, from the calls finished in the hour before."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.told: dict[int, ExpectedWait] = {}
        self._finished: deque[tuple[datetime, float]] = deque()

    def _calls_in(self, number: int, caller: Caller) -> None:
        super()._calls_in(number, caller)
        position = self._floor.position(f"CA{number:08}")
        if position is not None and (wait := self._expected(position)) is not None:
            self.told[number] = wait

    def _expected(self, position: int) -> ExpectedWait | None:
        while self._finished and self._finished[0][0] < self._moment - LOOK_BACK:
            self._finished.popleft()
        samples = len(self._finished)
        figures = QueueFigures(
            queue="destek",
            at=self._moment,
            samples=samples,
            talk_seconds=sum(seconds for _, seconds in self._finished) / samples if samples else 0.0,
            agents=float(len(self._floor.present(LINE))),
        )
        return expected_wait(ahead=position - 1, callbacks_ahead=0, figures=figures)

    def _hangs_up(self, call: str, agent: str, wrap: int) -> None:
        handling = self._calls[call][1][1] / 1000
        super()._hangs_up(call, agent, wrap)
        self._later(wrap, 0, partial(self._finishes, handling))

    def _finishes(self, seconds: float) -> None:
        self._finished.append((self._moment, seconds))

    def shares(self) -> tuple[float, float]:
        """Of those who were told: how many waited less than the interval, and how many more."""
        true = {number: wait / 1000 for number, wait in self.waits.items() if wait is not None and number in self.told}
        early = sum(true[number] < self.told[number].low_seconds for number in true)
        late = sum(true[number] > self.told[number].high_seconds for number in true)
        return early / len(true), late / len(true)


def test_the_interval_holds_the_share_of_waits_it_claims(redis: Redis) -> None:
    """A quarter is sooner, a tenth later. Waits of a busy hour hang together: so few calls leave some margin."""
    centre = TellingCentre(redis, "theory", 11)
    centre.serve(list(islice(callers(BUSY, seed="told 11"), CALLS)))
    early, late = centre.shares()
    assert len(centre.told) > CALLS / 3
    assert early == pytest.approx(LOW_SHARE, abs=0.06)
    assert late == pytest.approx(1 - HIGH_SHARE, abs=0.05)


def test_callers_who_give_up_make_nobody_wait_longer_than_told(redis: Redis) -> None:
    impatient = Load(calls_per_hour=220, handle_seconds=180, patience_seconds=240)
    centre = TellingCentre(redis, "theory", 10)
    centre.serve(list(islice(callers(impatient, seed="told and left"), CALLS // 2)))
    _, late = centre.shares()
    assert late < 1 - HIGH_SHARE
