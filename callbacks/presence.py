"""An agent signs in, takes a break, goes home: written down first, then told to the floor."""

from datetime import timedelta
from typing import Final

from callbacks.board import Board
from callbacks.membership import lines_of_agents
from records.database import reading, writing
from routing.moving import carry
from routing.present_epoch import in_the_present_epoch
from staff.agent import Presence, agent, record_presence

LOST: Final = "lost_contact"
"""Why somebody is not ready whose browser was silent for too long."""


def set_presence(board: Board, agent_id: str, state: Presence, reason: str | None = None) -> bool:
    """From now on the agent is in this state, or will be after the present call and its wrap-up.

    A ready agent may get a caller at once. The sign-in is a lease: a phone's lasts a shift, a browser's must be
    renewed by doing this again. False when nobody of that id works here. Raises what the records and the floor raise;
    repeating it is safe.
    """
    now = board.clock()
    with writing(board.database) as session:
        known = agent(session, agent_id)
        if known is None or not known.active:
            return False
        until = now + timedelta(seconds=board.policy.presence_seconds(known.endpoint))
        lease = None if state == "logged_out" else until
        record_presence(session, agent_id=agent_id, state=state, reason=reason, since=now, until=lease)
    lines = lines_of_agents(board, [known])[agent_id]
    moves = in_the_present_epoch(
        board.floor,
        lambda: board.floor.agent_presence(
            agent_id, state=state, reason=reason or "", lines=lines, until=until, endpoint=known.endpoint, now=now
        ),
    )
    carry(board, moves)
    return True


def desk_lives(board: Board, agent_id: str, state: Presence, reason: str | None = None) -> bool:
    """A sign of life from the agent's desk, which shows that they want to be in this state.

    The sign-in lasts longer; who is not signed in any more, or had lost contact, is back in that state. What the floor
    decided meanwhile (not ready after not answering, a pause) stands. Nothing is written down: a rebuilt floor gives
    every desk the time until its next sign. False when nobody of that id works here.
    """
    with reading(board.database) as session:
        known = agent(session, agent_id)
    if known is None or not known.active:
        return False
    at_work = board.floor.agent(agent_id)
    if at_work is None or at_work.presence == "logged_out" or at_work.reason == LOST:
        return set_presence(board, agent_id, state, reason)
    until = board.clock() + timedelta(seconds=board.policy.presence_seconds(at_work.endpoint))
    in_the_present_epoch(board.floor, lambda: board.floor.presence_beats(agent_id, until=until, now=board.clock()))
    return True
