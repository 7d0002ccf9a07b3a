"""Somebody writes "beni aramayın" or "don't call me": every call they are owed is cancelled, and they read so.

All of them, and nobody is asked which: whoever does not want to be called must not be rung, each answer names its case,
and whoever wants one of them after all writes so. It stops no messages and is no consent withdrawn: that is STOP.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback
from callbacks.dialler.by_message import CHANNELS
from callbacks.dialler.cancelling import CANCELLED, NOT_NEEDED, calls_off
from callbacks.dialler.changing import Changed, see_to_the_floor
from callbacks.dialler.rang_in import owed_to
from callbacks.dialler.telling import tell_of_a_withdrawal
from cases.arrived import Arrived
from cases.errors import FollowUpRefused
from cases.follow_up import message_named, write_follow_up
from cases.follow_up_rules import house_words
from cases.landing import ACKNOWLEDGED_IN, MOST_ACKNOWLEDGED, land
from cases.landing_place import senders
from cases.message import Draft, MessageRow, write_message
from cases.reach import Address
from cases.received_message import ReceivedMessage
from cases.turkish import tr_fold
from records.audit import append as append_audit
from records.database import serialise, writing

CUSTOMER: Final = "customer"
"""Who wanted it, and why it was released."""
NONE_OWED: Final = "no_callback"
"""What the answer is written from where there was nothing to cancel."""
_COURTESIES: Final = "courtesies"


def withdrawal_in(body: str) -> str | None:
    """The language of a message that wants no call any more and says nothing else; None for any other."""
    said = _said(body)
    return next((language for language, ways in _withdrawals().items() if said in ways), None)


def withdrawn_by_message(board: Board, arrived: Arrived) -> bool:
    """Whether it took back the calls we owe; they are over then, and whoever rings for one is free.

    False for any other message. Raises RecordsUnavailable: then nothing was kept.
    """
    language = withdrawal_in(arrived.body)
    if language is None or arrived.automatic or arrived.channel not in CHANNELS:
        return False
    with writing(board.database) as session:
        serialise(session, f"received:{arrived.sender}")
        if session.get(ReceivedMessage, arrived.id) is not None:
            return True
        called_off = [_called_off(session, board, arrived, *each) for each in enumerate(_owed(session, arrived))]
        answer = None if called_off else _nothing_to_cancel(session, board, arrived, language)
        land(session, arrived, care=board.care, now=board.clock(), new_id=board.new_id, quietly=True)
    for changed in called_off:
        see_to_the_floor(board, changed, why=CANCELLED, word=NOT_NEEDED)
    if answer is not None:
        board.jobs.send(answer)
    return True


def _owed(session: Session, arrived: Arrived) -> Sequence[Callback]:
    """To this number, and to the customer whose number it is, where it is one customer's. Who talks with us is let."""
    customers = senders(session, arrived)
    theirs = owed_to(arrived.sender, [each.id for each in customers] if len(customers) == 1 else [])
    chosen = select(Callback).where(theirs, NOT_OVER, Callback.state != "connected").order_by(Callback.id)
    return session.scalars(chosen.with_for_update()).all()


def _called_off(session: Session, board: Board, arrived: Arrived, number: int, callback: Callback) -> Changed:
    now, words = board.clock(), " ".join(arrived.body.split())
    tell_of_a_withdrawal(session, callback, now=now)
    changed = calls_off(session, callback, "released", why=CUSTOMER, who=CUSTOMER, note=words, now=now)
    message = _confirmed(session, board, arrived, callback, f"{_about(arrived)}:{number}")
    told = {"callback": callback.id, "reason": CUSTOMER, "customer_told": message is not None}
    append_audit(session, CUSTOMER, "callback_cancelled", f"case:{callback.case_number}", told, now)
    return Changed(callback=callback, left=changed.left, token=changed.token, message=message)


def _confirmed(session: Session, board: Board, arrived: Arrived, callback: Callback, once: str) -> str | None:
    """Where they wrote and in the language they wrote, at once: they are awake."""
    language = withdrawal_in(arrived.body)
    to = Address(channel=arrived.channel, to=arrived.sender, language=language, leaves_at=board.clock())
    try:
        return write_follow_up(session, once=once, case_number=callback.case_number,
                               template="callback_cancelled", args={}, care=board.care, now=board.clock(),
                               address=to)  # fmt: skip
    except FollowUpRefused:
        return None


def _nothing_to_cancel(session: Session, board: Board, arrived: Arrived, language: str) -> str | None:
    """They are told so a few times a day. Told of a message again that ended a call, there is nothing to say."""
    now = board.clock()
    if session.get(MessageRow, message_named(f"{_about(arrived)}:0")) is not None:
        return None
    lately = select(func.count()).where(
        MessageRow.to_number == arrived.sender,
        MessageRow.template == NONE_OWED,
        MessageRow.written_at > now - ACKNOWLEDGED_IN,
    )
    if (session.scalar(lately) or 0) >= MOST_ACKNOWLEDGED:
        return None
    name = message_named(_about(arrived))
    draft = Draft(id=name, channel=arrived.channel, to_number=arrived.sender, template=NONE_OWED,
                  body=house_words(NONE_OWED, language))  # fmt: skip
    return name if write_message(session, draft, now=now) else None


def _about(arrived: Arrived) -> str:
    return f"withdrawn:{arrived.id}"


def _said(body: str) -> str:
    """As a search compares it, without punctuation and courtesies."""
    plain = " ".join(re.sub(r"[^\w\s]", " ", re.sub("['’ʼ]", "", tr_fold(body))).split())
    for courtesy in _told()[_COURTESIES]:
        plain = re.sub(rf"\b{tr_fold(courtesy)}\b", " ", plain)
    return " ".join(plain.split())


def _withdrawals() -> Mapping[str, Sequence[str]]:
    return {language: ways for language, ways in _told().items() if language != _COURTESIES}


@cache
def _told() -> Mapping[str, Sequence[str]]:
    """By language, as a search compares them."""
    text = (resources.files("callbacks.dialler") / "call_withdrawals.json").read_text(encoding="utf-8")
    told: dict[str, list[str]] = json.loads(text)
    return {name: tuple(map(tr_fold, words)) for name, words in told.items()}
