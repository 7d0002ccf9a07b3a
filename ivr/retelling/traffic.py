"""Which ways calls took through a flow, and at which of its nodes callers hung up."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ivr.retelling.trial_run import Span
from records.journal import EventRow

AT_ONCE: Final = 200
"""Calls read together."""


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """`calls` came through the flow. `ways` are from node to node, as `flow.node`, with how many calls went.

    Where a caller came in from outside the flow the first is empty. `left` are the nodes callers hung up at.
    """

    calls: int
    ways: Mapping[tuple[str, str], int]
    left: Mapping[str, int]


def traffic_of(session: Session, flow: str, span: Span) -> Traffic:
    """Of the newest calls that arrived in this span. Other flows in between are no steps of this one."""
    calls, ways, left = 0, Counter[tuple[str, str]](), Counter[str]()
    for turns in _calls(session, span):
        steps = list(_steps(turns, f"{flow}."))
        calls += bool(steps)
        ways.update(steps)
        if (last := _left_at(turns)) and last.startswith(f"{flow}."):
            left[last] += 1
    return Traffic(calls=calls, ways=ways, left=left)


def _calls(session: Session, span: Span) -> Iterator[Sequence[Mapping[str, Any]]]:
    """What each call's turns came to, in order; of a call that is over, `{}` is the last."""
    arrived = select(EventRow.call).where(
        EventRow.kind == "arrived", EventRow.at >= span.since, EventRow.at < span.until, EventRow.call.is_not(None)
    )
    found = session.scalars(arrived.order_by(EventRow.at.desc()).limit(span.most)).all()
    for first in range(0, len(found), AT_ONCE):
        turns: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        told = select(EventRow.call, EventRow.kind, EventRow.data).where(
            EventRow.call.in_(found[first : first + AT_ONCE]), EventRow.kind.in_(("visited", "ended"))
        )
        for call, kind, data in session.execute(told.order_by(EventRow.at, EventRow.seq)):
            turns[call or ""].append(data if kind == "visited" else {})
        yield from turns.values()


def _steps(turns: Sequence[Mapping[str, Any]], prefix: str) -> Iterator[tuple[str, str]]:
    """Where a flow led somewhere its part was over: whoever came back came from elsewhere."""
    before = ""
    for turn in turns:
        for node in turn.get("nodes", ()):
            if node.startswith(prefix):
                yield before, node
                before = node
        before = "" if "end" in turn else before


def _left_at(turns: Sequence[Mapping[str, Any]]) -> str | None:
    """The node a call that is over was at, where no flow had led it to its end."""
    told = [turn for turn in turns if turn]
    if len(told) == len(turns) or not told or "end" in told[-1]:
        return None
    return next(reversed(told[-1].get("nodes", ())), None)
