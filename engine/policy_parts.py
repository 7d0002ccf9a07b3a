"""What may stand in `policy.yaml`, part by part. What the file leaves out is as `Policy` has it."""

import re
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from ivr.file_fault import NotAllowed, nearest_said
from ivr.file_keys import keys_of
from ivr.language.part import NodeName
from routing.diversion import FACTS
from routing.errors import BadSkills
from routing.policy import BOOSTS, Policy
from routing.queue import Queue
from routing.skills import skill_names, skill_test
from staff.certificate import is_a_name

LONGEST_SECONDS = 86_400
"""Nobody rings, waits or wraps up for more than a day: a longer time is a slip of the keyboard."""
MOST_WAITING = 100_000
"""More callers in a queue are a slip of the keyboard."""
LONGEST_HOURS = 168
"""A sign-in lasts a week at most."""
A_NUMBER = 'a number in international form, in quotes, such as "+908502220000"'
A_TARGET = re.compile("(queue|flow):[a-z][a-z0-9_]*")
A_TIER = re.compile(r"tier:\S.*")

Some = TypeVar("Some", tuple[Any, ...], dict[str, Any])


def _readable(expression: str) -> str:
    try:
        skill_test(expression)
    except BadSkills as bad:
        raise ValueError(str(bad)) from None
    return expression


def _of_facts(expression: str) -> str:
    for name in sorted(skill_names(_readable(expression)) - set(FACTS)):
        raise NotAllowed("no_fact", name=name, near=nearest_said(name, FACTS))
    if not expression.strip():
        raise NotAllowed("empty")
    return expression


def _a_target(to: str) -> str:
    if not A_TARGET.fullmatch(to):
        raise NotAllowed("a_target")
    return to


def _a_boost(name: str) -> str:
    if name not in BOOSTS and not A_TIER.fullmatch(name):
        raise NotAllowed("no_boost", known=", ".join(BOOSTS), near=nearest_said(name, BOOSTS))
    return name


def _a_name(name: str) -> str:
    if not is_a_name(name):
        raise NotAllowed("a_skill_name")
    return name


def _dialled(number: str) -> str:
    if not is_dialled(number):
        raise NotAllowed("a_number", how=A_NUMBER)
    return number


def is_dialled(number: str) -> bool:
    """Whether this is how Twilio writes a number."""
    digits = number.removeprefix("+")
    return number != digits and digits.isascii() and digits.isdigit() and digits[0] != "0" and 7 <= len(digits) <= 15


def _some(parts: Some) -> Some:
    if not parts:
        raise NotAllowed("empty")
    return parts


