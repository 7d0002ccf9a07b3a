"""The caller's own words, left for somebody to hear."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar, Final

from pydantic import Field

from ivr.language.move import Do, Effect, Go, HangUp, Heard, Move, Outcome, Record
from ivr.language.node import Named, Node, Prompt, Way
from ivr.language.part import NodeName, Part, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

GONE: Final = "hangup"
"""What the network says was keyed in when the caller hung up while they were recorded."""


@dataclass(frozen=True, kw_only=True)
class KeepVoicemail(Effect):
    """Put the recording on the caller's case, and promise to call back within so many open hours.

    The outcome is `left`, with `due` where there is a number to call back.
    """

    recording: str
    seconds: int
    queue: str
    owner: bool
    hours: str
    within_hours: int
    promise: str
    gone: bool
    heard: str = ""
    """What they were told before the beep."""


class Voicemail(Part):
    """`say` is heard before the beep. The hash key, silence or hanging up ends the message; 0 is a person.

    Whoever has the case, with `owner`, or else somebody of `queue` calls back within `within_hours` hours in which the
    calendar `hours` is open; `promise` is what stands in the ledger of promises. `thanks` may say `{due}`; callers
    without a number hear `no_number` instead.
    """

    say: Words
    queue: NodeName
    owner: bool = True
    hours: NodeName
    within_hours: Annotated[int, Field(ge=1, le=80)] = 8
    promise: Words
    thanks: Words
    no_number: Words | None = None
    seconds: Annotated[int, Field(ge=10, le=600)] = 120


class VoicemailNode(Node):
    """The caller leaves a message; it is on a case, with a promise to call back, before they are thanked for it."""

    kind: ClassVar[str] = "voicemail"
    voicemail: Voicemail
    next: NodeName

    def ways(self) -> tuple[Way, ...]:
        return (Way(label="next", to=self.next, where=("next",)),)

    def prompts(self) -> tuple[Prompt, ...]:
        said = self.voicemail
        return (
            Prompt(words=said.say, where=("voicemail", "say")),
            Prompt(words=said.thanks, where=("voicemail", "thanks")),
            *((Prompt(words=said.no_number, where=("voicemail", "no_number")),) if said.no_number else ()),
        )

    def names(self) -> tuple[Named, ...]:
        return (
            Named(what="queue", name=self.voicemail.queue, where=("voicemail", "queue")),
            Named(what="calendar", name=self.voicemail.hours, where=("voicemail", "hours")),
        )

    def fills(self) -> frozenset[str]:
        return frozenset({"due"})

    def listens(self) -> bool:
        return True

    def enter(self, talk: "Talk") -> Record:
        """While they speak, time does not count against the caller's patience."""
        until = talk.now + timedelta(seconds=self.voicemail.seconds)
        recording = talk.at(phase="recording", since=round(until.timestamp() * 1000))
        return Record(
            seconds=self.voicemail.seconds,
            sounds=(talk.say(self.voicemail.say),),
            conversation=recording.again(),
        )

    def hear(self, talk: "Talk", heard: Heard) -> Move | None:
        gone = heard.digits == GONE
        if not heard.recording or not heard.recorded_seconds:
            return HangUp() if gone else None
        asked = self.voicemail
        return Do(
            KeepVoicemail(
                recording=heard.recording,
                seconds=heard.recorded_seconds,
                queue=asked.queue,
                owner=asked.owner,
                hours=asked.hours,
                within_hours=asked.within_hours,
                promise=asked.promise.spoken_in(talk.flow.language)[0],
                gone=gone,
                heard=talk.say(asked.say).text,
            )
        )

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Move:
        if isinstance(effect, KeepVoicemail) and effect.gone:
            return HangUp()
        if outcome.way != "left":
            return super().done(talk, effect, outcome)
        words = self.voicemail.thanks if "due" in outcome.values else self.voicemail.no_number
        return Go(to=self.next, sounds=(talk.say(words, outcome.values),) if words else ())
