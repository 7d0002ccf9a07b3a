"""Somebody writes "ARA" or "CALL ME": they are promised a call at the number they wrote from, and answered where they
wrote, with the number of the case and by when."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.dialler.confirming import BY_WHEN, IN_A_WINDOW, confirm_in_writing
from callbacks.dialler.making import make_callback
from callbacks.dialler.wanted import CallbackRefused, CallbackWanted
from cases.arrived import Arrived
from cases.landing import ACKNOWLEDGED_IN, MOST_ACKNOWLEDGED, land
from cases.landing_place import place_of, senders
from cases.message import MessageRow
from cases.promise_rules import words
from cases.reach import Address
from cases.received_message import ReceivedMessage
from cases.turkish import tr_fold
from records.database import serialise, writing

CHANNELS: Final = ("sms", "whatsapp")


def call_wish_in(body: str) -> str | None:
    """The language of a message that asks for a call and for nothing else; None for any other."""
    said = tr_fold(body).strip(".!? ")
    return next((language for language, wishes in _wishes().items() if said in wishes), None)


def called_by_message(board: Board, arrived: Arrived) -> bool:
    """Whether it asked for a call, which is promised then: the message is on its case, and nothing else is owed for it.

    False for any other message, and where they cannot be called: then it is a message like any other. Raises
    RecordsUnavailable: then nothing was kept.
    """
    language = call_wish_in(arrived.body)
    if language is None or arrived.automatic or arrived.channel not in CHANNELS or not board.dialler.making.by_message:
        return False
    try:
        with writing(board.database) as session:
            message = _promised(session, board, arrived, language)
    except CallbackRefused:
        return False
    if message is not None:
        board.jobs.send(message)
    return True


def _promised(session: Session, board: Board, arrived: Arrived, language: str) -> str | None:
    """The answer that waits in the outbox. Told of it again nothing is promised anew."""
    serialise(session, f"received:{arrived.sender}")
    if session.get(ReceivedMessage, arrived.id) is not None:
        return None
    made = make_callback(session, board, _wanted(session, board, arrived, language))
    land(session, arrived, care=board.care, now=board.clock(), new_id=board.new_id, quietly=True)
    return _answered(session, board, arrived, made.callback)


def _wanted(session: Session, board: Board, arrived: Arrived, language: str) -> CallbackWanted:
    customers, rules = senders(session, arrived), board.care.follow_ups
    place = place_of(session, arrived, customers, rules)
    theirs = [each.language for each in customers if each.language]
    return CallbackWanted(
        once=hashlib.sha256(f"message:{arrived.id}".encode()).hexdigest(),
        kind="message",
        phone=arrived.sender,
        queue=board.policy.queue(board.care.promises.queue or "").name,
        what=words("callback").spoken_in(language),
        who="customer",
        case_number=place.case.number if place and place.theirs and place.case.status == "open" else None,
        language=theirs[0] if len(theirs) == 1 else language,
        within=timedelta(hours=board.dialler.making.message_within_hours),
        tell=None,
    )


def _answered(session: Session, board: Board, arrived: Arrived, callback: Callback) -> str | None:
    """On the channel they wrote on, at once: they are awake. A machine that repeats itself is answered a few times."""
    told = select(func.count()).where(
        MessageRow.to_number == arrived.sender,
        MessageRow.template.in_((BY_WHEN, IN_A_WINDOW)),
        MessageRow.written_at > board.clock() - ACKNOWLEDGED_IN,
    )
    if (session.scalar(told) or 0) >= MOST_ACKNOWLEDGED:
        return None
    to = Address(channel=arrived.channel, to=arrived.sender, language=callback.language, leaves_at=board.clock())
    return confirm_in_writing(session, board, callback, to, again=f":{arrived.id}")


@cache
def _wishes() -> Mapping[str, frozenset[str]]:
    """By language, as a search compares them."""
    text = (resources.files("callbacks.dialler") / "call_wishes.json").read_text(encoding="utf-8")
    told: dict[str, list[str]] = json.loads(text)
    return {language: frozenset(map(tr_fold, wishes)) for language, wishes in told.items()}
