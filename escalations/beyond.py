"""What the worker and the clock do for escalations."""

from datetime import timedelta
from typing import Final

from callbacks.beyond import Beyond, Duty, SideCalls
from cases.conversation_recording import RECORDINGS_WATCHED
from escalations.candidates import look_for_candidates
from escalations.end_of_case import CLOSED_CASES, see_to_closed_cases
from escalations.executive_calling import EXECUTIVE_CASES_CALLED, see_to_executive_cases
from escalations.following import ESCALATIONS_UNANSWERED, see_to_escalations
from escalations.hands import see_to_hands
from escalations.hold.hold import HOLDS_WATCHED
from escalations.hold.looking import look_at_hold, see_to_holds
from escalations.improvement_due import see_to_improvements
from escalations.listening.inviting import BUDDIES_NOT_CALLED, see_to_buddies
from escalations.listening.listening import LISTENINGS_WATCHED
from escalations.listening.looking import listener_is_brought, look_at_listening, see_to_listenings, way_in_stands
from escalations.raised_hand import HANDS_UP
from escalations.recording.looking import look_at_recording, see_to_recordings
from escalations.transfer.expert import expert_is_wanted
from escalations.transfer.looking import colleague_is_brought, look_at_transfer, search_stands, see_to_transfers
from escalations.transfer.transfer import TRANSFERS_WATCHED
from records.call_record import LISTENING, TRANSFER
from telephony.customer_number import EXPERT

AT_ONCE: Final = timedelta(seconds=1)
"""What is under way in conversations. None of it asks the network: that is for the workers."""
SOON: Final = timedelta(seconds=5)

ESCALATIONS: Final = Beyond(
    work={
        "transfer": look_at_transfer,
        "hold": look_at_hold,
        "listen": look_at_listening,
        "recording": look_at_recording,
    },
    duties=(
        Duty(name="see_to_transfers", every=AT_ONCE, act=see_to_transfers, there_is=TRANSFERS_WATCHED),
        Duty(name="see_to_holds", every=AT_ONCE, act=see_to_holds, there_is=HOLDS_WATCHED),
        Duty(name="see_to_listenings", every=AT_ONCE, act=see_to_listenings, there_is=LISTENINGS_WATCHED),
        Duty(name="see_to_recordings", every=AT_ONCE, act=see_to_recordings, there_is=RECORDINGS_WATCHED),
        Duty(name="see_to_hands", every=AT_ONCE, act=see_to_hands, there_is=HANDS_UP),
        Duty(name="see_to_escalations", every=SOON, act=see_to_escalations, there_is=ESCALATIONS_UNANSWERED),
        Duty(name="see_to_buddies", every=SOON, act=see_to_buddies, there_is=BUDDIES_NOT_CALLED),
        Duty(name="see_to_closed_cases", every=SOON, act=see_to_closed_cases, there_is=CLOSED_CASES),
        Duty(name="see_to_improvements", every=timedelta(hours=1), act=see_to_improvements),
        Duty(
            name="see_to_executive_cases",
            every=timedelta(seconds=30),
            act=see_to_executive_cases,
            there_is=EXECUTIVE_CASES_CALLED,
        ),
        Duty(name="look_for_candidates", every=timedelta(minutes=1), act=look_for_candidates, thread="slow"),
    ),
    side_calls={
        TRANSFER: SideCalls(bring=colleague_is_brought, stands=search_stands),
        LISTENING: SideCalls(bring=listener_is_brought, stands=way_in_stands),
    },
    legs={EXPERT: expert_is_wanted},
)
