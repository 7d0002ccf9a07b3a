"""Past calls of the journal through a version of a flow that is to be published."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from ivr.errors import FlowUnknown
from ivr.language.release import Release
from ivr.publishing.present import present_release
from ivr.publishing.release_again import release_again
from ivr.publishing.written_flow import WrittenFlow
from ivr.retelling.past_call import past_calls
from ivr.retelling.replay import Replay, replay


@dataclass(frozen=True, kw_only=True)
class Span:
    """Calls that arrived in [since, until), at most so many of the newest."""

    since: datetime
    until: datetime
    most: int = 1000


def trial_run(session: Session, flow: WrittenFlow, span: Span) -> Replay:
    """As if this flow had been in force beside the others as they are."""
    calls = past_calls(session, since=span.since, until=span.until, most=span.most)
    return replay(calls, flow.name, _with(session, flow), _pinned(session))


def _with(session: Session, flow: WrittenFlow) -> Release:
    present = present_release(session)
    others = release_again(session, present.release) if present.release else Release({})
    return Release({**others.flows, flow.name: flow.flow}, {**others.versions, flow.name: flow.version})


def _pinned(session: Session) -> Callable[[str], Release | None]:
    @cache
    def pinned(release: str) -> Release | None:
        try:
            return release_again(session, release)
        except FlowUnknown:
            return None

    return pinned
