"""Reading `policy.yaml`: every fault with file, line and column, before a rule of routing is made of it."""

from collections.abc import Collection, Iterator
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError

from engine.policy_parts import WORDS, PolicyFile, QueuePart
from ivr.errors import FlowInvalid
from ivr.yaml_file import Where, faults, named, nearest, place, plain, read_mapping
from routing.diversion import circles, lost
from routing.errors import BadPolicy
from routing.policy import Policy, policy_from


def read_policy(path: Path, calendars: Collection[str] | None = None) -> Policy:
    """The policy in this file, or FlowInvalid with every problem found.

    `calendars` are those a queue may have its hours from; None: whoever asks does not know them.
    """
    tree = read_mapping(path, places=True)
    try:
        file = PolicyFile.model_validate(plain(path, tree))
    except ValidationError as invalid:
        raise FlowInvalid(faults(path, tree, invalid, WORDS)) from None
    if problems := [
        f"{place(path, tree, where)}{named(where)}: {what}" for where, what in problems_of(file, calendars)
    ]:
        raise FlowInvalid(problems)
    try:
        return policy_from(file.model_dump(exclude_unset=True))
    except BadPolicy as bad:
        raise FlowInvalid([f"{path}:1:1: {bad}"]) from None


def see_that_diversions_lead_to(flows: Collection[str], path: Path) -> None:
    """Raises FlowInvalid for diversions of the policy in this file to flows that are not there."""
    tree = read_mapping(path, places=True)
    file = PolicyFile.model_validate(plain(path, tree))
    if problems := [
        f"{place(path, tree, where)}{named(where)}: {what}" for where, what in diversions_astray(file, flows)
    ]:
        raise FlowInvalid(problems)


def diversions_astray(file: PolicyFile, flows: Collection[str]) -> Iterator[tuple[Where, str]]:
    """Diversions to flows that are not there."""
    for where, to in _diversions(file):
        kind, _, name = to.partition(":")
        if kind == "flow" and name not in flows:
            yield where, f"there is no flow `{name}`{nearest(name, list(flows))}"


def problems_of(file: PolicyFile, calendars: Collection[str] | None) -> Iterator[tuple[Where, str]]:
    """What no part of the file can tell alone."""
    queues = list(file.queues or Policy().queues)
    if file.default_queue not in queues:
        yield ("default_queue",), f"there is no queue `{file.default_queue}`{nearest(file.default_queue, queues)}"
    if file.ring_seconds > file.offer_seconds:
        yield ("ring_seconds",), f"a phone may not ring longer than the offer lasts ({file.offer_seconds:g} s)"
    for name, queue in file.queues.items():
        yield from _problems_of_queue(name, queue, calendars)
    yield from _problems_of_diversions(file)


def _problems_of_queue(name: str, queue: QueuePart, calendars: Collection[str] | None) -> Iterator[tuple[Where, str]]:
    for number, (earlier, later) in enumerate(pairwise(queue.rings), start=1):
        if later.after_seconds < earlier.after_seconds:
            yield ("queues", name, "rings", number), "rings must come in the order they open"
    if queue.hours and calendars is not None and queue.hours not in calendars:
        told = f"there is no calendar `{queue.hours}`{nearest(queue.hours, list(calendars))}"
        yield ("queues", name, "hours"), told


def _problems_of_diversions(file: PolicyFile) -> Iterator[tuple[Where, str]]:
    targets = {name: [diversion.to for diversion in queue.diversions] for name, queue in file.queues.items()}
    for queue, number, name in lost(targets):
        where = ("queues", queue, "diversions", number, "to")
        yield where, f"there is no queue `{name}`{nearest(name, list(targets))}"
    for queue, number, way in circles(targets):
        where = ("queues", queue, "diversions", number, "to")
        yield where, f"callers would go in a circle: {' → '.join(way)}"


def _diversions(file: PolicyFile) -> Iterator[tuple[Where, str]]:
    for name, queue in file.queues.items():
        for number, diversion in enumerate(queue.diversions):
            yield ("queues", name, "diversions", number, "to"), diversion.to
