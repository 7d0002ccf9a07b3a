"""Which life of the live floor we are in. A floor that was lost and rebuilt has a greater epoch."""

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert


class Epoch(Base):
    __tablename__ = "epochs"

    site: Mapped[str] = mapped_column(String(80), primary_key=True)
    n: Mapped[int] = mapped_column(Integer)


def current_epoch(session: Session, site: str) -> int:
    """The epoch of a site's floor; 0 before its first."""
    epoch = session.get(Epoch, site)
    return epoch.n if epoch else 0


def raise_epoch(session: Session, site: str) -> int:
    """Begin the next epoch: whoever still believes in an older one is refused by the floor."""
    row = insert(session, Epoch).values(site=site, n=1)
    raised = row.on_conflict_do_update(index_elements=["site"], set_={"n": Epoch.n + 1}).returning(Epoch.n)
    return session.execute(raised).scalar_one()
