from collections.abc import Mapping, Sequence
from typing import Literal

from cases.money import lira

HandOverFault = Literal["closed", "own", "offered", "not_asked", "over"]
Fault = Literal["missing", "past", "unknown", "owed", "loss", "unsettled"]
Why = Literal["closed_already", "open_already", "promises_open", "tasks_open", "loss_missing", "executive_open"]


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


class Outdated(Exception):
    """Somebody has changed this since it was read. Look again, then decide."""

    def __init__(self, version: int) -> None:
        super().__init__(f"This has changed since it was read: it is version {version} now. Read it again.")
        self.version = version


class CaseStands(Exception):
    """The case cannot become what was asked for."""

    def __init__(self, why: Why, *about: str) -> None:
        super().__init__(f"{why}: {', '.join(about)}" if about else why)
        self.why = why
        self.about = about
        """What is in the way: numbers of promises or tasks."""


class ExecutiveRefused(Exception):
    """This cannot be done to an executive case as it stands. `why`: unknown, no_root_cause, not_called_back."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class EntryRefused(Exception):
    """An entry of the register of hardship that makes no sense."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


class EntryOverlaps(Exception):
    """Another entry of the register says something about the same days, action and debts already."""

    def __init__(self, entry: int) -> None:
        super().__init__(f"Entry {entry} is about the same days, actions and debts: change that one, or end it first.")
        self.entry = entry


class EntryChanged(Exception):
    """Somebody changed the entry meanwhile, or ended it."""

    def __init__(self, entry: int, version: int, *, ended: bool) -> None:
        what = "has been ended" if ended else f"is version {version} by now"
        super().__init__(f"Entry {entry} {what}: look at it again before you change it.")
        self.entry = entry


class HandOverRefused(Exception):
    """The case cannot be passed on like this."""

    def __init__(self, faults: Mapping[str, HandOverFault]) -> None:
        super().__init__(", ".join(f"{field}: {fault}" for field, fault in faults.items()))
        self.faults = dict(faults)
        """Field by field what is wrong with it."""


class SeveralPeople(Exception):
    """Several customers share this number: say which of them is meant, by the customer's id."""

    def __init__(self, customers: Sequence[str]) -> None:
        super().__init__(f"{len(customers)} customers share this number; say which by id: {', '.join(customers)}.")
        self.customers = tuple(customers)


class HeldByLaw(Exception):
    """A legal hold forbids forgetting: end the hold first."""

    def __init__(self, hold: int, reason: str) -> None:
        super().__init__(f"Legal hold {hold} forbids it ({reason}). End the hold first.")
        self.hold = hold
