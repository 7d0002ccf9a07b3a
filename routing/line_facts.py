from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class LineFacts:
    """How a line stands at a moment."""

    line: str
    present: tuple[str, ...]
    ready: tuple[str, ...]  # longest idle first
    waiting: int
