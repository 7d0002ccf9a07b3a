from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One event in the floor's stream, on its way to the journal in SQL."""

    entry: str  # where it is in the stream: give it to Floor.forget once the journal has it
    id: str  # unique for ever: the journal's key
    kind: str
    at: datetime
    call: str | None = None
    agent: str | None = None
    reservation: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
