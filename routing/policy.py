"""The rules of the centre that routing follows. Ops edit them as YAML; here they are frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from itertools import pairwise
from typing import Any, Final, Literal

from routing.diversion import circles, lost
from routing.errors import BadPolicy, BadSkills
from routing.queue import EVERYONE, Diversion, Queue, Ring
from routing.service_level import SHORT_ABANDON_SECONDS
from routing.skills import skill_test
from routing.timing import Timing

BOOSTS: Final = ("vip", "hardship", "complaint", "public_complaint", "escalation", "repeat_caller", "returning")


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Durations in seconds unless the name says otherwise."""

    version: str = "1"
    offer_seconds: float = 20
    ring_seconds: float = 15  # how long a phone rings; shorter than the offer, so that the leg ends first
    wrap_up_seconds: float = 60
    no_answer_pause_seconds: float = 30
    busy_pause_seconds: float = 60
    unreachable_pause_seconds: float = 60
    reject_pause_seconds: float = 0
    """How long an agent is offered nothing whose phone rang in vain, was busy, could not be reached; who declined."""
    most_no_answers: int = 2
    """So many in a row that nobody answered, and the agent is not ready until they say otherwise."""
    relief_after_seconds: float = 0
    """So long busy without a minute's rest, and the agent gets a break of `relief_seconds`; 0: never."""
    relief_seconds: float = 0
    cool_down_seconds: float = 120
    long_call_minutes: float = 30
    """After a hard call, or one as long as this, the agent is offered nothing for `cool_down_seconds`."""
    wrap_up_extension_seconds: float = 120
    wrap_up_gate: Literal["browser", "all", "none"] = "browser"
    """Whose wrap-up does not end before its required fields are written."""
    agent_order: Literal["longest_idle", "least_handled"] = "longest_idle"
    """Who of several ready agents is offered a call first."""
    newcomer_days: float = 90
    """Who was hired less long ago is a newcomer."""
    owner_seconds: float = 30
    stand_in_seconds: float = 15
    team_seconds: float = 15  # 0: the owner's team is no step of its own
    skills_seconds: float = 120  # a flow's own skills are asked for so long; then the whole queue may answer
    last_agent_days: float = 14
    """So long ago the last conversation may be for the caller to be led to that agent; 0: never."""
    sticky_days_after_close: float = 7
    """So long after a case was closed its owner counts as the last agent; 0: never."""
    owner_most_open_cases: int = 0
    """An owner with more open cases is spared: their stand-in is asked first; 0: never."""
    owner_most_waiting: int = 3
    """An owner so many wait for already is not waited for."""
    stand_in_depth: int = 3
    """So far the stand-in of a stand-in is asked for."""
    longest_owner_wait_seconds: float = 600
    """Nobody is led to wait longer for one person."""
    ask_when_over_seconds: float = 20
    """A caller who must expect to wait longer for the owner is asked what they would like."""
    owner_calls_within_hours: int = 2
    """Who would rather be called by the owner is called within so many hours in which the queue is open: long enough
    for a conversation and its wrap-up; 0: that is not offered."""
    drop_and_return_minutes: float = 5
    """Who was cut off and calls again within this time has their old place."""
    certificates: tuple[str, ...] = ()
    briefings: tuple[str, ...] = ()
    """The names expressions may ask for as `cert.<name>` and `briefed.<name>`."""
    boosts: Mapping[str, float] = field(default_factory=dict)
    """Seconds a caller is served sooner by, by reason: one of BOOSTS, or `tier:` and a customer's tier."""
    phone_presence_hours: float = 12  # a phone sign-in lasts a shift
    browser_presence_seconds: float = 18  # a desk that is silent for so long has lost contact
    queues: Mapping[str, Queue] = field(default_factory=lambda: {"main": EVERYONE})
    default_queue: str = "main"
    caller_ids: tuple[str, ...] = ()
    centre_number: str = ""
    callback_countries: tuple[str, ...] = ("TR",)
    """ISO codes of the countries we call back: every other number would cost us what strangers choose."""
    ring_from_hour: int = 9
    ring_until_hour: int = 20
    """Between these hours, where they are, people may be rung for our sake."""
    short_abandon_seconds: float = SHORT_ABANDON_SECONDS
    """Who leaves a queue sooner does not count as given up."""
    recording_pause_minutes: float = 5
    """Nobody's pause of a recording lasts longer: what was forgotten goes on by itself."""
    survey_flow: str = ""
    """The flow people hear who are called after a conversation and asked how it was; empty: nobody is."""
    survey_after_minutes: float = 30
    survey_percent: float = 100
    survey_not_again_days: float = 30

    def queue(self, name: str) -> Queue:
        """The queue of that name; an unknown name means the default queue: a caller is never lost to a typing error."""
        return self.queues.get(name) or self.queues[self.default_queue]

    @property
    def records(self) -> bool:
        """Whether conversations of any queue are recorded."""
        return any(queue.record for queue in self.queues.values())

    def presence_seconds(self, endpoint: str) -> float:
        """How long a sign-in at this endpoint (browser or phone) lasts without a sign of life."""
        return self.browser_presence_seconds if endpoint == "browser" else self.phone_presence_hours * 3600

    @property
    def timing(self) -> Timing:
        """What the floor is told of it."""
        ours = {each.name: getattr(self, each.name) for each in fields(Timing) if hasattr(self, each.name)}
        return Timing(**ours)

    @property
    def least_handled(self) -> bool:
        return self.agent_order == "least_handled"


