"""How the rota is read: how often those who lead others' leads must talk with customers themselves."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class RotaRules:
    """A manager talks with `talks` customers in each `within`: whoever has not is asked before the leads are."""

    talks: int = 4
    within: timedelta = timedelta(days=30)
