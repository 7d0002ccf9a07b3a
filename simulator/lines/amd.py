"""Answering machine detection: listening to whoever picked up, and saying what it takes them for."""

from dataclasses import dataclass

from simulator.exchange import Exchange
from simulator.lines.leg import Ask, Leg
from simulator.people.person import Ring
from simulator.switches import Switches
from simulator.wire.callback import send_callback

HELLO_SECONDS = 1.2
"""How long a person speaks when picking up."""
FAX_SECONDS = 1.0
BEEP_SECONDS = 0.5
MACHINE_ENDS = {"beep": "machine_end_beep", "silence": "machine_end_silence", "other": "machine_end_other"}


@dataclass(frozen=True, kw_only=True)
class Detection:
    """What to listen for. Times are in seconds; `message_end` waits for the end of a machine's greeting.

    `heard` is the end of what a person says at first, `speech` how long speech must be to be a machine's. With a
    `callback` the result goes there while the call goes on.
    """

    message_end: bool = False
    timeout: float = 30.0
    speech: float = 2.4
    speech_end: float = 1.2
    silence: float = 5.0
    callback: Ask | None = None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What it takes the answerer for (AnsweredBy), and how many seconds it listened."""

    answered_by: str
    seconds: float


def judge(detection: Detection, ring: Ring, switches: Switches) -> Verdict:
    """What detection says of somebody who picks up like this. It may be told to be wrong (`Ring.amd`)."""
    verdict = _verdict(detection, ring, switches)
    if detection.message_end and verdict.seconds > detection.timeout:
        return Verdict(answered_by="unknown", seconds=detection.timeout)
    return verdict


def _verdict(detection: Detection, ring: Ring, switches: Switches) -> Verdict:
    belief = ring.amd or _truth(detection, ring, switches)
    think = switches.amd_thinking_seconds
    if belief == "human":
        return Verdict(answered_by=belief, seconds=HELLO_SECONDS + detection.speech_end + think)
    if belief == "fax":
        return Verdict(answered_by=belief, seconds=FAX_SECONDS + think)
    if belief == "unknown":
        return Verdict(answered_by=belief, seconds=detection.silence)
    started = detection.speech + think
    if not detection.message_end:
        return Verdict(answered_by="machine_start", seconds=started)
    end = belief if belief in MACHINE_ENDS.values() else MACHINE_ENDS[ring.greeting_ends]
    pause = BEEP_SECONDS if end == "machine_end_beep" else detection.speech_end
    return Verdict(answered_by=end, seconds=max(started, _greeting_seconds(ring, switches) + pause))


def _truth(detection: Detection, ring: Ring, switches: Switches) -> str:
    if ring.outcome == "voicemail":
        short = _greeting_seconds(ring, switches) < detection.speech
        return "human" if short and switches.short_greeting_is_taken_for_human else "machine_start"
    return {"fax": "fax", "says_nothing": "unknown"}.get(ring.outcome, "human")


def _greeting_seconds(ring: Ring, switches: Switches) -> float:
    return len(ring.greeting) / switches.letters_per_second


async def detect(x: Exchange, leg: Leg, detection: Detection) -> str:
    """Listen for as long as it takes; the call waits meanwhile. Returns AnsweredBy."""
    verdict = judge(detection, leg.answerer or Ring(), x.switches)
    await x.kernel.sleep(verdict.seconds)
    leg.answered_by = verdict.answered_by
    x.tell("note", f"answered by {verdict.answered_by}", leg, seconds=verdict.seconds)
    return verdict.answered_by


def detect_beside(x: Exchange, leg: Leg, detection: Detection) -> None:
    """Listen while the call goes on, and tell the callback once: the verdict, or that they hung up before it."""
    began = x.kernel.now()
    listening = x.kernel.spawn(detect, x, leg, detection)
    leg.sidelines.append(listening)

    def heard(answered_by: str | None) -> None:
        wanted = answered_by is not None or x.switches.amd_reports_after_hang_up
        if detection.callback is not None and wanted:
            _report(x, leg, detection.callback, (x.kernel.now() - began).total_seconds())

    listening.done.then(heard)


def _report(x: Exchange, leg: Leg, callback: Ask, seconds: float) -> None:
    params = [
        ("CallSid", leg.sid),
        ("AccountSid", x.account.sid),
        ("AnsweredBy", leg.answered_by or "unknown"),
        ("MachineDetectionDuration", str(round(seconds * 1000))),
    ]
    send_callback(x, callback, leg, params, "amd")
