"""A flow kept for as long as a call or a report may ask for it: what it means and what was written."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import String, Text, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.errors import FlowUnknown
from ivr.language.flow import Flow
from ivr.publishing.errors import FlowOutdated
from ivr.publishing.written_flow import WrittenFlow
from records.database import Base, insert


class KeptFlow(Base):
    """`version` is the content's hash, so a row never changes. Drafts that callers may have tried are here as well."""

    __tablename__ = "kept_flows"

    flow: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime]


def keep(session: Session, flows: Iterable[WrittenFlow], now: datetime) -> None:
    """Keep each of them. Keeping one twice changes nothing."""
    for one in flows:
        row = insert(session, KeptFlow).values(
            flow=one.name, version=one.version, body=one.body, source=one.source, kept_at=now
        )
        session.execute(row.on_conflict_do_nothing(index_elements=["flow", "version"]))


def kept(session: Session, versions: Mapping[str, str]) -> dict[str, KeptFlow]:
    """The rows of these versions by flow. Raises FlowUnknown where one is missing."""
    pairs = tuple_(KeptFlow.flow, KeptFlow.version).in_(list(versions.items()))
    found = {row.flow: row for row in session.scalars(select(KeptFlow).where(pairs))} if versions else {}
    if set(found) != set(versions):
        raise FlowUnknown
    return found


def read_again(row: KeptFlow) -> Flow:
    """The flow of a row, from its body and never from YAML. Raises FlowOutdated."""
    try:
        return Flow.model_validate_json(row.body)
    except ValidationError:
        raise FlowOutdated(row.flow) from None


def written_again(row: KeptFlow) -> WrittenFlow:
    """The same with its text and under its own version. Raises FlowOutdated."""
    again = WrittenFlow(flow=read_again(row), source=row.source)
    again.__dict__.update(version=row.version, body=row.body)
    return again
