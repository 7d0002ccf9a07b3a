"""The demo centre on virtual time, on the stores of one test."""

from typing import Any

from engine.simulated_centre import SimulatedCentre
from simulator import Switches
from tests.house import demo_settings

NUMBER = SimulatedCentre.number


class World(SimulatedCentre):
    def __init__(
        self, database_url: str, redis_url: str, *, seed: int = 0, switches: Switches | None = None, **settings: Any
    ) -> None:
        super().__init__(demo_settings(database_url, redis_url, **settings), seed=seed, switches=switches)
