"""Reading `policy.yaml`: every fault with file, line and column, before a rule of routing is made of it."""

from collections.abc import Collection, Iterator
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError

from engine.policy_parts import WORDS, PolicyFile, QueuePart
from hours.bilingual import Bilingual
from ivr.errors import FlowInvalid
from ivr.file_fault import fault, nearest_said, said
from ivr.yaml_file import Where, faults, named, place, plain, read_mapping
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
        fault(f"{place(path, tree, where)}{named(where)}: ", what) for where, what in problems_of(file, calendars)
    ]:
        raise FlowInvalid(problems)
    try:
        return policy_from(file.model_dump(exclude_unset=True))
    except BadPolicy as bad:
        raise FlowInvalid([f"{path}:1:1: {bad}"]) from None


def no_number_is_shown(path: Path) -> str:
    """What is wrong where neither this file nor the settings say which number people see when we call them."""
    return fault(f"{path}:1:1: caller_ids: ", said("no_number_shown"))


def see_that_diversions_lead_to(flows: Collection[str], path: Path) -> None:
    """Raises FlowInvalid for diversions of the policy in this file to flows that are not there."""
    tree = read_mapping(path, places=True)
    file = PolicyFile.model_validate(plain(path, tree))
    if problems := [
        fault(f"{place(path, tree, where)}{named(where)}: ", what) for where, what in diversions_astray(file, flows)
    ]:
        raise FlowInvalid(problems)


def diversions_astray(file: PolicyFile, flows: Collection[str]) -> Iterator[tuple[Where, Bilingual]]:
    """Diversions to flows that are not there."""
    for where, to in _diversions(file):
        kind, _, name = to.partition(":")
        if kind == "flow" and name not in flows:
            yield where, said("no_flow", name=name, near=nearest_said(name, flows))


def problems_of(file: PolicyFile, calendars: Collection[str] | None) -> Iterator[tuple[Where, Bilingual]]:
    """What no part of the file can tell alone."""
    queues = list(file.queues or Policy().queues)
    if file.default_queue not in queues:
        name = file.default_queue
        yield ("default_queue",), said("no_queue", name=name, near=nearest_said(name, queues))
    if file.ring_seconds > file.offer_seconds:
        yield ("ring_seconds",), said("rings_longer", seconds=f"{file.offer_seconds:g}")
    for name, queue in file.queues.items():
        yield from _problems_of_queue(name, queue, calendars)
    yield from _problems_of_diversions(file)


def _problems_of_queue(
    name: str, queue: QueuePart, calendars: Collection[str] | None
) -> Iterator[tuple[Where, Bilingual]]:
    for number, (earlier, later) in enumerate(pairwise(queue.rings), start=1):
        if later.after_seconds < earlier.after_seconds:
            yield ("queues", name, "rings", number), said("rings_in_order")
    if queue.hours and calendars is not None and queue.hours not in calendars:
        near = nearest_said(queue.hours, calendars)
        yield ("queues", name, "hours"), said("no_calendar", name=queue.hours, near=near)


def _problems_of_diversions(file: PolicyFile) -> Iterator[tuple[Where, Bilingual]]:
    targets = {name: [diversion.to for diversion in queue.diversions] for name, queue in file.queues.items()}
    for queue, number, name in lost(targets):
        where = ("queues", queue, "diversions", number, "to")
        yield where, said("no_queue", name=name, near=nearest_said(name, targets))
    for queue, number, way in circles(targets):
        where = ("queues", queue, "diversions", number, "to")
        yield where, said("circle", way=" → ".join(way))


def _diversions(file: PolicyFile) -> Iterator[tuple[Where, str]]:
    for name, queue in file.queues.items():
        for number, diversion in enumerate(queue.diversions):
            yield ("queues", name, "diversions", number, "to"), diversion.to