Seconds = Annotated[float, Field(strict=True, ge=0, le=LONGEST_SECONDS, allow_inf_nan=False)]
Hours = Annotated[float, Field(strict=True, ge=0, le=LONGEST_HOURS, allow_inf_nan=False)]
Minutes = Annotated[float, Field(strict=True, ge=0, le=1440, allow_inf_nan=False)]
Days = Annotated[float, Field(strict=True, ge=0, le=3650, allow_inf_nan=False)]
Percent = Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=0, le=MOST_WAITING)]
Skills = Annotated[str, AfterValidator(_readable)]
When = Annotated[str, AfterValidator(_of_facts)]
To = Annotated[str, AfterValidator(_a_target)]
SkillName = Annotated[str, AfterValidator(_a_name)]
BoostName = Annotated[str, AfterValidator(_a_boost)]
Number = Annotated[str, AfterValidator(_dialled)]
Hour = Annotated[int, Field(strict=True, ge=0, le=24)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Part(BaseModel):
    """A part of the file: frozen, and strict about what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RingPart(Part):
    after_seconds: Seconds
    skills: Skills = ""


class DiversionPart(Part):
    when: When
    to: To


class QueuePart(Part):
    rings: Annotated[tuple[RingPart, ...], AfterValidator(_some)]
    hours: str = Queue.hours
    most_waiting: Count = Queue.most_waiting
    boost_seconds: Seconds = Queue.boost_seconds
    diversions: tuple[DiversionPart, ...] = ()
    service_level_seconds: Seconds = Queue.service_level_seconds
    service_level_percent: Percent = Queue.service_level_percent
    record: Annotated[bool, Field(strict=True)] = Queue.record


class PolicyFile(Part):
    """What may stand in the file; what it leaves out is as `Policy` has it."""

    version: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Policy.version
    offer_seconds: Seconds = Policy.offer_seconds
    ring_seconds: Seconds = Policy.ring_seconds
    wrap_up_seconds: Seconds = Policy.wrap_up_seconds
    no_answer_pause_seconds: Seconds = Policy.no_answer_pause_seconds
    busy_pause_seconds: Seconds = Policy.busy_pause_seconds
    unreachable_pause_seconds: Seconds = Policy.unreachable_pause_seconds
    reject_pause_seconds: Seconds = Policy.reject_pause_seconds
    most_no_answers: Annotated[int, Field(strict=True, ge=1, le=100)] = Policy.most_no_answers
    relief_after_seconds: Seconds = Policy.relief_after_seconds
    relief_seconds: Seconds = Policy.relief_seconds
    cool_down_seconds: Seconds = Policy.cool_down_seconds
    long_call_minutes: Minutes = Policy.long_call_minutes
    wrap_up_extension_seconds: Seconds = Policy.wrap_up_extension_seconds
    wrap_up_gate: Literal["browser", "all", "none"] = Policy.wrap_up_gate
    agent_order: Literal["longest_idle", "least_handled"] = Policy.agent_order
    newcomer_days: Days = Policy.newcomer_days
    owner_seconds: Seconds = Policy.owner_seconds
    stand_in_seconds: Seconds = Policy.stand_in_seconds
    team_seconds: Seconds = Policy.team_seconds
    skills_seconds: Seconds = Policy.skills_seconds
    last_agent_days: Days = Policy.last_agent_days
    sticky_days_after_close: Days = Policy.sticky_days_after_close
    owner_most_open_cases: Count = Policy.owner_most_open_cases
    owner_most_waiting: Count = Policy.owner_most_waiting
    stand_in_depth: Annotated[int, Field(strict=True, ge=0, le=10)] = Policy.stand_in_depth
    longest_owner_wait_seconds: Seconds = Policy.longest_owner_wait_seconds
    ask_when_over_seconds: Seconds = Policy.ask_when_over_seconds
    owner_calls_within_hours: Annotated[int, Field(strict=True, ge=0, le=72)] = Policy.owner_calls_within_hours
    drop_and_return_minutes: Minutes = Policy.drop_and_return_minutes
    certificates: tuple[SkillName, ...] = ()
    briefings: tuple[SkillName, ...] = ()
    boosts: dict[BoostName, Seconds] = Field(default_factory=dict)
    phone_presence_hours: Hours = Policy.phone_presence_hours
    browser_presence_seconds: Seconds = Policy.browser_presence_seconds
    queues: Annotated[dict[NodeName, QueuePart], AfterValidator(_some)] = Field(default_factory=dict)
    default_queue: str = Policy.default_queue
    caller_ids: tuple[Number, ...] = ()
    centre_number: Number | None = None
    callback_countries: tuple[Country, ...] = Policy.callback_countries
    ring_from_hour: Hour = Policy.ring_from_hour
    ring_until_hour: Hour = Policy.ring_until_hour
    short_abandon_seconds: Seconds = Policy.short_abandon_seconds
    recording_pause_minutes: Annotated[float, Field(strict=True, gt=0, le=60, allow_inf_nan=False)] = (
        Policy.recording_pause_minutes
    )
    survey_flow: NodeName | Literal[""] = Policy.survey_flow
    survey_after_minutes: Minutes = Policy.survey_after_minutes
    survey_percent: Percent = Policy.survey_percent
    survey_not_again_days: Days = Policy.survey_not_again_days


WORDS: Final = keys_of(PolicyFile)
