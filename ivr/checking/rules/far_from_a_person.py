"""A person farther away than callers of the flow may be asked to bear."""

from collections.abc import Iterator, Mapping

from ivr.checking.finding import Fault
from ivr.checking.person.measure import Measured
from ivr.checking.person.time_to_person import KEYS, SECONDS, anew, measured, to_person
from ivr.checking.person.trail import Far
from ivr.checking.subject import Subject, limits_of
from ivr.language.flow import Flow


def far_from_a_person(subject: Subject) -> Iterator[Fault]:
    for worst in to_person(subject):
        flow = subject.flows[worst.flow]
        if worst.seconds:
            yield from _too_long(flow, ("start",), worst.seconds)
        if worst.keys:
            yield from _too_many_keys(flow, ("start",), worst.keys)
    seconds, keys = measured(subject, SECONDS), measured(subject, KEYS)
    for flow in subject.flows.values():
        yield from _after_an_answer(flow, seconds, keys)


def _after_an_answer(
    flow: Flow, seconds: Mapping[str, list[Measured]], keys: Mapping[str, list[Measured]]
) -> Iterator[Fault]:
    """The worst of each kind, told at the question whose answer it comes after."""
    longest = max(anew(seconds[flow.flow]), key=lambda far: far.amount, default=None)
    if longest:
        yield from _too_long(flow, ("nodes", _asked_in(flow, longest)), longest)
    most = max(anew(keys[flow.flow]), key=lambda far: far.amount, default=None)
    if most:
        yield from _too_many_keys(flow, ("nodes", _asked_in(flow, most)), most)


def _asked_in(flow: Flow, far: Far) -> str:
    return next(step.node for step in far.trail.steps() if step.flow == flow.flow)


def _too_long(flow: Flow, where: tuple[str, ...], far: Far) -> Iterator[Fault]:
    most = limits_of(flow).person_seconds
    if far.amount > most:
        values = {"amount": round(far.amount), "most": most, "trail": far.trail}
        yield Fault(flow=flow.flow, where=where, kind="seconds", values=values)


def _too_many_keys(flow: Flow, where: tuple[str, ...], far: Far) -> Iterator[Fault]:
    most = limits_of(flow).person_keys
    if far.amount > most:
        values = {"amount": int(far.amount), "most": most, "trail": far.trail}
        yield Fault(flow=flow.flow, where=where, kind="keys", values=values)
