"""A caller whose matter nobody of ours owns: does the CRM know somebody who does?"""

from dataclasses import replace

from callbacks.board import Board
from callbacks.crm.finding import find_owner
from callbacks.crm.whose import agent_meant
from cases.identification import Caller, Elsewhere
from records.database import reading
from records.errors import RecordsUnavailable


def with_owner_elsewhere(board: Board, caller: Caller) -> Caller:
    """The caller, with what the CRM says of them, where it said something in time. Never raises."""
    line = board.outside.crm
    if line is None or caller.caller_id.kind != "e164" or any(case.owner_id for case in caller.open_cases):
        return caller
    found = find_owner(board, caller.caller_id.value)
    if found is None:
        return caller
    if found.owner is None:
        return replace(caller, elsewhere=Elsewhere(seconds_ago=found.age_seconds))
    try:
        with reading(board.database) as session:
            agent = agent_meant(session, found.owner, line.crm.owners)
    except RecordsUnavailable:
        return caller
    name = found.owner.email or found.owner.id
    return replace(caller, elsewhere=Elsewhere(agent=agent, name=name, seconds_ago=found.age_seconds))
