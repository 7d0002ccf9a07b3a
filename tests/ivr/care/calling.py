"""A caller in a flow of a few nodes, on the real stores: what they press, what they hear, where they end."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cases.caller_id import parse_caller_id
from cases.identification import Caller, identify
from ivr.language.flow import Flow
from ivr.language.move import Heard, Question, Reach, Spoken
from ivr.language.release import Release
from ivr.performing import performing
from ivr.talking import interpreter
from ivr.talking.conversation import Conversation
from ivr.talking.turn import Scene, Turn
from ivr.voice_board import VoiceBoard
from records.database import open_database, reading
from records.errors import RecordsUnavailable
from routing.instants import to_ms

CALL = "CA" + "1" * 32
MEHMET = "+905321234567"
STRANGER = "+905559990000"


def words(text: str) -> dict[str, str]:
    return {"tr": text, "en": f"{text} (en)"}


def says(text: str, then: str = "anyone") -> dict[str, Any]:
    return {"say": words(text), "next": then}


def flow_of(**nodes: Any) -> Flow:
    """A flow that begins at `start`, with a person and the ends that tests lead to."""
    anyone = {"agent": {"queue": "destek"}}
    return Flow.model_validate(
        {"flow": "main", "start": "start", "person": "anyone", "nodes": {"anyone": anyone, **nodes}}
    )


def without_records(voice: VoiceBoard) -> VoiceBoard:
    """The same centre on the day its database cannot be reached."""
    return replace(voice, database=open_database("sqlite:////no/such/folder/sahip.sqlite"))


class Call:
    """One caller. `again` asks what was asked last a second time, as Twilio may."""

    def __init__(self, voice: VoiceBoard, flow: Flow, phone: str = STRANGER, call: str = CALL, **standing: Any) -> None:
        self.voice, self.phone = voice, phone
        self.release = Release({flow.flow: flow})
        start = Conversation(
            call=call, release=self.release.id, flow=flow.flow, node=flow.start, language="tr",
            since=to_ms(voice.clock()), **standing,
        )  # fmt: skip
        self._asked: tuple[Conversation, Heard | None] = (start, None)
        self.turn = self.again()

    def presses(self, digits: str) -> "Call":
        return self._answers(Heard(digits=digits))

    def is_silent(self) -> "Call":
        return self._answers(Heard())

    def says_after_the_beep(self, recording: str, digits: str = "") -> "Call":
        return self._answers(Heard(recording=recording, recorded_seconds=5, digits=digits))

    def _answers(self, heard: Heard) -> "Call":
        travelled = Conversation.carried(self.conversation.call, self.conversation.query())
        self._asked = (travelled, heard)
        self.turn = self.again()
        return self

    def again(self) -> Turn:
        conversation, heard = self._asked
        caller = self._caller()
        scene = Scene(release=self.release, caller=caller, now=self.voice.clock(), perform=performing(self.voice))
        if heard is None:
            return interpreter.begin(scene, conversation)
        return interpreter.hear(scene, conversation, heard)

    def _caller(self) -> Caller:
        caller_id = parse_caller_id(self.phone)
        try:
            with reading(self.voice.database) as session:
                return identify(session, caller_id)
        except RecordsUnavailable:
            return Caller(caller_id=caller_id)

    @property
    def conversation(self) -> Conversation:
        return self.turn.conversation

    @property
    def kept(self) -> Mapping[str, str]:
        return self.conversation.kept

    @property
    def heard(self) -> str:
        asked = self.turn.then.prompt if isinstance(self.turn.then, Question) else ()
        return " ".join(sound.text for sound in (*self.turn.sounds, *asked) if isinstance(sound, Spoken))

    @property
    def queue(self) -> str | None:
        return self.turn.then.queue if isinstance(self.turn.then, Reach) else None

    @property
    def nodes(self) -> list[str]:
        return [step.node for step in self.turn.visited]
