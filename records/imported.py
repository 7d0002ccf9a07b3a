from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Imported:
    """How many rows of a file were new to us, and how many told more of what we knew."""

    added: int
    changed: int
