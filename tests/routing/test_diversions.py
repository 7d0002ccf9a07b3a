"""Callers are led elsewhere by what is known of a queue, and never by what is not."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.diversion import FACTS, circles, divert, lost
from routing.errors import BadPolicy
from routing.policy import policy_from
from routing.queue import Diversion, Queue, Ring
from routing.skills import certain_test, skill_test


def queue(*diversions: tuple[str, str]) -> Queue:
    told = tuple(Diversion(when=when, to=to) for when, to in diversions)
    return Queue(name="destek", rings=(Ring(after_seconds=0),), diversions=told)


BUSY = queue(
    ("closed or nobody_signed_in", "flow:after_hours"),
    ("full", "flow:call_me"),
    ("nobody_ready or expected_wait_seconds > 600", "queue:hepsi"),
    ("waiting_per_agent >= 3", "flow:call_me"),
)


@pytest.mark.parametrize(
    ("facts", "to"),
    [
        ({"closed": 1, "full": 1, "nobody_ready": 1}, "flow:after_hours"),
        ({"closed": 0, "nobody_signed_in": 1}, "flow:after_hours"),
        ({"closed": 0, "nobody_signed_in": 0, "full": 1}, "flow:call_me"),
        ({"closed": 0, "nobody_signed_in": 0, "full": 0, "nobody_ready": 1}, "queue:hepsi"),
        ({"closed": 0, "nobody_ready": 0, "expected_wait_seconds": 601}, "queue:hepsi"),
        ({"closed": 0, "nobody_ready": 0, "expected_wait_seconds": 600, "waiting_per_agent": 3}, "flow:call_me"),
        ({"closed": 0, "nobody_ready": 0, "expected_wait_seconds": 600, "waiting_per_agent": 2.9}, None),
    ],
)
def test_the_first_diversion_that_holds_leads_callers_elsewhere(facts: dict[str, float], to: str | None) -> None:
    found = divert(BUSY, facts)
    assert (found.to if found else None) == to


@pytest.mark.parametrize(
    "when", ["expected_wait_seconds > 600", "expected_wait_seconds < 60", "not expected_wait_seconds > 60"]
)
def test_a_wait_we_cannot_tell_leads_nobody_away_whichever_way_it_is_asked_for(when: str) -> None:
    assert divert(queue((when, "flow:call_me")), {"waiting": 9, "nobody_ready": 1}) is None


def test_a_queue_without_diversions_keeps_its_callers() -> None:
    assert divert(queue(), dict.fromkeys(FACTS, 1e9)) is None


levels = st.dictionaries(st.sampled_from(["waiting", "full", "position"]), st.integers(0, 3).map(float))
comparisons = st.builds(
    lambda name, sign, number: f"{name} {sign} {number}",
    st.sampled_from(["waiting", "full", "position"]),
    st.sampled_from([">=", "<=", "==", ">", "<"]),
    st.integers(0, 3),
)
expressions = st.recursive(
    comparisons | st.sampled_from(["waiting", "full"]),
    lambda inner: (
        st.builds(lambda one: f"not ({one})", inner)
        | st.builds(lambda one, two: f"({one}) and ({two})", inner, inner)
        | st.builds(lambda one, two: f"({one}) or ({two})", inner, inner)
    ),
    max_leaves=5,
)


@given(expressions, levels, levels)
def test_what_is_certain_stays_so_whatever_else_becomes_known(
    expression: str, known: Mapping[str, float], more: Mapping[str, float]
) -> None:
    found = certain_test(expression)(known)
    everything = {"waiting": 0.0, "full": 0.0, "position": 0.0, **more, **known}
    assert found is None or skill_test(expression)(everything) is found
    assert certain_test(expression)(everything) is skill_test(expression)(everything)


@given(expressions, levels)
def test_an_expression_means_what_python_makes_of_it(expression: str, known: Mapping[str, float]) -> None:
    everything = {"waiting": 0.0, "full": 0.0, "position": 0.0, **known}
    assert skill_test(expression)(everything) is bool(eval(expression, {}, _bare_names(everything)))


class _AtLeastOne(float):
    """A bare name means at least 1."""

    def __bool__(self) -> bool:
        return self >= 1


def _bare_names(facts: Mapping[str, float]) -> dict[str, float]:
    return {name: _AtLeastOne(value) for name, value in facts.items()}


names = st.sampled_from(["a", "b", "c", "d"])
webs = st.dictionaries(names, st.lists(names.map(lambda name: f"queue:{name}") | st.just("flow:a"), max_size=3))


@given(webs)
def test_a_diversion_is_in_a_circle_when_somebody_led_by_it_can_come_back(web: dict[str, list[str]]) -> None:
    reach = {(one, to.partition(":")[2]) for one, led in web.items() for to in led if to.startswith("queue:")}
    for _ in web:
        reach |= {(one, end) for one, middle in reach for start, end in reach if middle == start}
    found = list(circles(web))
    told = {(queue, number) for queue, number, _ in found}
    for queue, led in web.items():
        for number, to in enumerate(led):
            target = to.removeprefix("queue:")
            comes_back = to != "flow:a" and (target == queue or (target, queue) in reach)
            assert ((queue, number) in told) is comes_back
    for queue, number, way in found:
        assert way[0] == way[-1] == queue and way[1] == web[queue][number].removeprefix("queue:")
        assert all(f"queue:{after}" in web[before] for before, after in pairwise(way))


@given(webs)
def test_a_diversion_is_lost_when_its_queue_is_not_there(web: dict[str, list[str]]) -> None:
    found = {(queue, number) for queue, number, _ in lost(web)}
    gone = {
        (queue, number)
        for queue, led in web.items()
        for number, to in enumerate(led)
        if to != "flow:a" and to.removeprefix("queue:") not in web
    }
    assert found == gone


@pytest.mark.parametrize(("to", "told"), [("queue:b", "there is no queue b"), ("queue:a", "in a circle: a → a")])
def test_a_policy_that_leads_callers_nowhere_or_round_and_round_is_none(to: str, told: str) -> None:
    queue = {"rings": [{"after_seconds": 0}], "diversions": [{"when": "full", "to": to}]}
    with pytest.raises(BadPolicy, match=f"queues.a.diversions: .*{told}"):
        policy_from({"default_queue": "a", "queues": {"a": queue}})
