"""Which callers a crisis concerns: by province, by how their number begins, or by which of our numbers they called."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

COUNTRY: Final = "+90"
AREA_CODE: Final = slice(len(COUNTRY), len(COUNTRY) + 3)


@dataclass(frozen=True, kw_only=True)
class Region:
    """Nothing named is everybody. `provinces` are plate codes: "34" is İstanbul.

    Only a land line tells its province. With `unplaced` whoever's number tells none is counted in as well.
    """

    provinces: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()
    unplaced: bool = False

    @property
    def everywhere(self) -> bool:
        return not (self.provinces or self.prefixes or self.numbers)

    def holds(self, *, caller: str, called: str) -> bool:
        """Whether a call from this number to that number of ours is in it."""
        if self.everywhere or called in self.numbers or any(caller.startswith(one) for one in self.prefixes):
            return True
        province = province_of(caller)
        return province in self.provinces or (self.unplaced and province is None and bool(self.provinces))


EVERYWHERE: Final = Region()


def province_of(number: str) -> str | None:
    """The plate code of the province a Turkish land line is in."""
    return _provinces().get(number[AREA_CODE]) if number.startswith(COUNTRY) else None


def province_names() -> Mapping[str, str]:
    """Plate code → name."""
    return {code: province["name"] for code, province in _listed().items()}


@cache
def _provinces() -> Mapping[str, str]:
    return {area: code for code, province in _listed().items() for area in province["area_codes"]}


@cache
def _listed() -> Mapping[str, Mapping[str, str]]:
    text = (resources.files("hours") / "catalogue" / "provinces.json").read_text(encoding="utf-8")
    listed: Mapping[str, Mapping[str, str]] = json.loads(text)
    return listed
