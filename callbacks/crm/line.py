"""The CRM with everything a process needs to ask it."""

from collections.abc import Callable
from dataclasses import dataclass

from callbacks.crm.crm import Crm
from callbacks.crm.shelf import CrmShelf


@dataclass(frozen=True, kw_only=True)
class CrmLine:
    """`pause` lets so many seconds pass; without it nobody ever waits, as where time stands still."""

    crm: Crm
    shelf: CrmShelf
    pause: Callable[[float], object] | None = None
