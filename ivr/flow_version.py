"""Published flows: immutable, named by their content. A call stays on the release it started on."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ivr.language.flow import Flow, canonical
from ivr.language.release import Release
from records.database import AwareDateTime, Base, insert, writing


class FlowVersion(Base):
    """One published flow, for as long as a call or a report may ask for it."""

    __tablename__ = "flow_versions"

    flow: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(AwareDateTime)


class FlowShelf:
    """The flows a process runs."""

    def __init__(self, flows: Mapping[str, Flow], database: Engine) -> None:
        self._newest = Release(flows)
        self._pinned = {self._newest.id: self._newest}
        self._database = database

    def newest(self) -> Release:
        return self._newest

    def pinned(self, release: str) -> Release:
        """The release a call started on; where it cannot be had, the newest, so that the caller goes on."""
        return self._pinned.get(release, self._newest)

    def publish(self, now: datetime) -> None:
        """Keep the newest of each flow for calls that outlive a deployment. Publishing twice changes nothing."""
        with writing(self._database) as session:
            for name, version in self._newest.versions.items():
                body = canonical(self._newest.flows[name])
                row = insert(session, FlowVersion).values(flow=name, version=version, body=body, published_at=now)
                session.execute(row.on_conflict_do_nothing(index_elements=["flow", "version"]))
