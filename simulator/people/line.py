"""What somebody does on a line, whoever they are: press a key, speak."""

from simulator.company import voice_carries
from simulator.exchange import Exchange
from simulator.leg import Leg


def press_key(x: Exchange, leg: Leg, key: str) -> None:
    """One key. While nothing listens it is lost, unless the network keeps it."""
    if leg.is_over:
        return
    listener = leg.keypad.listener
    x.tell("digits", f"presses {key}" + ("" if listener else " (nothing listens)"), leg, key=key)
    if listener is not None:
        listener.press(key)
    elif x.switches.keys_are_kept_for_the_next_gather:
        leg.keypad.kept += key


def speak(x: Exchange, leg: Leg, text: str) -> None:
    """Say something; what listens for speech has it once it is said. Somebody muted is not heard."""
    x.tell("speech", text, leg)
    x.kernel.after(len(text) / x.switches.letters_per_second, lambda: heard_by_all(x, leg, text))


def heard_by_all(x: Exchange, leg: Leg, text: str) -> None:
    listener = leg.keypad.listener
    if leg.is_over or leg.muted:
        return
    if listener is not None and listener.takes_speech:
        listener.speak(text)
    voice_carries(x, leg, text)
