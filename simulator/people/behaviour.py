"""What somebody we ring does, from plain data: a kind of person, how they are, and what they do when it rings."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from simulator.people.answering_machine import answering_machine
from simulator.people.fax import fax
from simulator.people.manner import MANNER_KEYS, read_manner
from simulator.people.nearest import did_you_mean
from simulator.people.person import BEHAVIOURS, Ring, read_ring
from simulator.people.phone_agent import phone_agent
from simulator.people.steps import StepError
from simulator.people.supervisor import supervisor

Kind = Callable[[Mapping[str, Any]], Mapping[str, Any]]
KINDS: dict[str, Kind] = {
    "agent": phone_agent,
    "supervisor": supervisor,
    "voicemail": answering_machine,
    "answering_machine": answering_machine,
    "fax": fax,
    "customer": lambda told: told,
}
"""What each kind of person does, in terms of the behaviours every telephone has."""

OF_KIND = {
    "agent": ("rejects",),
    "supervisor": ("listens", "says", "talks"),
    "voicemail": ("greeting",),
    "answering_machine": ("greeting",),
}
"""What can be said of people of one kind only."""


def read_behaviour(data: Mapping[str, Any]) -> Ring:
    """One ring: perhaps a `kind`, `patience` and `when_hears`, and the behaviours of `read_ring`. Raises StepError."""
    if not isinstance(data, Mapping):
        raise StepError("a behaviour is a mapping, such as {answers_after: 3, presses: '1'}")
    kind = data.get("kind", "customer")
    if not isinstance(kind, str) or kind not in KINDS:
        raise StepError(f"{kind!r} is not a kind of person; those are {', '.join(KINDS)}{did_you_mean(kind, KINDS)}")
    told = {key: value for key, value in data.items() if key not in (*MANNER_KEYS, "kind")}
    expanded = KINDS[kind](told)
    known = (*BEHAVIOURS, *MANNER_KEYS, "kind", *OF_KIND.get(str(kind), ()))
    for key in expanded:
        if key not in BEHAVIOURS:
            raise StepError(f"{key!r} is not a behaviour{did_you_mean(key, known)}; those are {', '.join(known)}")
    return replace(read_ring(expanded), manner=read_manner(data))


def read_rings(rings: Any) -> tuple[Ring, ...]:
    """The first ring, the second, … Raises StepError."""
    if not isinstance(rings, list | tuple):
        raise StepError("rings are a list: what happens at the first ring, the second, …")
    return tuple(ring if isinstance(ring, Ring) else read_behaviour(ring) for ring in rings)
