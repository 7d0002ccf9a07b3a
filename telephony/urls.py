"""Every URL we hand to Twilio, in one place. All are absolute and of plain ASCII, so that their signatures check."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote_plus

_PLAIN: Final = re.compile(r"[A-Za-z0-9_.~-]*")
"""What stands in a query as it is: most of what we write there."""


@dataclass(frozen=True, kw_only=True)
class Urls:
    """The canonical public address of this engine; never taken from a request's headers."""

    public: str

    def calendar(self, token: str) -> str:
        """Where a calendar programme reads an agent's callbacks."""
        return f"{self.public}/calendar/{token}.ics"

    def wall(self, token: str) -> str:
        """A screen on a wall."""
        return f"{self.public}/wall/{token}"

    def flow(self, call: str, **conversation: str) -> str:
        return self._voice("calls", call, "flow", **conversation)

    def wait(self, call: str, **place: str) -> str:
        return self._voice("calls", call, "wait", **place)

    def wish(self, call: str, **place: str) -> str:
        """Asked for when a waiting caller pressed a key."""
        return self._voice("calls", call, "wish", **place)

    def queue_exit(self, call: str, **place: str) -> str:
        return self._voice("calls", call, "queue-exit", **place)

    def room(self, call: str, **place: str) -> str:
        """Where a caller taken out of the queue is sent: into the room."""
        return self._voice("calls", call, "room", **place)

    def room_events(self, call: str) -> str:
        return self._voice("calls", call, "room-events")

    def recording_events(self, call: str) -> str:
        """Where the network tells how the recording of a caller's words fares."""
        return self._voice("calls", call, "recording-events")

    def room_recording(self, call: str) -> str:
        """Where the network tells how the recording of a room fares."""
        return self._voice("calls", call, "room-recording")

    def departure(self, call: str, **place: str) -> str:
        """Asked for when the caller has left the room and is still on the line."""
        return self._voice("calls", call, "departure", **place)

    def return_to_agent(self, call: str, **place: str) -> str:
        return self._voice("calls", call, "return", **place)

    def flow_call(self, flow_call: str, attempt: str) -> str:
        """What somebody hears whom we called to hear a flow."""
        return self._voice("flow-calls", flow_call, "answer", attempt=attempt)

    def flow_call_fallback(self, flow_call: str, attempt: str, **known: str) -> str:
        """Asked when a document of somebody we called cannot be had: so are the two others named so."""
        return self._voice("flow-calls", flow_call, "fallback", attempt=attempt, **known)

    def flow_call_status(self, flow_call: str, attempt: str) -> str:
        return self._voice("flow-calls", flow_call, "leg-status", attempt=attempt)

    def callback_answerer(self, callback: str, attempt: str) -> str:
        """Where the network tells whether a person or a machine picked up the call we owed them."""
        return self._voice("callbacks", callback, "answerer", attempt=attempt)

    def callback_message(self, callback: str, attempt: str) -> str:
        """What a machine is told that picked up."""
        return self._voice("callbacks", callback, "message", attempt=attempt)

    def callback_answer(self, callback: str, attempt: str, **known: str) -> str:
        """What the customer hears whom we call back. `known` is what need not be asked of a store then."""
        return self._voice("callbacks", callback, "answer", attempt=attempt, **known)

    def callback_fallback(self, callback: str, attempt: str, **known: str) -> str:
        return self._voice("callbacks", callback, "fallback", attempt=attempt, **known)

    def callback_leg_status(self, callback: str, attempt: str, **known: str) -> str:
        return self._voice("callbacks", callback, "leg-status", attempt=attempt, **known)

    def callback_departure(self, callback: str, attempt: str, **known: str) -> str:
        """Asked for when a customer we called has left the room and is still on the line."""
        return self._voice("callbacks", callback, "departure", attempt=attempt, **known)

    def callback_return(self, callback: str, attempt: str, **known: str) -> str:
        return self._voice("callbacks", callback, "return", attempt=attempt, **known)

    def callback_wait(self, floor_call: str, **known: str) -> str:
        """What whoever is alone in the room of a callback hears, the agent or the customer."""
        return self._voice("callbacks", floor_call, "wait", **known)

    def word_to_agent(self, reservation: str, word: str) -> str:
        """What an agent hears last about a callback that reached nobody."""
        return self._voice("reservations", reservation, "word", w=word)

    def whisper(self, reservation: str, attempt: str) -> str:
        return self._voice("reservations", reservation, "whisper", attempt=attempt)

    def agent_fallback(self, reservation: str, attempt: str, **known: str) -> str:
        return self._voice("reservations", reservation, "fallback", attempt=attempt, **known)

    def acceptance(self, reservation: str, attempt: str, **known: str) -> str:
        """Asked for with the agent's key. What we know here already need not be asked for then."""
        return self._voice("reservations", reservation, "acceptance", attempt=attempt, **known)

    def refusal(self, reservation: str, attempt: str, *, language: str) -> str:
        """Where an agent who declined says why."""
        return self._voice("reservations", reservation, "refusal", attempt=attempt, language=language)

    def agent_departure(self, reservation: str, attempt: str, room: str) -> str:
        """Asked for when the agent has left the room of this call, or callback, and is still on the line."""
        return self._voice("reservations", reservation, "departure", attempt=attempt, room=room)

    def agent_other_room(self, reservation: str) -> str:
        """Where an agent is sent who stands in the room of a callback whose customer has rung in."""
        return self._voice("reservations", reservation, "other-room")

    def colleague_room(self, reservation: str, attempt: str, **known: str) -> str:
        """Where a colleague who accepted goes into the room of somebody's conversation, once more too."""
        return self._voice("reservations", reservation, "colleague-room", attempt=attempt, **known)

    def colleague_departure(self, reservation: str, attempt: str, **known: str) -> str:
        """Asked for when a colleague has left that room and is still on the line."""
        return self._voice("reservations", reservation, "colleague-departure", attempt=attempt, **known)

    def hold(self, call: str, **heard: str) -> str:
        """What a customer hears whom their agent has put on hold."""
        return self._voice("hold", call, **heard)

    def transfer_customer(self, transfer: str, **heard: str) -> str:
        """All that a customer hears while a colleague is brought: what it is depends on how far that is."""
        return self._voice("transfers", transfer, "customer", **heard)

    def transfer_wish(self, transfer: str, **asked: str) -> str:
        """Asked for with the key of a customer on hold."""
        return self._voice("transfers", transfer, "wish", **asked)

    def transfer_agent(self, transfer: str, **heard: str) -> str:
        """What an agent on hold hears meanwhile; with `who` a colleague."""
        return self._voice("transfers", transfer, "agent", **heard)

    def transfer_menu(self, transfer: str, who: str, **known: str) -> str:
        """Asked for with the key of who left the room by the star key."""
        return self._voice("transfers", transfer, "menu", who=who, **known)

    def expert(self, transfer: str, attempt: str, step: str = "expert", **known: str) -> str:
        """What somebody outside hears who is asked into a conversation: one word more for each step of it."""
        return self._voice("transfers", transfer, step, attempt=attempt, **known)

    def desk(self, reservation: str, *, held: int) -> str:
        """Where an agent's browser asks again to take a caller."""
        return self._voice("desk", reservation=reservation, held=str(held))

    def leg_status(self, reservation: str, attempt: str) -> str:
        return self._voice("reservations", reservation, "leg-status", attempt=attempt)

    def message_status(self, message: str) -> str:
        """Where the network tells how a text message of ours fares."""
        return f"{self.public}/messages/status?{_encoded({'m': message})}"

    def audio(self, name: str) -> str:
        return f"{self.public}/voice/audio/{name}"

    def _voice(self, *path: str, **query: str) -> str:
        address = "/".join((self.public, "voice", *path))
        return f"{address}?{_encoded(query)}" if query else address


def _encoded(query: Mapping[str, str]) -> str:
    return "&".join([f"{_quoted(name)}={_quoted(value)}" for name, value in query.items()])


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else quote_plus(text)
