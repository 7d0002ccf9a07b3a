"""A key for each person, that what is copied out of the database is sealed with: without it nobody reads the copy.

A forgotten person's keys are deleted, and whatever copy lies wherever becomes unreadable as far as it is theirs.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from secrets import token_hex
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert
from records.person import Person
from records.sealing import SealingKey

BITS: Final = 256
AT_ONCE: Final = 200


class PersonKey(Base):
    """Table `person_keys`. `owner` is whose rows it seals: `customer:…`, or the case, call or number of a stranger.

    Chance comes from the libraries here: a key that could be made again could not be destroyed.
    """

    __tablename__ = "person_keys"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(String(300), unique=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]


def keys_for(session: Session, owners: Collection[str], now: datetime) -> dict[str, SealingKey]:
    """Each owner's key; made for whoever has none. Two who make one at once make one."""
    found: dict[str, SealingKey] = {}
    for some in _some(owners):
        rows = [
            {"id": token_hex(16), "owner": owner, "key": AESGCM.generate_key(BITS), "made_at": now} for owner in some
        ]
        session.execute(insert(session, PersonKey).values(rows).on_conflict_do_nothing(index_elements=["owner"]))
        told = session.execute(select(PersonKey.owner, PersonKey.id, PersonKey.key).where(PersonKey.owner.in_(some)))
        found |= {owner: SealingKey(id=id, key=bytes(key)) for owner, id, key in told}
    return found


def destroy_keys(session: Session, person: Person) -> int:
    """Nobody can read any more what was sealed with them; how many there were."""
    theirs: Mapping[str, Collection[str]] = {
        "customer": person.customers,
        "case": person.cases,
        "call": person.calls | person.legs,
        "address": person.addresses,
        "received": person.received,
        "crm": person.crm_ids,
    }
    owners = [f"{kind}:{name}" for kind, names in theirs.items() for name in names]
    gone = 0
    for some in _some(owners):
        gone += int(getattr(session.execute(delete(PersonKey).where(PersonKey.owner.in_(some))), "rowcount", 0))
    return gone


def _some(owners: Collection[str]) -> Iterable[list[str]]:
    ordered = sorted(owners)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))
