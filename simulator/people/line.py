"""What somebody does on a line, whoever they are: press a key, speak."""

from simulator.exchange import Exchange
from simulator.lines.ear import TONE_SECONDS
from simulator.lines.keypad import Speaking
from simulator.lines.leg import Leg
from simulator.rooms.company import voice_carries, words_arrive
from simulator.rooms.earshot import far_keypads, listeners_of


def press_key(x: Exchange, leg: Leg, key: str) -> None:
    """One key. Whoever they talk to hears the tone. While nothing listens it is lost, unless the network keeps it."""
    if leg.is_over:
        return
    listeners = [each.keypad.listener for each in far_keypads(leg) if each.keypad.listener is not None]
    x.tell("digits", f"presses {key}" + ("" if listeners else " (nothing listens)"), leg, key=key)
    if leg.keypad.listener is None and x.switches.keys_are_kept_for_the_next_gather:
        leg.keypad.kept += key
    for other in listeners_of(leg):
        other.ear.begin(f"♪ {key}", x.kernel.now(), TONE_SECONDS, kind="tone")
    for listener in listeners:
        listener.press(key)


def speak(x: Exchange, leg: Leg, text: str) -> None:
    """Say something; what listens for speech has it once it is said. Somebody muted is not heard."""
    x.kernel.after(begin_to_speak(x, leg, text), lambda: words_arrive(leg, text))


def begin_to_speak(x: Exchange, leg: Leg, text: str) -> float:
    """The words are on their way to whoever hears them. Returns how many seconds they take."""
    x.tell("speech", text, leg, heard_by=[other.name for other in listeners_of(leg)])
    seconds = voice_carries(x, leg, text)
    speaking = Speaking(text=text, begun_at=x.kernel.now(), seconds=seconds)
    for each in far_keypads(leg) if not leg.muted else []:
        each.keypad.begin_to_speak(speaking)
    return seconds
