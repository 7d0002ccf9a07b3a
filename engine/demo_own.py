"""What the demo does by itself: the call it places as Mehmet when it starts, and its own customers' calls."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from console.newcomer import DemosOwn
from engine.demo_life.regulars import NUMBERS


def remember_first_calls(var: Path, calls: Iterable[str]) -> None:
    with _file(var).open("a", encoding="utf-8") as file:
        file.writelines(f"{call}\n" for call in calls if call)


def demos_own(var: Path) -> DemosOwn:
    """None of it is what somebody has tried."""
    return DemosOwn(numbers=NUMBERS, calls=partial(_first_calls, var))


def _first_calls(var: Path) -> frozenset[str]:
    try:
        return frozenset(_file(var).read_text(encoding="utf-8").split())
    except FileNotFoundError:
        return frozenset()


def _file(var: Path) -> Path:
    return var / "first_calls"
