"""The demo centre on virtual time, on the stores of one test."""

from typing import Any

from engine.centre import Centre
from engine.simulated_centre import SimulatedCentre
from simulator import Switches
from tests.house import demo_settings
from tests.shipped_centre import shipped_centre

NUMBER = SimulatedCentre.number


class World(SimulatedCentre):
    def __init__(
        self,
        database_url: str,
        redis_url: str,
        *,
        seed: int = 0,
        switches: Switches | None = None,
        centre: Centre | None = None,
        **settings: Any,
    ) -> None:
        told = demo_settings(database_url, redis_url, **settings)
        super().__init__(told, seed=seed, switches=switches, centre=centre or shipped_centre())
