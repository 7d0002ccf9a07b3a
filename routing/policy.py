"""The rules of the centre that routing follows. Ops edit them as YAML; here they are frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from itertools import pairwise
from typing import Any

from routing.errors import BadPolicy, BadSkills
from routing.skills import skill_test
from routing.timing import Timing


@dataclass(frozen=True, kw_only=True)
class Ring:
    """From `after_seconds` on, agents who satisfy `skills` may be offered a caller of this queue."""

    after_seconds: float
    skills: str = ""


@dataclass(frozen=True, kw_only=True)
class Queue:
    name: str
    rings: tuple[Ring, ...]


EVERYONE = Queue(name="main", rings=(Ring(after_seconds=0),))


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Durations in seconds unless the name says otherwise."""

    version: str = "1"
    offer_seconds: float = 20
    ring_seconds: float = 15  # how long a phone rings; shorter than the offer, so that the leg ends first
    wrap_up_seconds: float = 60
    owner_seconds: float = 30
    stand_in_seconds: float = 15
    team_seconds: float = 15  # 0: the owner's team is no step of its own
    skills_seconds: float = 120  # a flow's own skills are asked for so long; then the whole queue may answer
    phone_presence_hours: float = 12  # a phone sign-in lasts a shift
    browser_presence_seconds: float = 30  # a desk that is silent for so long has lost contact
    queues: Mapping[str, Queue] = field(default_factory=lambda: {"main": EVERYONE})
    default_queue: str = "main"
    caller_ids: tuple[str, ...] = ()
    centre_number: str = ""
    callback_countries: tuple[str, ...] = ("TR",)
    """ISO codes of the countries we call back: every other number would cost us what strangers choose."""
    ring_from_hour: int = 9
    ring_until_hour: int = 20
    """Between these hours, where they are, people may be rung for our sake."""
    survey_flow: str = ""
    """The flow people hear who are called after a conversation and asked how it was; empty: nobody is."""
    survey_after_minutes: float = 30
    survey_percent: float = 100
    survey_not_again_days: float = 30

    def queue(self, name: str) -> Queue:
        """The queue of that name; an unknown name means the default queue: a caller is never lost to a typing error."""
        return self.queues.get(name) or self.queues[self.default_queue]

    def presence_seconds(self, endpoint: str) -> float:
        """How long a sign-in at this endpoint (browser or phone) lasts without a sign of life."""
        return self.browser_presence_seconds if endpoint == "browser" else self.phone_presence_hours * 3600

    @property
    def timing(self) -> Timing:
        return Timing(offer_seconds=self.offer_seconds, wrap_up_seconds=self.wrap_up_seconds)


def policy_from(facts: Mapping[str, Any]) -> Policy:
    """Policy out of parsed YAML. Raises BadPolicy with the place and the reason."""
    known = {each.name for each in fields(Policy)}
    if unknown := sorted(set(facts) - known):
        raise BadPolicy(f"unknown keys: {', '.join(unknown)}")
    changes = dict(facts)
    if "queues" in changes:
        changes["queues"] = {name: _queue(name, queue) for name, queue in changes["queues"].items()}
    for several in ("caller_ids", "callback_countries"):
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
    return Queue(name=name, rings=rings)


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
        if each.name.endswith(("_seconds", "_hours")) and getattr(policy, each.name) < 0:
            raise BadPolicy(f"{each.name}: must not be negative")
    if policy.ring_seconds > policy.offer_seconds:
        raise BadPolicy("ring_seconds: a phone may not ring longer than the offer lasts (offer_seconds)")
