"""A voicemail box: it answers like a person, speaks, records, and presses nothing."""

from datetime import datetime

from simulator.exchange import Exchange
from simulator.lines.calls import leg_ends
from simulator.lines.leg import Leg
from simulator.rooms.company import voice_carries

LONGEST_MESSAGE_SECONDS = 60.0


async def play_voicemail(x: Exchange, leg: Leg, greeting: str, beeps: bool = True) -> None:
    x.tell("speech", f"(voicemail) {greeting}", leg)
    voice_carries(x, leg, greeting)
    await x.kernel.sleep(len(greeting) / x.switches.letters_per_second)
    if beeps:
        x.tell("speech", "(voicemail) *beep*", leg)
    began = x.kernel.now()
    leg.ended.then(lambda _: _keep_message(x, leg, began))
    await x.kernel.sleep(LONGEST_MESSAGE_SECONDS)
    leg_ends(x, leg, by="voicemail full")


def _keep_message(x: Exchange, leg: Leg, began: datetime) -> None:
    """What was said to the machine after its greeting, as far as it got."""
    heard = [one.text for one in leg.ear.utterances if one.started_at >= began and one.kind in ("say", "voice")]
    seconds = (x.kernel.now() - began).total_seconds()
    x.tell("note", f"(voicemail) kept {seconds:.0f} s: {' '.join(heard) or '(silence)'}", leg, words=heard)
