"""What a waiting caller is told: believed, ordered, and never longer than before without a reason."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.expected_wait import (
    FEWEST_SAMPLES,
    HIGH_SHARE,
    LOW_SHARE,
    ExpectedWait,
    expected_wait,
    in_minutes,
    told_again,
)
from routing.queue_figures import QueueFigures
from routing.waiting_time import beta_share, time_quantile

AT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
BUSY = QueueFigures(queue="main", at=AT, samples=48, ring_seconds=10, talk_seconds=240, wrap_up_seconds=50, agents=4)

figures = st.builds(
    QueueFigures,
    queue=st.just("main"),
    at=st.just(AT),
    samples=st.integers(FEWEST_SAMPLES, 20_000),
    talk_seconds=st.floats(1, 3_600),
    wrap_up_seconds=st.floats(0, 600),
    agents=st.floats(0.1, 2_000),
)
ahead = st.integers(0, 3_000)


@st.composite
def waits(draw: st.DrawFn) -> ExpectedWait:
    low, more = draw(st.floats(0, 7_200)), draw(st.floats(0, 7_200))
    agents, handle = draw(st.floats(0.1, 100)), draw(st.floats(1, 3_600))
    return ExpectedWait(
        low_seconds=low, high_seconds=low + more, ahead=draw(ahead), agents=agents, handle_seconds=handle
    )


def test_nobody_is_told_a_wait_from_fewer_than_five_calls() -> None:
    assert expected_wait(ahead=0, callbacks_ahead=0, figures=replace(BUSY, samples=4)) is None
    assert expected_wait(ahead=0, callbacks_ahead=0, figures=replace(BUSY, samples=5)) is not None


def test_nobody_is_told_a_wait_while_nobody_is_at_work() -> None:
    assert expected_wait(ahead=0, callbacks_ahead=0, figures=replace(BUSY, agents=0.0)) is None


@pytest.mark.parametrize(("ready", "waits"), [(0, True), (3, True), (4, False)])
def test_nobody_waits_while_more_agents_are_ready_than_callers_are_ahead(ready: int, waits: bool) -> None:
    wait = expected_wait(ahead=2, callbacks_ahead=1, figures=BUSY, ready=ready)
    assert wait is not None
    assert (wait.high_seconds > 0) is waits
    at_once = expected_wait(ahead=0, callbacks_ahead=0, figures=replace(BUSY, samples=0), ready=1)
    assert at_once is not None and in_minutes(at_once) == (0, 1)


def test_nine_ahead_of_four_agents_who_need_five_minutes_is_nine_to_eighteen_minutes() -> None:
    """Ten calls to be finished, one each 75 s: 12.5 min in the mean. Of the hour 48 calls of 300 s and the prior's two
    of 300 s are known: T = (15 000 s / 4) X / (1 - X), X ~ Beta(10, 50), so that 5 X / (1 - X) has the F distribution
    with 20 and 100 degrees of freedom, whose nine tenths are tabled as 1.494 and whose quarter as 0.763."""
    wait = expected_wait(ahead=9, callbacks_ahead=0, figures=BUSY)
    assert wait is not None
    assert wait.high_seconds == pytest.approx(3750 * 1.494 / 5, rel=1e-3)
    assert wait.low_seconds == pytest.approx(3750 * 0.763 / 5, rel=1e-3)
    assert in_minutes(wait) == (9, 19)


def test_callbacks_ahead_count_like_callers() -> None:
    assert expected_wait(ahead=3, callbacks_ahead=4, figures=BUSY) == expected_wait(
        ahead=7, callbacks_ahead=0, figures=BUSY
    )


def test_with_much_seen_it_is_the_erlang_of_queueing_theory() -> None:
    """One call to be finished at a rate of 1/60 s is exponential: a quarter by 60 ln(4/3), nine tenths by 60 ln 10."""
    known = QueueFigures(queue="main", at=AT, samples=1_000_000, talk_seconds=300, agents=5)
    wait = expected_wait(ahead=0, callbacks_ahead=0, figures=known)
    assert wait is not None
    assert wait.low_seconds == pytest.approx(60 * math.log(4 / 3), rel=1e-4)
    assert wait.high_seconds == pytest.approx(60 * math.log(10), rel=1e-4)


def test_little_seen_makes_the_interval_wider() -> None:
    few, many = (
        expected_wait(ahead=9, callbacks_ahead=0, figures=replace(BUSY, samples=samples)) for samples in (5, 500)
    )
    assert few is not None and many is not None
    assert few.high_seconds - few.low_seconds > many.high_seconds - many.low_seconds


@given(ahead, figures)
def test_who_is_farther_back_waits_longer(before: int, known: QueueFigures) -> None:
    nearer, farther = (expected_wait(ahead=n, callbacks_ahead=0, figures=known) for n in (before, before + 1))
    assert nearer is not None and farther is not None
    assert nearer.low_seconds < farther.low_seconds and nearer.high_seconds < farther.high_seconds


@given(ahead, figures)
def test_the_interval_is_in_order_and_half_the_agents_double_it(before: int, known: QueueFigures) -> None:
    wait = expected_wait(ahead=before, callbacks_ahead=0, figures=known)
    half = expected_wait(ahead=before, callbacks_ahead=0, figures=replace(known, agents=known.agents / 2))
    assert wait is not None and half is not None
    assert 0 < wait.low_seconds < wait.high_seconds < math.inf
    assert half.high_seconds == pytest.approx(2 * wait.high_seconds)
    low, high = in_minutes(wait)
    assert low * 60 <= wait.low_seconds and wait.high_seconds <= high * 60


@given(waits(), st.floats(0, 7_200), waits())
def test_nothing_larger_is_told_without_a_reason(before: ExpectedWait, elapsed: float, now: ExpectedWait) -> None:
    told = told_again(before, elapsed, now)
    assert told is not None
    assert told.low_seconds <= told.high_seconds
    if told.reason is None:
        assert told.low_seconds <= max(before.low_seconds - elapsed, 0)
        assert told.high_seconds <= max(before.high_seconds - elapsed, 0)
        assert told.high_seconds <= now.high_seconds
        assert in_minutes(told)[1] <= max(in_minutes(before)[1], 1)
    else:
        assert (told.low_seconds, told.high_seconds) == (now.low_seconds, now.high_seconds)


@given(waits(), st.floats(0, 7_200), waits())
def test_what_is_told_is_believed(before: ExpectedWait, elapsed: float, now: ExpectedWait) -> None:
    """The end of the interval never lies before what even the luckiest quarter of callers would have to wait."""
    told = told_again(before, elapsed, now)
    assert told is not None
    assert told.high_seconds >= min(now.low_seconds, now.high_seconds)


TOLD = ExpectedWait(low_seconds=300, high_seconds=600, ahead=5, agents=4.0, handle_seconds=300)


@pytest.mark.parametrize(
    ("now", "reason", "interval"),
    [
        (replace(TOLD, low_seconds=200, high_seconds=500, ahead=4), None, (200, 500)),
        (replace(TOLD, ahead=4), None, (240, 540)),
        (replace(TOLD, low_seconds=400, high_seconds=800, agents=2.0), "fewer_agents", (400, 800)),
        (replace(TOLD, low_seconds=400, high_seconds=800, handle_seconds=400), "longer_calls", (400, 800)),
        (replace(TOLD, low_seconds=400, high_seconds=800, ahead=9), "boosted_ahead", (400, 800)),
        (replace(TOLD, low_seconds=400, high_seconds=800, ahead=6, agents=1.0), "fewer_agents", (400, 800)),
        (replace(TOLD, low_seconds=541, high_seconds=800), "longer_calls", (541, 800)),
        (replace(TOLD, low_seconds=539, high_seconds=800), None, (240, 540)),
    ],
    ids=["shorter", "as long", "agents left", "calls longer", "boosted", "two things", "incredible", "credible"],
)
def test_after_a_minute(now: ExpectedWait, reason: str | None, interval: tuple[float, float]) -> None:
    told = told_again(TOLD, 60, now)
    assert told is not None
    assert (told.reason, (told.low_seconds, told.high_seconds)) == (reason, interval)


def test_a_caller_is_told_that_we_cannot_tell_any_more() -> None:
    assert told_again(TOLD, 60, None) is None


@pytest.mark.parametrize(
    ("low", "high", "minutes"),
    [(0, 30, (0, 1)), (10, 60, (0, 1)), (59, 61, (0, 2)), (480, 720, (8, 12)), (1250, 1810, (20, 35)), (0, 0, (0, 1))],
)
def test_minutes_are_rounded_outwards(low: float, high: float, minutes: tuple[int, int]) -> None:
    assert in_minutes(ExpectedWait(low_seconds=low, high_seconds=high)) == minutes


@given(waits())
def test_what_was_told_comes_back_from_a_url(told: ExpectedWait) -> None:
    back = ExpectedWait.read(told.carried())
    assert back is not None
    assert back.high_seconds == pytest.approx(told.high_seconds, rel=1e-5)
    assert back.ahead == told.ahead


@pytest.mark.parametrize("text", ["", "1_2", "1_2_x_4_5", "9_1_0_1_1", "nan_nan_0_1_1", "0_inf_0_1_1", "1_2_1e999_1_1"])
def test_what_we_never_wrote_is_not_read(text: str) -> None:
    assert ExpectedWait.read(text) is None


def test_figures_come_back_from_json_as_they_were() -> None:
    known = replace(BUSY, callbacks=(AT, AT + timedelta(seconds=1.5)))
    assert QueueFigures.read("main", known.facts()) == known
    assert [known.callbacks_before(AT + timedelta(seconds=s)) for s in (0, 1, 2)] == [0, 1, 2]


@given(st.integers(1, 30), st.integers(1, 30), st.floats(0.01, 0.99))
def test_the_incomplete_beta_is_a_tail_of_the_binomial(a: int, b: int, x: float) -> None:
    """I_x(a, b) = P(at least a successes of a + b - 1), DLMF 8.17.5."""
    n = a + b - 1
    tail = sum(math.comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1))
    assert beta_share(x, a, b) == pytest.approx(tail, rel=1e-9, abs=1e-12)


@given(ahead, figures, st.floats(0.01, 0.99))
def test_the_quantile_is_where_the_distribution_has_that_share(before: int, known: QueueFigures, share: float) -> None:
    time = time_quantile(share, finished=before + 1, seen_calls=known.samples, seen_seconds=1, agents=1)
    assert beta_share(time / (1 + time), before + 1, known.samples) == pytest.approx(share, abs=1e-6)


def test_the_shares_are_what_the_documents_say() -> None:
    assert (LOW_SHARE, HIGH_SHARE) == (0.25, 0.90)
