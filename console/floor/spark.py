"""A line through the hours of the day: points of a small picture, from left to right."""

from collections.abc import Sequence

WIDTH, HEIGHT = 120, 28


def spark(levels: Sequence[float | None]) -> str:
    """As SVG's `points`; hours without callers are left out. Empty where there is no line yet."""
    step = WIDTH / max(len(levels) - 1, 1)
    known = [(index * step, HEIGHT * (1 - level)) for index, level in enumerate(levels) if level is not None]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in known) if len(known) > 1 else ""
