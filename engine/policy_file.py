"""Reading `policy.yaml`: every fault with file, line and column, before a rule of routing is made of it."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ivr.errors import FlowInvalid
from ivr.language.part import NodeName
from ivr.yaml_file import Where, faults, named, nearest, place, plain, read_mapping
from routing.errors import BadPolicy, BadSkills
from routing.policy import Policy, policy_from
from routing.skills import skill_test

LONGEST_SECONDS = 86_400
"""Nobody rings, waits or wraps up for more than a day: a longer time is a slip of the keyboard."""
LONGEST_HOURS = 168
"""A sign-in lasts a week at most."""
A_NUMBER = 'a number in international form, in quotes, such as "+908502220000"'

Some = TypeVar("Some", tuple[Any, ...], dict[str, Any])


def _readable(expression: str) -> str:
    try:
        skill_test(expression)
    except BadSkills as bad:
        raise ValueError(str(bad)) from None
    return expression


def _dialled(number: str) -> str:
    if not is_dialled(number):
        raise ValueError(f"must be {A_NUMBER}")
    return number


def is_dialled(number: str) -> bool:
    """Whether this is how Twilio writes a number."""
    digits = number.removeprefix("+")
    return number != digits and digits.isascii() and digits.isdigit() and digits[0] != "0" and 7 <= len(digits) <= 15


def _some(parts: Some) -> Some:
    if not parts:
        raise ValueError("must not be empty")
    return parts


Seconds = Annotated[float, Field(strict=True, ge=0, le=LONGEST_SECONDS, allow_inf_nan=False)]
Hours = Annotated[float, Field(strict=True, ge=0, le=LONGEST_HOURS, allow_inf_nan=False)]
Skills = Annotated[str, AfterValidator(_readable)]
Number = Annotated[str, AfterValidator(_dialled)]
Hour = Annotated[int, Field(strict=True, ge=0, le=24)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Part(BaseModel):
    """A part of the file: frozen, and strict about what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RingPart(Part):
    after_seconds: Seconds
    skills: Skills = ""


class QueuePart(Part):
    rings: Annotated[tuple[RingPart, ...], AfterValidator(_some)]


class PolicyFile(Part):
    """What may stand in the file; what it leaves out is as `Policy` has it."""

    version: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Policy.version
    offer_seconds: Seconds = Policy.offer_seconds
    ring_seconds: Seconds = Policy.ring_seconds
    wrap_up_seconds: Seconds = Policy.wrap_up_seconds
    owner_seconds: Seconds = Policy.owner_seconds
    stand_in_seconds: Seconds = Policy.stand_in_seconds
    team_seconds: Seconds = Policy.team_seconds
    skills_seconds: Seconds = Policy.skills_seconds
    phone_presence_hours: Hours = Policy.phone_presence_hours
    browser_presence_seconds: Seconds = Policy.browser_presence_seconds
    queues: Annotated[dict[NodeName, QueuePart], AfterValidator(_some)] = Field(default_factory=dict)
    default_queue: str = Policy.default_queue
    caller_ids: tuple[Number, ...] = ()
    centre_number: Number | None = None
    callback_countries: tuple[Country, ...] = Policy.callback_countries
    ring_from_hour: Hour = Policy.ring_from_hour
    ring_until_hour: Hour = Policy.ring_until_hour
    survey_flow: NodeName | Literal[""] = Policy.survey_flow
    survey_after_minutes: Annotated[float, Field(strict=True, ge=0, le=1440, allow_inf_nan=False)] = 30
    survey_percent: Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False)] = 100
    survey_not_again_days: Annotated[float, Field(strict=True, ge=0, le=3650, allow_inf_nan=False)] = 30


WORDS = [name for part in (PolicyFile, QueuePart, RingPart) for name in part.model_fields]


def read_policy(path: Path) -> Policy:
    """The policy in this file, or FlowInvalid with every problem found."""
    tree = read_mapping(path, places=True)
    try:
        file = PolicyFile.model_validate(plain(path, tree))
    except ValidationError as invalid:
        raise FlowInvalid(faults(path, tree, invalid, WORDS)) from None
    if problems := [f"{place(path, tree, where)}{named(where)}: {what}" for where, what in _problems(file)]:
        raise FlowInvalid(problems)
    try:
        return policy_from(file.model_dump(exclude_unset=True))
    except BadPolicy as bad:
        raise FlowInvalid([f"{path}:1:1: {bad}"]) from None


def _problems(file: PolicyFile) -> Iterator[tuple[Where, str]]:
    """What no part of the file can tell alone."""
    queues = list(file.queues or Policy().queues)
    if file.default_queue not in queues:
        yield ("default_queue",), f"there is no queue `{file.default_queue}`{nearest(file.default_queue, queues)}"
    if file.ring_seconds > file.offer_seconds:
        yield ("ring_seconds",), f"a phone may not ring longer than the offer lasts ({file.offer_seconds:g} s)"
    for name, queue in file.queues.items():
        for number, (earlier, later) in enumerate(pairwise(queue.rings), start=1):
            if later.after_seconds < earlier.after_seconds:
                yield ("queues", name, "rings", number), "rings must come in the order they open"
