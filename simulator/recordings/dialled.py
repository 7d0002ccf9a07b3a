"""Dial record: a recording of the parent call that begins with ringing, answer or bridge, and ends with the Dial."""

from dataclasses import dataclass

from simulator.lines.leg import Leg
from simulator.recordings.ordering import ordered_by
from simulator.recordings.recording import Recording, RecordingOrder
from simulator.recordings.reporting import recording_url
from simulator.recordings.taping import record_leg, stop_recording
from simulator.twiml.document import Verb
from simulator.twiml.program import Run

BEGINNINGS = {
    "true": "answered",
    "record-from-answer": "answered",
    "record-from-answer-dual": "answered",
    "record-from-ringing": "agent_ringing",
    "record-from-ringing-dual": "agent_ringing",
}


@dataclass(kw_only=True, eq=False)
class DialTape:
    """The recording of one Dial. It waits for a child of the leg to ring or answer, or for the leg to be bridged.

    `at_once` is the moment of the leg itself that is enough, as on the way into a conference.
    """

    run: Run
    begins_at: str
    at_once: str = ""
    order: RecordingOrder
    recording: Recording | None = None

    def watch(self, moment: str, leg: Leg) -> None:
        mine = leg.parent is self.run.leg
        bridged = leg is self.run.leg and moment in ("bridged", self.at_once)
        if bridged or (mine and moment in (self.begins_at, "answered")):
            self.begin()

    def begin(self) -> None:
        if self.recording is None:
            self.recording = record_leg(self.run.x, self.run.leg, self.order)

    def end(self) -> None:
        if self.watch in self.run.x.watchers:
            self.run.x.watchers.remove(self.watch)
        if self.recording is not None:
            stop_recording(self.run.x, self.recording)

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """What Dial's action is told."""
        return (("RecordingUrl", recording_url(self.run.x, self.recording)),) if self.recording else ()


def dial_tape(run: Run, verb: Verb) -> DialTape | None:
    """A tape for this Dial, if it is to be recorded. In a conference it runs from the entrance on."""
    wanted = verb.get("record")
    if wanted not in BEGINNINGS:
        return None
    channels = 2 if wanted.endswith("-dual") else 1
    order = ordered_by(run, verb, "DialVerb", channels=channels, track=verb.get("recordingTrack", "both"))
    in_room = any(noun.name == "Conference" for noun in verb.children)
    tape = DialTape(run=run, begins_at=BEGINNINGS[wanted], at_once="answered" if in_room else "", order=order)
    run.x.watchers.append(tape.watch)
    if in_room and run.leg.answered_at is not None:
        tape.begin()
    return tape
