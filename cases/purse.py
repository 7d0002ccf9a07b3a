"""The money somebody may give in a month: what of it is spent stands in one row, and no two spend the same lira."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.civil_day import civil_day
from records.database import Base, insert


class Purse(Base):
    """Table `goodwill_purses`. `holder` is `budget:ayse`, `surprise:ayse` or `centre`; `month` is `2026-11`.

    `spent` and `extra` are kuruş; `extra` was given on top of what the tier has, for this month alone.
    """

    __tablename__ = "goodwill_purses"

    holder: Mapped[str] = mapped_column(String(80), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    spent: Mapped[int] = mapped_column(BigInteger, default=0)
    extra: Mapped[int] = mapped_column(BigInteger, default=0)


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a purse held in a month, in kuruş."""

    month: str
    budget: int
    spent: int

    @property
    def left(self) -> int:
        return max(self.budget - self.spent, 0)


def month_of(moment: datetime) -> str:
    """The calendar month where our customers live."""
    return f"{civil_day(moment):%Y-%m}"


def spend(session: Session, holder: str, month: str, kurus: int, *, budget: int) -> bool:
    """Take the amount out of the month's purse; False when it is not in there, and nothing is taken.

    One conditional UPDATE decides: of two who spend at once the second sees what the first has left.
    """
    _see_to(session, holder, month)
    enough = Purse.spent + kurus <= Purse.extra + budget
    taken = update(Purse).where(Purse.holder == holder, Purse.month == month, enough)
    done = session.execute(taken.values(spent=Purse.spent + kurus).returning(Purse.spent))
    return done.first() is not None


def put_back(session: Session, holder: str, month: str, kurus: int) -> None:
    """What was spent in that month was taken back."""
    row = update(Purse).where(Purse.holder == holder, Purse.month == month)
    session.execute(row.values(spent=Purse.spent - kurus))


def add_to(session: Session, holder: str, month: str, kurus: int) -> None:
    """More for this month than the tier has."""
    _see_to(session, holder, month)
    row = update(Purse).where(Purse.holder == holder, Purse.month == month)
    session.execute(row.values(extra=Purse.extra + kurus))


def contents(session: Session, holder: str, month: str, *, budget: int) -> Contents:
    chosen = select(Purse.spent, Purse.extra).where(Purse.holder == holder, Purse.month == month)
    spent, extra = session.execute(chosen).first() or (0, 0)
    return Contents(month=month, budget=budget + extra, spent=spent)


def _see_to(session: Session, holder: str, month: str) -> None:
    row = insert(session, Purse).values(holder=holder, month=month, spent=0, extra=0)
    session.execute(row.on_conflict_do_nothing(index_elements=["holder", "month"]))
