"""Standing in line: the call on the floor at its place, by a plan that heeds what the caller chose."""

from typing import Final

from callbacks.place import Place
from cases.identification import Caller
from ivr.reaching import planned
from ivr.voice_board import VoiceBoard
from routing.arrival import caller_returns, caller_waits
from routing.changed_plan import owner_first_for, whoever_is_free
from routing.plan import Plan

TAKEN: Final = ("accepted", "talking")
"""States of a call whose agent stands in the room: the caller is led there."""
ASIDE: Final = "over"
"""State of a call that stepped out of the line, or whose room is over."""
SILENT, FOR_THE_OWNER, CALL_ME, FOR_ANYBODY = "0", "1", "2", "3"
"""What a caller answered who was asked whether they would wait for the owner of their case."""


def plan_of(voice: VoiceBoard, place: Place, caller: Caller) -> Plan:
    """Who should answer. What the caller chose holds too when the floor has forgotten it."""
    plan = planned(voice, place, caller)
    if place.choice == FOR_THE_OWNER:
        return owner_first_for(plan, voice.policy.longest_owner_wait_seconds)
    return whoever_is_free(plan) if place.choice == FOR_ANYBODY else plan


def put_in_line(voice: VoiceBoard, place: Place, plan: Plan, *, most_waiting: int = 0) -> bool:
    """The call is on the floor, at its place; one that is known stays as it is, and one that stepped aside returns.

    False when so many wait already: then it is not on the floor. Raises FloorUnavailable.
    """
    moves = caller_waits(voice, place.call, plan, place_at=place.since, most_waiting=most_waiting)
    if not moves.changed and not moves.full:
        known = voice.floor.call(place.call)
        if known is not None and known.state == ASIDE:
            caller_returns(voice, place.call, plan=plan, why="stepped_back")
    return not moves.full
