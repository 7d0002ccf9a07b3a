"""A test played: step by step, to the first thing that is not as it says."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.turkish import tr_fold
from ivr.errors import OutcomeNotGiven
from ivr.language.move import Effect, HangUp, Outcome, Question, Reach, Record
from ivr.language.node import Node
from ivr.talking.conversation import Conversation
from ivr.talking.talk import Talk
from ivr.talking.turn import Step
from ivr.trying.premises import Premises
from ivr.trying.scenario import Deed, Ends
from ivr.trying.scenario_file import Written
from ivr.trying.tried_call import Passing, TriedCall, heard_in
from ivr.trying.tried_world import TriedWorld


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What was not as the test says, and where it says so."""

    place: str
    what: str
    expected: str = ""
    really: str = ""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A test and how it went. `passed` are the turns of the call, for what was covered."""

    written: Written
    failure: Failure | None
    passed: tuple[Passing, ...]

    @property
    def path(self) -> tuple[Step, ...]:
        return tuple(step for passing in self.passed for step in passing.visited)


def tried(premises: Premises, written: Written) -> Trial:
    """Play the test: no store, no network, no waiting."""
    given = written.scenario.given
    world = TriedWorld(premises, given, not_given)
    passed: list[Passing] = []
    try:
        call = TriedCall(premises, written.flow, given, world=world, passed=passed)
        failure = _played(call, written) or _ended(call, written)
    except OutcomeNotGiven as missing:
        failure = Failure(place=written.place, what="not_given", expected=missing.node, really=missing.ways)
    except (AttributeError, KeyError, ValueError) as odd:  # no outcome of the world's own would look like this
        failure = Failure(place=written.place, what="given_wrongly", really=f"{type(odd).__name__}: {odd}")
    return Trial(written=written, failure=failure, passed=tuple(passed))


def not_given(talk: Talk, effect: Effect) -> Outcome:
    where = talk.conversation
    node: Node = talk.flow.nodes[where.node]
    raise OutcomeNotGiven(where.node, ", ".join(way.label for way in node.ways()))


def _played(call: TriedCall, written: Written) -> Failure | None:
    for deed, place in zip(written.scenario.steps, written.places, strict=True):
        if failure := _done(call, deed, place):
            return failure
    return None


def _done(call: TriedCall, deed: Deed, place: str) -> Failure | None:
    """The caller does it, or hears it; None where it went as written."""
    if deed.hears is not None or deed.never_hears is not None:
        return _heard(call, deed, place)
    if deed.stands_at is not None:
        return _stands(call, deed.stands_at, place)
    if deed.waits is not None:
        call.waits(deed.waits)
        return None
    if call.over:
        return Failure(place=place, what="over", really=where_it_is(call))
    if deed.silence:
        call.waits(call.patience)
    else:
        call.answers(heard_in(call, keys=deed.presses or "", words=deed.says or ""))
    return None


def _heard(call: TriedCall, deed: Deed, place: str) -> Failure | None:
    heard = _plain(call.words)
    if deed.hears is not None and _plain(deed.hears) not in heard:
        return Failure(place=place, what="not_heard", expected=deed.hears, really=call.words)
    if deed.never_hears is not None and _plain(deed.never_hears) in heard:
        return Failure(place=place, what="was_heard", expected=deed.never_hears, really=call.words)
    return None


def _plain(words: str) -> str:
    return " ".join(tr_fold(words).split())


def _stands(call: TriedCall, expected: str, place: str) -> Failure | None:
    where = call.turn.conversation
    if expected in (where.node, f"{where.flow}.{where.node}"):
        return None
    return Failure(place=place, what="elsewhere", expected=expected, really=where_it_is(call))


def _ended(call: TriedCall, written: Written) -> Failure | None:
    ends = written.scenario.ends
    if ends.at is not None and (failure := _stands(call, ends.at, written.end)):
        return failure
    if ends.at is not None and call.over:
        return Failure(place=written.end, what="elsewhere", expected=ends.at, really=where_it_is(call))
    for expected, really in _differing(call, ends):
        return Failure(place=written.end, what="ended_elsewhere", expected=expected, really=really)
    return None


def _differing(call: TriedCall, ends: Ends) -> Iterator[tuple[str, str]]:
    """Everything the test says about the end that is otherwise."""
    then, where = call.turn.then, call.turn.conversation
    kinds = {"hang_up": HangUp, "voicemail": Record, "person": Reach}
    if ends.end is not None and not isinstance(then, kinds[ends.end]):
        yield ends.end.replace("_", " "), where_it_is(call)
    reach = then if isinstance(then, Reach) else None
    for name in ("queue", "owner", "skills", "reason"):
        expected = getattr(ends, name)
        if expected is not None and (reach is None or getattr(reach, name) != expected):
            yield f"{name} {_said(expected)}", where_it_is(call)
    yield from _of_the_conversation(where, ends)


def _of_the_conversation(where: Conversation, ends: Ends) -> Iterator[tuple[str, str]]:
    for name in ("verified", "language", "case"):
        expected = getattr(ends, name)
        if expected is not None and getattr(where, name) != expected:
            yield f"{name} {_said(expected)}", f"{name} {_said(getattr(where, name))}"
    for name, value in ends.kept.items():
        if where.kept.get(name) != value:
            yield f"{name}: {value}", f"{name}: {where.kept.get(name, '—')}"


def where_it_is(call: TriedCall) -> str:
    """Where the call is, as a test would say it."""
    where = call.turn.conversation
    match call.turn.then:
        case Reach(queue=queue, owner=owner, skills=skills):
            return f"queue {queue}" + (", owner" if owner else "") + (f", skills {skills}" if skills else "")
        case HangUp():
            return f"hang up ({where.flow}.{where.node})"
        case Record():
            return f"voicemail ({where.flow}.{where.node})"
        case Question():
            return f"at {where.flow}.{where.node}"
        case _:
            return f"waiting ({where.flow}.{where.node})"


def _said(value: str | bool | None) -> str:
    match value:
        case None:
            return "—"
        case bool():
            return "yes" if value else "no"
        case _:
            return value
