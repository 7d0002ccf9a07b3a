from collections.abc import Mapping
from typing import Literal

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
