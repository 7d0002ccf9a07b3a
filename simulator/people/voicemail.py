"""A voicemail box: it answers like a person, speaks, records, and presses nothing."""

from simulator.calls import leg_ends
from simulator.company import voice_carries
from simulator.exchange import Exchange
from simulator.leg import Leg

LONGEST_MESSAGE_SECONDS = 60.0


async def play_voicemail(x: Exchange, leg: Leg, greeting: str, beeps: bool = True) -> None:
    x.tell("speech", f"(voicemail) {greeting}", leg)
    voice_carries(x, leg, greeting)
    await x.kernel.sleep(len(greeting) / x.switches.letters_per_second)
    if beeps:
        x.tell("speech", "(voicemail) *beep*", leg)
    await x.kernel.sleep(LONGEST_MESSAGE_SECONDS)
    leg_ends(x, leg, by="voicemail full")
