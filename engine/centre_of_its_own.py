"""A centre for one scripted call alone: on virtual time and stores of its own, under rules that the demo has not."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from engine.centre import Centre, read_centre
from engine.demo_promises import promise_in_the_demo
from engine.demo_register import open_register
from engine.first_release import see_to_first_release
from engine.in_silence import in_silence
from engine.script_rules import rules_told, under_rules
from engine.scripted_call import Script
from engine.shipped import shipped
from engine.simulated_centre import SimulatedCentre
from engine.simulated_stage import SimulatedStage
from engine.simulated_stores import simulated_stores
from records.database import writing

WHY: Final = {
    "tr": "Demoda değil, kendine ait bir merkezde, hızlandırılmış zamanla oynanır; çünkü demoda olmayan kuralları var:",
    "en": "Played in a centre of its own, on virtual time, and not in the demo: it has rules that the demo has not:",
}


@contextmanager
def centre_of_its_own(script: Script) -> Iterator[SimulatedStage]:
    """The shipped centre under the script's rules, with the demo's people and cases; gone when the block ends."""
    with in_silence(), simulated_stores() as settings:
        centre = under_rules(read_centre(shipped("centre")), script.rules)
        simulated = SimulatedCentre(settings, centre=centre)
        simulated.open()
        furnish(simulated, centre)
        try:
            yield SimulatedStage(simulated)
        finally:
            simulated.voice.database.dispose()


def furnish(simulated: SimulatedCentre, centre: Centre) -> None:
    """What scripts find beside people, customers and cases: the register, a promise or two, and flows in force."""
    with writing(simulated.voice.database) as session:
        open_register(session, shipped("centre") / "demo", secret=simulated.voice.secret, now=simulated.clock())
        promise_in_the_demo(session, centre.care.visits, simulated.clock())
    see_to_first_release(simulated.voice.database, centre, simulated.clock())


def why_in_a_centre_of_its_own(script: Script, language: str) -> list[str]:
    """What people are told before it begins."""
    return [WHY[language], *(f"  · {rule}" for rule in rules_told(script.rules))]
