"""One version of a flow, told as people tell it: `published`, `draft`, a number or a hash."""

from sqlalchemy.orm import Session

from ivr.publishing.drafting import draft_of
from ivr.publishing.errors import NoSuchFlow
from ivr.publishing.flow_version import found_version
from ivr.publishing.kept_flow import kept, written_again
from ivr.publishing.present import present_release
from ivr.publishing.written_flow import WrittenFlow
from ivr.yaml_file import nearest


def found_flow(session: Session, name: str, told: str) -> WrittenFlow:
    """Raises NoSuchFlow and VersionUnknown."""
    if told == "draft":
        return draft_of(session, name)[1]
    published = present_release(session).versions
    if told != "published":
        version = found_version(session, name, told).version
    elif name in published:
        version = published[name]
    else:
        raise NoSuchFlow(name, "that is published", nearest(name, list(published)))
    return written_again(kept(session, {name: version})[name])


def with_others(session: Session, flow: WrittenFlow) -> dict[str, WrittenFlow]:
    """This flow beside all others as they are in force."""
    published = present_release(session).versions
    others = {name: version for name, version in published.items() if name != flow.name}
    return {**{name: written_again(row) for name, row in kept(session, others).items()}, flow.name: flow}
