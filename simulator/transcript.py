"""The trace as a page to read."""

from collections.abc import Iterable

from simulator.trace import Entry


def transcript(entries: Iterable[Entry], colour: bool = False) -> str:
    return "\n".join(
        f"{entry.seq:4} {entry.at:%H:%M:%S} {entry.kind:10} {entry.name:10} {entry.text}" for entry in entries
    )
