"""Published flows: immutable, named by their content. A call stays on the version it started on."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from ivr.errors import FlowUnknown
from ivr.flow import Flow
from ivr.flow_file import canonical, version_of
from records.database import AwareDateTime, Base, insert, reading, writing
from records.errors import RecordsUnavailable


class FlowVersion(Base):
    """One published flow, for as long as a call or a report may ask for it."""

    __tablename__ = "flow_versions"

    flow: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(AwareDateTime)


class FlowShelf:
    """The flows a process runs: the newest of each at hand, older ones fetched once when a call still needs them."""

    def __init__(self, flows: Mapping[str, Flow], database: Engine) -> None:
        self._newest = {name: (flow, version_of(flow)) for name, flow in flows.items()}
        self._pinned = {(name, version): flow for name, (flow, version) in self._newest.items()}
        self._database = database

    def newest(self, name: str) -> tuple[Flow, str]:
        try:
            return self._newest[name]
        except KeyError:
            raise FlowUnknown from None

    def pinned(self, name: str, version: str) -> Flow:
        """The flow a call started on; where it cannot be had, the newest, so that the caller goes on."""
        if kept := self._pinned.get((name, version)):
            return kept
        if fetched := self._fetched(name, version):
            self._pinned[name, version] = fetched
        return fetched or self.newest(name)[0]

    def _fetched(self, name: str, version: str) -> Flow | None:
        try:
            with reading(self._database) as session:
                body = session.scalar(
                    select(FlowVersion.body).where(FlowVersion.flow == name, FlowVersion.version == version)
                )
        except RecordsUnavailable:
            return None
        return Flow.model_validate(json.loads(body)) if body else None

    def publish(self, now: datetime) -> None:
        """Keep the newest of each flow for calls that outlive a deployment. Publishing twice changes nothing."""
        with writing(self._database) as session:
            for name, (flow, version) in self._newest.items():
                row = insert(session, FlowVersion).values(
                    flow=name, version=version, body=canonical(flow), published_at=now
                )
                session.execute(row.on_conflict_do_nothing(index_elements=["flow", "version"]))
