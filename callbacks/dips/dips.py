"""Everything dips need of a process."""

from dataclasses import dataclass

from callbacks.dips.fetching import Fetching
from callbacks.dips.shelf import DipShelf


@dataclass(frozen=True, kw_only=True)
class Dips:
    shelf: DipShelf
    fetching: Fetching
