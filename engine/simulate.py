"""`sahip simulate`: hours of a centre as fast as this machine can, and what came of them."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass

from engine.brisk_centre import BriskCentre
from engine.in_silence import in_silence
from engine.simulated_centre import SimulatedCentre
from engine.simulated_day import FAULTS, Figures, SimulatedDay
from engine.simulated_stores import simulated_stores
from engine.standing import what_stands_stays

WORDS = {
    "tr": ("Saat", "Aramalar", "Cevaplanan", "Sahibinin cevapladığı", "Vazgeçen", "Başarısız", "Sunucu hataları"),
    "en": ("Hours", "Calls", "Answered", "Answered by owner", "Abandoned", "Failed", "Server errors"),
}
SPEED = {"tr": "Dakikada simüle edilen saat", "en": "Hours simulated in a minute"}
VERDICT = {
    "tr": ("Kimse kaybolmadı.", "BOZULAN SÖZLER:"),
    "en": ("Nobody was lost.", "BROKEN PROMISES:"),
}


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """A day's figures, and the seconds it took: on the wall, and of this process's own work."""

    figures: Figures
    wall_seconds: float
    cpu_seconds: float

    @property
    def hours_per_minute(self) -> float:
        return self.figures.hours / self.wall_seconds * 60


def faults_named(text: str) -> tuple[str, ...]:
    """Faults from a list with commas; `all` are those a centre must survive. Raises ValueError."""
    if text.strip() == "all":
        return FAULTS
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in FAULTS:
            raise ValueError(f"{name} is none of {', '.join(FAULTS)}")
    return names


def simulate(*, hours: float, seed: int, calls_per_hour: float, faults: Sequence[str] = ()) -> Simulated:
    """Hours at the demo centre, on stores of its own. With faults its clock is as watchful as a real one."""
    with in_silence(), simulated_stores() as settings:
        kind = SimulatedCentre if faults else BriskCentre
        centre = kind(settings, seed=seed)
        centre.open()
        day = SimulatedDay(centre, seed=seed, calls_per_hour=calls_per_hour, faults=faults)
        with what_stands_stays():
            wall, cpu = time.monotonic(), time.process_time()
            figures = day.run(hours)
            wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        centre.voice.database.dispose()
    return Simulated(figures=figures, wall_seconds=wall, cpu_seconds=cpu)


def speed_told(simulated: Simulated, lang: str) -> str:
    """How fast this machine was: the only line that differs when the same seed is simulated again."""
    return f"{SPEED[lang]:<30}{simulated.hours_per_minute:>10.1f}"


def told(simulated: Simulated, *, as_json: bool, lang: str) -> str:
    """The summary people read, or the same as JSON."""
    figures = simulated.figures
    if as_json:
        speed = {"wall_seconds": round(simulated.wall_seconds, 2), "cpu_seconds": round(simulated.cpu_seconds, 2)}
        return json.dumps({**vars(figures), **speed}, ensure_ascii=False)
    abandoned = sum(count for name, count in figures.outcomes.items() if "abandoned" in name or name.startswith("gone"))
    values = (
        f"{figures.hours:g}",
        str(figures.calls),
        str(figures.outcomes["answered"]),
        str(figures.answered_by_owner),
        str(abandoned),
        str(figures.outcomes["failed"]),
        str(figures.server_errors),
    )
    lines = [f"{word:<30}{value:>10}" for word, value in zip(WORDS[lang], values, strict=True)]
    fine, broken = VERDICT[lang]
    return "\n".join([*lines, "", *((broken, *figures.broken) if figures.broken else (fine,))])
