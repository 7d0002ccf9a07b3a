"""The CRM's answer came after the caller had joined the line: whom it names is asked as well from now on."""

from callbacks.place import Place
from ivr.arrival import identified
from ivr.incoming import Incoming
from ivr.voice_board import VoiceBoard
from ivr.waiting_line import plan_of
from routing.arrival import plan_changes
from routing.call_on_floor import CallOnFloor
from routing.changed_plan import widened_by
from routing.plan import Reason


def see_to_a_late_owner(voice: VoiceBoard, incoming: Incoming, place: Place, call: CallOnFloor | None) -> None:
    """Once for a call, and only while nobody is its owner. No line that was open is closed."""
    if voice.outside.crm is None or call is None or call.state != "waiting" or call.owner or not place.owner:
        return
    caller = identified(voice, incoming)
    plan = plan_of(voice, place, caller) if caller.owned_elsewhere else None
    if plan is not None and plan.owner:
        plan = widened_by(plan, call.lines, reason=Reason(key="owner_came_late", args={"who": plan.owner}))
        plan_changes(voice, place.call, plan, why="owner_came_late", op=f"{place.call}:{place.round}:late_owner")
