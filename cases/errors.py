from collections.abc import Mapping
from typing import Literal

from cases.money import lira

Fault = Literal["missing", "past", "unknown"]


class WrapUpRefused(Exception):
    """The wrap-up is not complete: the case stays open on the agent's desk."""

    def __init__(self, faults: Mapping[str, Fault]) -> None:
        super().__init__(", ".join(f"{field}: {fault}" for field, fault in faults.items()))
        self.faults = dict(faults)
        """Field by field what is wrong with it."""


class FollowUpRefused(Exception):
    """The follow-up cannot be written as it is asked for."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {fault}" for field, fault in faults.items()))
        self.faults = dict(faults)
        """Field by field what is wrong with it."""


class GoodwillRefused(Exception):
    """What was asked for cannot be asked for like this."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {what}" for field, what in faults.items()))
        self.faults = dict(faults)
        """Field by field what is wrong with it, in a sentence."""


class BudgetOverdrawn(Exception):
    """There is not so much left in this month's purse: nothing was spent."""

    def __init__(self, holder: str, month: str, *, left: int) -> None:
        super().__init__(f"{holder} has {lira(left)} TRY left in {month}.")
        self.holder, self.month, self.left = holder, month, left


class AlreadyDecided(Exception):
    """Somebody has decided it before, or it was taken back."""
