"""Why one of the demo's own customers rings in, what they do on the line, and what is written about it afterwards."""

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from ivr.yaml_file import read_mapping

FILE: Final = Path(__file__).with_name("errands.yaml")
MENUS_SECONDS: Final = 30
"""A menu is said to its end well within this."""
CONNECTED_SECONDS: Final = 150
GREETED_SECONDS: Final = 5
BETWEEN_MENUS_SECONDS: Final = 2


class Writes(BaseModel):
    """What an agent writes down. Without `closes` something comes next, so many hours from now."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    disposition: str
    closes: bool = False
    next_action: str | None = None
    hours: int = 24


class Errand(BaseModel):
    """See `errands.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    often: int = 1
    reaches: tuple[str, ...] = ()
    owner: bool = False
    while_busy: bool = False
    by_day: bool = False
    keys: str = ""
    says: str = ""
    thanks: str = ""
    talks: tuple[int, int] = (10, 20)
    steps: tuple[Any, ...] = ()
    writes: Writes | None = None

    def done_on_the_line(self, chance: Random) -> list[Any]:
        """The steps of a caller, as the simulator reads them."""
        pressed = [step for key in self.keys for step in _presses(key)]
        return pressed + (list(self.steps) or self._talks(chance))

    def _talks(self, chance: Random) -> list[Any]:
        talked = {"talks": chance.randint(*self.talks), "within": MENUS_SECONDS}
        connected = [{"joins": None, "within": CONNECTED_SECONDS}, {"waits": GREETED_SECONDS}]
        return [*connected, {"says": self.says}, talked, {"says": self.thanks}, {"waits": 1}, "hangs_up"]


def _presses(key: str) -> list[Mapping[str, Any]]:
    return [{"presses": key, "within": MENUS_SECONDS}, {"waits": BETWEEN_MENUS_SECONDS}]


def read_errands() -> Mapping[str, Errand]:
    """By name."""
    return {name: Errand.model_validate(told) for name, told in read_mapping(FILE).items()}
