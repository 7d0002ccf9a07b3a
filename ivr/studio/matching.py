"""What a split compares, and where each answer leads."""

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.studio.liquid import PLACE
from ivr.studio.studio_file import Condition, Widget


@dataclass(frozen=True, kw_only=True)
class Match:
    """`answer` is what is compared, as Studio calls it; `how` is the comparison."""

    answer: str
    how: str
    values: tuple[str, ...]
    to: str | None


def matches(split: Widget) -> Iterator[Match]:
    """Every comparison of a split, in its order."""
    for way in split.transitions:
        for condition in way.conditions if way.event == "match" else ():
            compared = condition.arguments[0] if condition.arguments else split.told("input")
            yield Match(answer=_name(compared), how=condition.type, values=_values(condition), to=way.next)


def understood(match: Match) -> bool:
    """Whether a value is compared as a whole."""
    return match.how in ("equal_to", "matches_any_of")


def _name(expression: str) -> str:
    found = PLACE.fullmatch(expression.strip())
    return found[1] if found and found[1] else expression.strip()


def _values(condition: Condition) -> tuple[str, ...]:
    if condition.type == "matches_any_of":
        return tuple(value.strip() for value in condition.value.split(",") if value.strip())
    return (condition.value.strip(),) if condition.value.strip() else ()
