"""Trying before publishing: a flow is put where only the test numbers reach it, and is taken away again."""

from collections.abc import Sequence

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ivr.publishing.draft import FlowDraft, drafts, drafts_change, drop_drafts, save_draft
from ivr.publishing.errors import NoSuchFlow
from ivr.publishing.forgetting import forget_what_was_tried
from ivr.publishing.kept_flow import kept, written_again
from ivr.publishing.pointer import in_force
from ivr.publishing.present import present_release
from ivr.publishing.publishing import Wish
from ivr.publishing.written_flow import WrittenFlow
from records.audit import append as append_audit
from records.database import serialise, writing


def draft_flows(database: Engine, flows: Sequence[WrittenFlow], wish: Wish) -> None:
    """The drafts of these flows from now on. What says the same as what is in force is no draft."""
    with writing(database) as session:
        serialise(session, "flows")
        versions = present_release(session).versions
        drop_drafts(session, [one.name for one in flows if versions.get(one.name) == one.version])
        for one in flows:
            if versions.get(one.name) != one.version:
                _saved(session, one, wish)
        drafts_change(session, versions, wish.now)
        forget_what_was_tried(session, wish.now)


def drop(database: Engine, names: Sequence[str], wish: Wish) -> None:
    """Take the drafts of these flows away. Raises NoSuchFlow where one has none, and then all stay."""
    with writing(database) as session:
        serialise(session, "flows")
        known = {one.flow: one.version for one in drafts(session)}
        for name in names:
            if name not in known:
                raise NoSuchFlow(name, "among the drafts", f"; `sahip flow draft {name}` makes one of its file")
            append_audit(session, wish.who, "draft_dropped", f"flow:{name}", {"version": known[name]}, wish.now)
        drop_drafts(session, names)
        drafts_change(session, present_release(session).versions, wish.now)


def draft_of(session: Session, name: str) -> tuple[FlowDraft, WrittenFlow]:
    """The draft of a flow and what it says. Raises NoSuchFlow."""
    row = session.get(FlowDraft, name)
    if row is None:
        raise NoSuchFlow(name, "among the drafts", f"; `sahip flow draft {name}` makes one of its file")
    return row, written_again(kept(session, {name: row.version})[name])


def _saved(session: Session, one: WrittenFlow, wish: Wish) -> None:
    base = wish.base or in_force(session) or ""
    row = FlowDraft(flow=one.name, version=one.version, base=base, author=wish.author, saved_at=wish.now)
    save_draft(session, row, one, rebased=wish.base is not None)
    told = {"version": one.version, "base": row.base}
    append_audit(session, wish.who, "draft_saved", f"flow:{one.name}", told, wish.now)
