"""The crisis switch: what callers hear first, whether we are open, and where they are led, until a moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from hours.bilingual import Bilingual
from hours.errors import ExpiryPassed
from hours.region import EVERYWHERE, Region
from records.audit import append
from records.database import Base

CrisisHours = Literal["as_usual", "closed", "open"]


class CrisisRow(Base):
    """Table `crises`."""

    __tablename__ = "crises"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    message_tr: Mapped[str] = mapped_column(Text)
    message_en: Mapped[str] = mapped_column(Text)
    hours: Mapped[str] = mapped_column(String(16))
    calendars: Mapped[list[Any]]
    overflow_queue: Mapped[str | None] = mapped_column(String(40))
    overflow_flow: Mapped[str | None] = mapped_column(String(40))
    region: Mapped[dict[str, Any]]
    author: Mapped[str] = mapped_column(String(80))
    began_at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(80))


@dataclass(frozen=True, kw_only=True)
class CrisisOrder:
    """What changes. `hours` are overridden for `calendars`, or for all where none is named.

    Callers of the region are led into `overflow_flow` instead of the number's own, and wait in `overflow_queue`.
    """

    message: Bilingual
    until: datetime
    author: str
    hours: CrisisHours = "as_usual"
    calendars: frozenset[str] = frozenset()
    overflow_queue: str | None = None
    overflow_flow: str | None = None
    region: Region = EVERYWHERE


@dataclass(frozen=True, kw_only=True)
class Crisis(CrisisOrder):
    id: int
    began_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None

    def lasts_at(self, moment: datetime) -> bool:
        return self.began_at <= moment < (self.ended_at or self.until)

    def overrides(self, calendar: str) -> bool:
        return self.hours != "as_usual" and (not self.calendars or calendar in self.calendars)


def begin_crisis(session: Session, order: CrisisOrder, *, now: datetime) -> Crisis:
    """From now on, on top of what is on already. Raises ExpiryPassed."""
    if order.until <= now:
        raise ExpiryPassed
    row = CrisisRow(
        message_tr=order.message.tr, message_en=order.message.en, hours=order.hours, calendars=sorted(order.calendars),
        overflow_queue=order.overflow_queue, overflow_flow=order.overflow_flow, region=_written(order.region),
        author=order.author, began_at=now, until=order.until,
    )  # fmt: skip
    session.add(row)
    session.flush()
    told: dict[str, Any] = {
        "message": order.message.tr, "hours": order.hours, "until": order.until.isoformat(), "region": row.region,
        "overflow_queue": order.overflow_queue, "overflow_flow": order.overflow_flow,
    }  # fmt: skip
    append(session, order.author, "crisis_on", f"crisis:{row.id}", told, now)
    return _crisis(row)


def end_crises(session: Session, only: int | None = None, *, author: str, now: datetime) -> list[int]:
    """End the crisis of that id, or every one that is on. Returns which were ended."""
    ended = []
    for row in session.scalars(_on(now)):
        if only in (None, row.id):
            row.ended_at, row.ended_by = now, author
            append(session, author, "crisis_off", f"crisis:{row.id}", {}, now)
            ended.append(row.id)
    return ended


def crises_on(session: Session, now: datetime) -> tuple[Crisis, ...]:
    """Those that are on, the newest first."""
    return tuple(_crisis(row) for row in session.scalars(_on(now)))


def crises_ever(session: Session, *, limit: int = 50) -> Sequence[Crisis]:
    """The newest first, over or not."""
    return [_crisis(row) for row in session.scalars(select(CrisisRow).order_by(CrisisRow.id.desc()).limit(limit))]


def crisis_among(crises: Iterable[Crisis], *, caller: str, called: str, moment: datetime) -> Crisis | None:
    """The newest one that concerns this call."""
    return next(
        (one for one in crises if one.lasts_at(moment) and one.region.holds(caller=caller, called=called)), None
    )


def _on(now: datetime) -> Any:
    return select(CrisisRow).where(CrisisRow.until > now, CrisisRow.ended_at.is_(None)).order_by(CrisisRow.id.desc())


def _written(region: Region) -> dict[str, Any]:
    return {
        "provinces": sorted(region.provinces),
        "prefixes": list(region.prefixes),
        "numbers": sorted(region.numbers),
        "unplaced": region.unplaced,
    }


def _region(written: dict[str, Any]) -> Region:
    return Region(
        provinces=frozenset(written["provinces"]),
        prefixes=tuple(written["prefixes"]),
        numbers=frozenset(written["numbers"]),
        unplaced=written["unplaced"],
    )


def _crisis(row: CrisisRow) -> Crisis:
    return Crisis(
        id=row.id, message=Bilingual(tr=row.message_tr, en=row.message_en), hours=cast(CrisisHours, row.hours),
        calendars=frozenset(row.calendars), overflow_queue=row.overflow_queue, overflow_flow=row.overflow_flow,
        region=_region(row.region), author=row.author, began_at=row.began_at, until=row.until, ended_at=row.ended_at,
        ended_by=row.ended_by,
    )  # fmt: skip
