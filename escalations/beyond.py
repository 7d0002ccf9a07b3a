"""What the worker and the clock do for escalations."""

from datetime import timedelta
from typing import Final

from callbacks.beyond import Beyond, Duty, SideCalls
from escalations.candidates import look_for_candidates
from escalations.end_of_case import see_to_closed_cases
from escalations.executive_calling import see_to_executive_cases
from escalations.following import see_to_escalations
from escalations.hold.looking import look_at_hold
from escalations.improvement_due import see_to_improvements
from escalations.listening.inviting import see_to_buddies
from escalations.listening.looking import listener_is_brought, look_at_listening, way_in_stands
from escalations.recording.looking import look_at_recording
from escalations.transfer.expert import expert_is_wanted
from escalations.transfer.looking import colleague_is_brought, look_at_transfer, search_stands
from escalations.under_way import see_to_what_is_under_way
from records.call_record import LISTENING, TRANSFER
from telephony.customer_number import EXPERT

ESCALATIONS: Final = Beyond(
    work={
        "transfer": look_at_transfer,
        "hold": look_at_hold,
        "listen": look_at_listening,
        "recording": look_at_recording,
    },
    duties=(
        Duty(name="see_to_what_is_under_way", every=timedelta(seconds=1), act=see_to_what_is_under_way),
        Duty(name="see_to_escalations", every=timedelta(seconds=5), act=see_to_escalations),
        Duty(name="see_to_buddies", every=timedelta(seconds=5), act=see_to_buddies),
        Duty(name="see_to_closed_cases", every=timedelta(seconds=5), act=see_to_closed_cases),
        Duty(name="see_to_improvements", every=timedelta(hours=1), act=see_to_improvements),
        Duty(name="see_to_executive_cases", every=timedelta(seconds=30), act=see_to_executive_cases),
        Duty(name="look_for_candidates", every=timedelta(minutes=1), act=look_for_candidates, thread="slow"),
    ),
    side_calls={
        TRANSFER: SideCalls(bring=colleague_is_brought, stands=search_stands),
        LISTENING: SideCalls(bring=listener_is_brought, stands=way_in_stands),
    },
    legs={EXPERT: expert_is_wanted},
)
