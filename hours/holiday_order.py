"""A day that somebody has made a holiday, a half day, or a day like any other: it wins over every calculation."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Date, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from hours.bilingual import Bilingual, completed
from hours.calendar import Minutes
from hours.holiday import HolidayChange
from records.audit import append
from records.database import Base


class HolidayOrderRow(Base):
    """Table `holiday_orders`. Without `starts_at` and `ends_at` (minutes after midnight) the day is no holiday."""

    __tablename__ = "holiday_orders"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    name_tr: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    starts_at: Mapped[int | None] = mapped_column(Integer)
    ends_at: Mapped[int | None] = mapped_column(Integer)
    author: Mapped[str] = mapped_column(String(80))
    ordered_at: Mapped[datetime]


def order_holiday(
    session: Session, day: date, *, names: tuple[str | None, str | None], minutes: Minutes | None, author: str,
    now: datetime,
) -> HolidayChange:  # fmt: skip
    """The day is a holiday for these minutes, or none; `names` are the Turkish and the English one."""
    name = completed(*names, otherwise="holiday")
    row = session.get(HolidayOrderRow, day) or HolidayOrderRow(day=day)
    row.name_tr, row.name_en, row.author, row.ordered_at = name.tr, name.en, author, now
    row.starts_at, row.ends_at = (minutes.start, minutes.end) if minutes else (None, None)
    session.add(row)
    told = {"name": name.tr, "starts_at": row.starts_at, "ends_at": row.ends_at}
    append(session, author, "holiday_ordered", f"day:{day}", told, now)
    return _change(row)


def forget_holiday_order(session: Session, day: date, *, author: str, now: datetime) -> bool:
    """The day is as it is calculated again. False when nobody had changed it."""
    row = session.get(HolidayOrderRow, day)
    if row is None:
        return False
    session.delete(row)
    append(session, author, "holiday_order_forgotten", f"day:{day}", {}, now)
    return True


def holiday_orders(session: Session) -> Mapping[date, HolidayChange]:
    return {row.day: _change(row) for row in session.scalars(select(HolidayOrderRow).order_by(HolidayOrderRow.day))}


def _change(row: HolidayOrderRow) -> HolidayChange:
    minutes = Minutes(start=row.starts_at or 0, end=row.ends_at) if row.ends_at is not None else None
    name = Bilingual(tr=row.name_tr, en=row.name_en)
    return HolidayChange(day=row.day, name=name, minutes=minutes, source="database")
