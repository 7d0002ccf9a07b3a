"""Why it was decided like this: the trace of a decision in words, every rule with what it saw."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from escalations.decision_rules import Row
from escalations.in_words import has_words, said
from escalations.weighing import UNDER, Trace
from hours.bilingual import Bilingual

FLAGS: Final = ("caller_asked", "agent_asked", "hardship", "public_complaint", "conduct_complaint")
"""Triggers that are so or are not; of the others a number was seen."""


def explained(reasons: Sequence[Trace], table: Sequence[Row] = ()) -> tuple[Bilingual, ...]:
    """In the order in which it was looked at. `table` adds the words of the row that decided, where it still stands."""
    words = {row.name: row.words for row in table}
    return tuple(_TELLS[str(one["rule"])](one, words) for one in reasons if one.get("rule") in _TELLS)


def decision_told(decision: str) -> Bilingual:
    return said("trace", f"decision_{decision}")


def trigger_told(trigger: str) -> Bilingual:
    return said("trace", f"trigger_{trigger}")


def _trigger(one: Trace, _: Mapping[str, Bilingual]) -> Bilingual:
    what, name = trigger_told(one["name"]), one["name"]
    if not one["on"]:
        return said("trace", "off", what=what)
    if one["saw"] is None:
        return said("trace", "unknown", what=what)
    kind = "under" if name == UNDER else "flag" if name in FLAGS else "count"
    key = f"{kind}_{'holds' if one['holds'] else 'not'}"
    return said("trace", key, what=what, saw=_number(one["saw"]), least=_number(one["least"]))


def _ladder(one: Trace, _: Mapping[str, Bilingual]) -> Bilingual:
    none = said("trace", "ladder_none")
    answered = ", ".join(str(step) for step in one["answered"]) or none
    return said("trace", "ladder", step=one["step"], answered=answered, open=one["open"] or none)


def _row(one: Trace, words: Mapping[str, Bilingual]) -> Bilingual:
    if not one["holds"]:
        return said("trace", "row_not", name=one["name"], because=said("trace", f"not_{one['because']}"))
    then, why = decision_told(one["then"]), words.get(one["name"])
    if why is None:
        return said("trace", "row_holds", name=one["name"], then=then)
    return said("trace", "row_holds_why", name=one["name"], then=then, why=why)


def _done(one: Trace, _: Mapping[str, Bilingual]) -> Bilingual:
    why = f"did_{one['why']}"
    told = said("trace", why) if has_words("trace", why) else one["why"]
    return said("trace", f"did_{one['what']}", why=told)


def _number(told: Any) -> str:
    return f"{told:g}"


_TELLS: Final[Mapping[str, Callable[[Trace, Mapping[str, Bilingual]], Bilingual]]] = MappingProxyType(
    {"trigger": _trigger, "ladder": _ladder, "row": _row, "carried_out": _done}
)
