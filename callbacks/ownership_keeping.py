"""What the clock sees to of ownership: offers nobody answered lapse, absences are told of, who left is led nobody."""

from typing import Final

import structlog
from sqlalchemy import or_

from callbacks.absence_telling import tell_of_absences
from callbacks.board import Board
from callbacks.off_boarding import hand_on_what_came_late, sign_out
from callbacks.ownership_told import offer_is_told
from cases.case import cases
from cases.handing_over import offers_lapse
from cases.ownership_offer import OFFERS_PAST
from records.database import reading, writing
from staff.absence import ABSENCES_TO_TELL
from staff.agent import agents
from staff.off_boarding import ANYBODY_LEFT, off_boardings

log = structlog.get_logger(__name__)

LAST_LEFT: Final = 20
"""So many of those who left last are looked at: what came late to somebody came within minutes."""


OWNERSHIP_TO_SEE_TO: Final = or_(OFFERS_PAST, ABSENCES_TO_TELL, ANYBODY_LEFT)


def see_to_ownership(board: Board) -> None:
    with writing(board.database) as session:
        for offer in offers_lapse(session, board.clock()):
            offer_is_told(session, offer)
        tell_of_absences(session, board)
    _see_to_who_left(board)


def _see_to_who_left(board: Board) -> None:
    with reading(board.database) as session:
        here = {agent.id for agent in agents(session)}
        left = [done for done in off_boardings(session, limit=LAST_LEFT) if done.agent_id not in here]
        came_late = {done.agent_id for done in left if cases(session, status="open", owner_id=done.agent_id, limit=1)}
    for done in left:
        if done.agent_id in came_late:
            with writing(board.database) as session:
                late = hand_on_what_came_late(session, board, done)
            log.warning("cases_came_late", agent=done.agent_id, cases=late)
        sign_out(board, done.agent_id)
