"""A centre as the theory thinks of it, in ten lines: the first to wait is served first, by whoever is free first."""

from collections.abc import Iterable
from heapq import heapreplace

from tests.theory.callers import Caller


class IdealCentre:
    def __init__(self, agents: int) -> None:
        self._free = [0] * agents

    def serve(self, calling: Iterable[Caller]) -> list[int | None]:
        """How long each caller waits for an agent, in milliseconds; None who gives up before."""
        waits: list[int | None] = []
        free = self._free
        for at, handling, patience in calling:
            wait = max(0, free[0] - at)
            if wait <= patience:
                heapreplace(free, at + wait + handling)
            waits.append(wait if wait <= patience else None)
        return waits
