"""A centre with other texts for some of its files. They were checked with the whole when they were published."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from engine.callbacks_file import read_callbacks
from engine.care_file import read_care
from engine.centre import Centre, of_the_numbers
from engine.escalations_file import read_escalations
from engine.hours_file import read_hours
from engine.numbers_file import read_numbers
from engine.policy_file import read_policy
from ivr.checking.surroundings import skills_of

READ: Final[Mapping[str, Callable[[Path], Mapping[str, Any]]]] = {
    "hours": lambda path: {"calendars": read_hours(path)},
    "policy": lambda path: {"policy": read_policy(path)},
    "care": lambda path: {"care": read_care(path)},
    "callbacks": lambda path: {"dialler": read_callbacks(path)},
    "escalations": lambda path: {"escalations": read_escalations(path)},
    "numbers": lambda path: of_the_numbers(read_numbers(path, None)),
}
"""What each file that can be published is to a centre."""


def with_texts(centre: Centre, beside: Path, texts: Mapping[str, str]) -> Centre:
    """The same centre with these texts; `beside` is a folder to write them to. Raises FlowInvalid."""
    for name, text in texts.items():
        path = beside / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        centre = replace(centre, **READ[name](path))
    known = replace(
        centre.surroundings,
        queues=frozenset(centre.policy.queues),
        skills=skills_of(centre.policy),
        calendars=frozenset(centre.calendars.named),
        care_tags=frozenset(centre.care.care_tags),
        reasons=frozenset(centre.care.reasons),
        numbers=centre.flow_of_number,
    )
    return replace(centre, surroundings=known)
