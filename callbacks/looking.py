"""Somebody looks at something of a customer's: it goes into the floor's stream, and with the journal into the audit."""

from collections.abc import Iterable, Sequence

import structlog

from callbacks.board import Board
from records.database import writing
from records.errors import RecordsUnavailable
from records.look import LOOKED, Look, keep_looks
from routing.errors import FloorUnavailable
from routing.happening import Happening

log = structlog.get_logger(__name__)


def note_look(board: Board, who: str, subjects: Sequence[str]) -> None:
    """Without a floor it is written at once. With neither store it is in the log: nobody is kept from their work."""
    now = board.clock()
    fresh = board.looks.new(who, subjects, now=now)
    if not fresh:
        return
    try:
        board.floor.note(LOOKED, data={"who": who, "subjects": fresh}, now=now)
    except FloorUnavailable:
        try:
            with writing(board.database) as session:
                keep_looks(session, [Look(who=who, subject=subject, at=now) for subject in fresh])
        except RecordsUnavailable as trouble:
            log.error("look_not_kept", who=who, subjects=fresh, why=str(trouble))


def looks_in(happenings: Iterable[Happening]) -> list[Look]:
    """What the stream tells of looks."""
    return [
        Look(who=str(one.data["who"]), subject=str(subject), at=one.at)
        for one in happenings
        if one.kind == LOOKED
        for subject in one.data["subjects"]
    ]
