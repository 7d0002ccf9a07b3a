"""Somebody who may sign in to the pages."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from console.asker import Asker
from records.database import Base


class Account(Base):
    """Table `accounts`. `login` is written small; `agent_id` says which agent somebody is, None for who takes no calls.

    `password` is a hash (`people/password.py`); None where somebody signs in another way.
    """

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(16))
    agent_id: Mapped[str | None] = mapped_column(String(64), index=True)
    language: Mapped[str] = mapped_column(String(2), default="tr")
    password: Mapped[str | None] = mapped_column(String(200))
    made_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    def asks(self) -> Asker:
        return Asker(id=self.id, name=self.name, role=self.role, kind="user", agent=self.agent_id)


def spelt(login: str) -> str:
    """One spelling for one person, whatever keyboard it is typed on: `AYŞE` and `ayşe` are one, `İ` is `i`."""
    return login.strip().replace("İ", "i").replace("I", "ı" if "ı" in login else "i").lower()


def account_named(session: Session, login: str) -> Account | None:
    """None also for one that may not sign in any more."""
    if not spelt(login).isprintable():
        return None
    row = session.scalar(select(Account).where(Account.login == spelt(login)))
    return row if row is not None and row.disabled_at is None else None


def accounts(session: Session) -> Sequence[Account]:
    """Everybody who may sign in or once could, by login."""
    return session.scalars(select(Account).order_by(Account.login)).all()
