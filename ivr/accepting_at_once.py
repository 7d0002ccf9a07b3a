"""The key of an agent who takes the caller, answered in one step of the floor: every conversation waits for it.

All it needs stands in the address that the whisper gave out. Whatever is not as usual is left to the longer way, which
asks one thing after the other and answers the same.
"""

from functools import partial

from callbacks.dialler.floor_name import is_callback
from ivr.incoming import Incoming
from ivr.meeting import ACCEPTS, CALLER, LANGUAGE, room_for_agent, room_for_calling
from ivr.phrases import LANGUAGES
from ivr.recorded import RECORDED
from ivr.voice_board import VoiceBoard
from records.call_record import is_of_the_side
from routing.errors import EpochChanged, FloorUnavailable
from telephony.errors import TwimlInvalid
from telephony.proven import Proven
from telephony.treatment import Hangup
from telephony.twiml import render


class AcceptingAtOnce:
    """Make one per process: what does not change from call to call is rendered once."""

    def __init__(self, voice: VoiceBoard) -> None:
        self._voice = voice
        self._rooms = {
            (calling, recorded): Proven.of(partial(room, voice.urls, recorded=recorded), 3)
            for calling, room in ((False, room_for_agent), (True, room_for_calling))
            for recorded in (False, True)
        }
        """By whether it is for calling somebody, and whether it is recorded."""
        self._too_late = {
            language: render((voice.phrases.say("caller_gone", language), Hangup())) for language in LANGUAGES
        }
        self._unknown = render((Hangup(),))

    def answer(self, incoming: Incoming, reservation: str) -> str | None:
        """The answer, kept; or None, and nothing done, where the longer way has to be gone. Raises EpochChanged."""
        query = incoming.query
        caller, too_late = query.get(CALLER), self._too_late.get(query.get(LANGUAGE, ""))
        if incoming.fields.get("Digits") != ACCEPTS or not caller or not too_late or is_of_the_side(caller):
            return None
        try:
            room = self._rooms[is_callback(caller), RECORDED in query]
            accepted = room.filled(caller, reservation, query.get("attempt", ""))
            answers = {"accepted": accepted, "too_late": too_late, "unknown": self._unknown}
            return self._voice.floor.accept_and_answer(
                reservation,
                leg=incoming.call,
                caller=caller,
                key=incoming.key(),
                answers=answers,
                now=self._voice.clock(),
            )
        except EpochChanged:
            raise
        except (FloorUnavailable, TwimlInvalid):
            return None
