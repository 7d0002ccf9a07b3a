"""Publishing and rolling back: checked as a whole first, then one pointer is moved, once, or nothing happens at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ivr.errors import FlowUnknown
from ivr.publishing.draft import drafts, drafts_change, drop_drafts
from ivr.publishing.errors import NoSuchFlow, NothingToPublish, PublishedMeanwhile
from ivr.publishing.flow_version import FlowVersion, found_version, number_version, versions_of
from ivr.publishing.kept_flow import keep, kept, written_again
from ivr.publishing.kept_release import keep_release, versions_in
from ivr.publishing.pointer import in_force, move
from ivr.publishing.present import Present, present_release
from ivr.publishing.publication import How, Publication, publication_of
from ivr.publishing.written_flow import WrittenFlow
from ivr.yaml_file import nearest
from records.audit import append as append_audit
from records.database import reading, serialise, writing

Check = Callable[[Mapping[str, WrittenFlow]], None]
"""Looks at all flows as they would be in force. Raises FlowInvalid with every problem."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Who publishes, why, and when. `base` is the release they looked at; `who` is how the audit names them."""

    author: str
    note: str
    now: datetime
    who: str
    base: str | None = None


def publish(database: Engine, flows: Sequence[WrittenFlow], check: Check, wish: Wish) -> Publication:
    """Put these flows in force, beside the others as they are.

    Raises FlowInvalid, FlowOutdated, NothingToPublish and PublishedMeanwhile; then nothing has changed.
    """
    with reading(database) as session:
        present = present_release(session)
        _on_base(session, present, [one.name for one in flows], wish.base)
        others = _others(session, present, flows)
    check({**others, **{one.name: one for one in flows}})
    with writing(database) as session:
        serialise(session, "flows")
        keep(session, flows, wish.now)
        return _put_in_force(session, present, {one.name: one.version for one in flows}, "publish", wish)


def roll_back(database: Engine, flow: str, told: str | None, wish: Wish) -> Publication:
    """Put an earlier version of a flow in force: the one told, else the one that was in force before this one.

    What was published once is not checked again: a way back has to be there. Raises NoSuchFlow, VersionUnknown,
    NothingToPublish and PublishedMeanwhile.
    """
    with writing(database) as session:
        serialise(session, "flows")
        present = present_release(session)
        if flow not in present.versions:
            raise NoSuchFlow(flow, "that was published", nearest(flow, list(present.versions)))
        _on_base(session, present, [flow], wish.base)
        version = found_version(session, flow, told).version if told else _version_before(session, flow, present)
        return _put_in_force(session, present, {flow: version}, "rollback", wish)


def publish_first(database: Engine, flows: Mapping[str, WrittenFlow], wish: Wish) -> Publication | None:
    """The files a centre starts with are its first release. None when something was published before."""
    with reading(database) as session:
        if in_force(session) is not None:
            return None
    with writing(database) as session:
        serialise(session, "flows")
        if in_force(session) is not None:
            return None
        keep(session, flows.values(), wish.now)
        nothing = Present(release=None, versions={})
        return _put_in_force(session, nothing, {name: one.version for name, one in flows.items()}, "first", wish)


def _others(session: Session, present: Present, flows: Sequence[WrittenFlow]) -> dict[str, WrittenFlow]:
    """The flows in force that are not among these."""
    stay = {name: version for name, version in present.versions.items() if name not in {one.name for one in flows}}
    return {name: written_again(row) for name, row in kept(session, stay).items()}


def _on_base(session: Session, present: Present, flows: Sequence[str], base: str | None) -> None:
    """Refuse when one of these flows was published since the release somebody looked at."""
    if base is None or base == present.release:
        return
    try:
        looked_at = versions_in(session, base)
    except FlowUnknown:
        raise _meanwhile(session, present, ()) from None
    if changed := [name for name in flows if looked_at.get(name) != present.versions.get(name)]:
        raise _meanwhile(session, present, changed)


def _meanwhile(session: Session, present: Present, flows: Sequence[str]) -> PublishedMeanwhile:
    last = publication_of(session, present.release or "")
    by = f"{last.author}, {last.at:%Y-%m-%d %H:%M} UTC" if last else "nobody yet"
    return PublishedMeanwhile(flows, present=present.release or "none", by=by)


def _version_before(session: Session, flow: str, present: Present) -> str:
    """The version numbered before the one in force."""
    versions = versions_of(session, flow)
    current = next((row.number for row in versions if row.version == present.versions[flow]), 0)
    earlier = next((row for row in versions if row.number < current), None)
    if earlier is None:
        raise NothingToPublish(f"The flow `{flow}` has no version before {current}.")
    return earlier.version


def _put_in_force(session: Session, present: Present, chosen: Mapping[str, str], how: How, wish: Wish) -> Publication:
    versions = {**present.versions, **chosen}
    changed = {name: [present.versions.get(name), new] for name, new in chosen.items()
               if new != present.versions.get(name)}  # fmt: skip
    if not changed:
        raise NothingToPublish("These flows are in force already.")
    release = keep_release(session, versions, wish.now)
    if not move(session, before=present.release, after=release, now=wish.now):
        raise _meanwhile(session, present_release(session), list(changed))
    for name, (_, version) in changed.items():
        number_version(session, FlowVersion(flow=name, version=version, author=wish.author, note=wish.note,
                                            published_at=wish.now))  # fmt: skip
    drop_drafts(session, [one.flow for one in drafts(session) if versions.get(one.flow) == one.version])
    drafts_change(session, versions, wish.now)
    return _written_down(session, present, release, changed, how, wish)


def _written_down(
    session: Session, present: Present, release: str, changed: Mapping[str, list[str | None]], how: How, wish: Wish
) -> Publication:
    publication = Publication(how=how, before=present.release, release=release, changed=dict(changed),
                              author=wish.author, note=wish.note, at=wish.now)  # fmt: skip
    session.add(publication)
    session.flush()
    told = {"release": release, "before": present.release, "flows": dict(changed), "note": wish.note}
    append_audit(session, wish.who, f"flows_{how}", f"release:{release}", told, wish.now)
    return publication
