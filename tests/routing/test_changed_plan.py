"""A plan changes by the caller's wish or their queue's rules; nobody loses a line that was open."""

from collections.abc import Callable

from routing.changed_plan import owner_first_for, whoever_is_free, widened_by
from routing.plan import Plan, Reason, Step

PLAN = Plan(
    queue="destek",
    owner="ayse",
    steps=(
        Step(after_seconds=0, line="agent:ayse", why="owner"),
        Step(after_seconds=30, line="agent:burak", why="stand_in"),
        Step(after_seconds=45, line="team:destek", why="team"),
        Step(after_seconds=60, line="queue:destek/1", why="ring"),
        Step(after_seconds=90, line="queue:destek/2", why="ring"),
    ),
)
STRANGERS = Plan(queue="destek", steps=(Step(after_seconds=0, line="queue:destek/1", why="ring"),))


def opens(plan: Plan) -> list[tuple[float, str]]:
    return [(step.after_seconds, step.line) for step in plan.steps]


def test_who_wants_the_owner_waits_for_nobody_else_so_long() -> None:
    assert opens(owner_first_for(PLAN, 240)) == [
        (0, "agent:ayse"), (240, "agent:burak"), (255, "team:destek"), (270, "queue:destek/1"), (300, "queue:destek/2"),
    ]  # fmt: skip


def test_who_wants_anybody_has_the_queue_at_once_and_the_owner_too() -> None:
    assert opens(whoever_is_free(PLAN)) == [
        (0, "agent:ayse"), (0, "agent:burak"), (0, "team:destek"), (0, "queue:destek/1"), (30, "queue:destek/2"),
    ]  # fmt: skip


def test_without_an_owner_neither_wish_changes_who_is_asked() -> None:
    for wish in (lambda plan: owner_first_for(plan, 240), whoever_is_free):
        assert opens(_wished(wish)) == opens(STRANGERS)


def _wished(wish: Callable[[Plan], Plan]) -> Plan:
    return wish(STRANGERS)


def test_another_queue_comes_to_the_lines_that_are_open_and_takes_none_away() -> None:
    billing = Plan(
        queue="fatura",
        owner="ayse",
        steps=(PLAN.steps[0], Step(after_seconds=60, line="queue:fatura/1", why="ring")),
    )
    widened = widened_by(billing, ["agent:ayse", "queue:destek/1"], reason=Reason(key="diverted"))
    assert opens(widened) == [(0, "agent:ayse"), (0, "queue:destek/1"), (0, "queue:fatura/1")]
    assert (widened.queue, [step.why for step in widened.steps]) == ("fatura", ["owner", "ring", "ring"])


def test_the_reasons_say_whose_wish_it_was() -> None:
    assert [reason.key for reason in owner_first_for(PLAN, 240).reasons] == ["wants_the_owner"]
    assert [reason.key for reason in whoever_is_free(PLAN).reasons] == ["wants_anybody"]
