"""An agent signs in, takes a break, goes home: written down first, then told to the floor."""

from datetime import timedelta

from callbacks.board import Board
from callbacks.membership import lines_of_agents
from records.database import writing
from routing.moving import carry
from routing.present_epoch import in_the_present_epoch
from staff.agent import Presence, agent, record_presence


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
