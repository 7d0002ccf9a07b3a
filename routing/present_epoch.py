"""Acting on the floor as it is now: after a rebuild, whoever believed in the old one looks again before acting."""

from collections.abc import Callable
from typing import TypeVar

from routing.errors import EpochChanged
from routing.floor import Floor

Result = TypeVar("Result")


def in_the_present_epoch(floor: Floor, act: Callable[[], Result]) -> Result:
    """Act; when the floor was rebuilt meanwhile, take note of it and act once more from the start."""
    try:
        return act()
    except EpochChanged as changed:
        floor.believe(changed.current)
        return act()
