"""Tabs that are closed, or were closed without a word."""

from simulator.devices.device import Device
from simulator.earpieces.earpiece import Earpiece
from simulator.exchange import Exchange

LOOKED_AFTER_SECONDS = 4.0
SILENT_SECONDS = 12.0
"""A tab asks every few seconds, also when nothing happens: one that has not for so long is gone."""


def close_tab(x: Exchange, one: Earpiece) -> None:
    """A browser client goes with its tab, and its call is over; a telephone in hand stays where it is."""
    x.earpieces.take_back(one)
    if isinstance(one.owner, Device) and one.owner.state != "destroyed":
        one.owner.destroy()


def look_after(x: Exchange, one: Earpiece) -> None:
    """See that a tab that falls silent is closed for it."""

    def look() -> None:
        if x.earpieces.lent.get(one.id) is not one:
            return
        if x.earpieces.wall() - one.seen_at > SILENT_SECONDS:
            close_tab(x, one)
        else:
            x.kernel.after(LOOKED_AFTER_SECONDS, look)

    x.kernel.after(LOOKED_AFTER_SECONDS, look)
