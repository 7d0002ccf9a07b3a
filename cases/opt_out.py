"""Who does not want to be written to, channel by channel, or not to be called for what they did not ask for.

A call they are owed is another matter: who opted out of calls and asks for one is called.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Final, Literal

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.channel import Channel
from cases.turkish import tr_fold
from records.database import Base, insert

Way = Channel | Literal["call"]
CALL: Final = "call"


class OptOut(Base):
    """Table `opt_outs`. `address` is E.164 or an e-mail address in small letters; `channel` may also be `call`.

    `how` is message (they wrote to us), refused (the network told us) or desk (they told somebody here).
    """

    __tablename__ = "opt_outs"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    since: Mapped[datetime]
    how: Mapped[str] = mapped_column(String(20))


def is_opted_out(session: Session, address: str, channel: Way = "sms") -> bool:
    return session.get(OptOut, (address, channel)) is not None


def opt_out(session: Session, address: str, *, how: str, now: datetime, channel: Way = "sms") -> None:
    """No more messages to this address on this channel, or calls they did not ask for. Said twice is said once."""
    row = insert(session, OptOut).values(address=address, channel=channel, since=now, how=how)
    session.execute(row.on_conflict_do_nothing(index_elements=["address", "channel"]))


def opt_in(session: Session, address: str, channel: Way = "sms") -> None:
    """They want messages again."""
    row = session.get(OptOut, (address, channel))
    if row is not None:
        session.delete(row)


def wish_in(body: str) -> str | None:
    """`stop` or `start` when a message from somebody is one such word and nothing else."""
    word = tr_fold(body).strip(".! ")
    return next((wish for wish, words in _words().items() if word in words), None)


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """The network's own English words and the Turkish ones, as a search compares them."""
    file = resources.files("cases") / "opt_out_words.json"
    told: dict[str, list[str]] = json.loads(file.read_text(encoding="utf-8"))
    return {wish: frozenset(map(tr_fold, words)) for wish, words in told.items()}
