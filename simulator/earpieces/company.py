"""Which tabs are to be joined by sound, and what the network itself lets each of them hear."""

from collections.abc import Iterable
from typing import Any

from simulator.earpieces.earpiece import Earpiece
from simulator.lines.leg import Leg
from simulator.rooms.earshot import listeners_of


def peers_of(one: Earpiece, everybody: Iterable[Earpiece]) -> list[dict[str, Any]]:
    """Whoever hears this tab's person or is heard by them: mute, hold and whisper are the network's to decide."""
    if one.leg is None:
        return []
    told = [(other, _hears(other.leg, one.leg), _hears(one.leg, other.leg)) for other in everybody if other is not one]
    return [
        {"id": other.id, "name": _name(other), "hears_me": hears_me, "heard": heard}
        for other, hears_me, heard in told
        if hears_me or heard
    ]


def _hears(ear: Leg | None, mouth: Leg | None) -> bool:
    return ear is not None and mouth is not None and ear in listeners_of(mouth)


def _name(one: Earpiece) -> str:
    leg = one.leg
    return (leg.name or leg.from_) if leg else ""
