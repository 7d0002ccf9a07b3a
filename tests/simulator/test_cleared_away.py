"""A simulator nobody knows any more is cleared away in the middle of its calls, its coroutines in any order."""

from collections.abc import Callable
from typing import Any

import pytest

from simulator.clockwork.task import Promise, Task


@pytest.mark.parametrize("child_first", [True, False])
def test_what_one_task_does_at_its_end_meets_another_that_is_gone(child_first: bool) -> None:
    soon: list[Callable[[], object]] = []
    child: Task[None] = Task(_waits, soon.append)

    async def parent() -> None:
        try:
            await Promise[Any]()
        finally:
            child.interrupt()

    outer: Task[None] = Task(parent, soon.append)
    while soon:
        soon.pop()()
    one_after_the_other = (child, outer) if child_first else (outer, child)
    for task in one_after_the_other:
        assert task._coroutine is not None
        task._coroutine.close()
    assert child.done.done


async def _waits() -> None:
    await Promise[Any]()
