from collections.abc import Mapping
from typing import Literal

Fault = Literal["before_start", "past", "too_long", "overlaps", "unknown", "self", "absent"]


class AbsenceRefused(Exception):
    """Somebody cannot be away like this: it ends before it begins, overlaps another, or nobody would stand in."""

    def __init__(self, faults: Mapping[str, Fault]) -> None:
        super().__init__(", ".join(f"{field}: {fault}" for field, fault in faults.items()))
        self.faults = dict(faults)
        """Field by field what is wrong with it."""
