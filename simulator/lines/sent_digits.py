"""Keys the network presses for whoever has just answered (sendDigits)."""

from simulator.exchange import Exchange
from simulator.lines.ear import TONE_SECONDS
from simulator.lines.leg import Leg

PAUSES = {"w": 0.5, "W": 1.0}


async def send_digits(x: Exchange, leg: Leg, digits: str) -> None:
    """The network presses keys for whoever has just answered; w waits half a second, W a whole one."""
    if digits:
        x.tell("note", f"sends digits {digits}", leg, digits=digits)
    for digit in digits:
        if digit in PAUSES:
            await x.kernel.sleep(PAUSES[digit])
            continue
        leg.ear.begin(f"♪ {digit}", x.kernel.now(), TONE_SECONDS, kind="tone")
        if leg.far is not None and leg.far.keypad.listener is not None:
            leg.far.keypad.listener.press(digit)
        await x.kernel.sleep(TONE_SECONDS)