def policy_from(facts: Mapping[str, Any]) -> Policy:
    """Policy out of parsed YAML. Raises BadPolicy with the place and the reason."""
    known = {each.name for each in fields(Policy)}
    if unknown := sorted(set(facts) - known):
        raise BadPolicy(f"unknown keys: {', '.join(unknown)}")
    changes = dict(facts)
    if "queues" in changes:
        changes["queues"] = {name: _queue(name, queue) for name, queue in changes["queues"].items()}
    for several in ("caller_ids", "callback_countries", "certificates", "briefings"):
        if several in changes:
            changes[several] = tuple(changes[several])
    policy = Policy(**changes)
    _check(policy)
    return policy


def _queue(name: str, facts: Mapping[str, Any]) -> Queue:
    rings = tuple(_ring(f"queues.{name}.rings.{n}", ring) for n, ring in enumerate(facts.get("rings", ()), start=1))
    if not rings:
        raise BadPolicy(f"queues.{name}: a queue needs at least one ring")
    if any(later.after_seconds < earlier.after_seconds for earlier, later in pairwise(rings)):
        raise BadPolicy(f"queues.{name}: rings must come in the order they open")
    diversions = tuple(
        _diversion(f"queues.{name}.diversions.{n}", diversion)
        for n, diversion in enumerate(facts.get("diversions", ()), start=1)
    )
    try:
        return Queue(name=name, **{**facts, "rings": rings, "diversions": diversions})
    except TypeError as error:
        raise BadPolicy(f"queues.{name}: {error}") from error


def _diversion(where: str, facts: Mapping[str, Any]) -> Diversion:
    try:
        diversion = Diversion(**facts)
        skill_test(diversion.when)
    except (TypeError, BadSkills) as error:
        raise BadPolicy(f"{where}: {error}") from error
    return diversion


def _ring(where: str, facts: Mapping[str, Any]) -> Ring:
    try:
        ring = Ring(**facts)
        skill_test(ring.skills)
    except (TypeError, BadSkills) as error:
        raise BadPolicy(f"{where}: {error}") from error
    return ring


def _check(policy: Policy) -> None:
    if policy.default_queue not in policy.queues:
        raise BadPolicy(f"default_queue: there is no queue {policy.default_queue}")
    for each in fields(Policy):
        if each.type in (float, int) and getattr(policy, each.name) < 0:
            raise BadPolicy(f"{each.name}: must not be negative")
    targets = {name: [diversion.to for diversion in queue.diversions] for name, queue in policy.queues.items()}
    for queue, _, to in lost(targets):
        raise BadPolicy(f"queues.{queue}.diversions: there is no queue {to}")
    for queue, _, way in circles(targets):
        raise BadPolicy(f"queues.{queue}.diversions: callers would go in a circle: {' → '.join(way)}")
    if policy.ring_seconds > policy.offer_seconds:
        raise BadPolicy("ring_seconds: a phone may not ring longer than the offer lasts (offer_seconds)")
