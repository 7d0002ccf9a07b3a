"""The network's clock: what time it is there, and leaping to another time."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint

from simulator.control.given import given, given_seconds
from simulator.simulator import Simulator

LONGEST_LEAP = timedelta(days=400)


def register_clock(api: Blueprint, sim: Simulator) -> None:
    @api.get("/clock")
    def clock() -> dict[str, Any]:
        return _clock_json(sim)

    @api.post("/clock")
    def leap() -> dict[str, Any]:
        """`{"leap_seconds": 600}` or `{"to": "2026-12-06T03:00:00+03:00"}`."""
        seconds = _wanted_seconds(given(known=("leap_seconds", "to")), sim.clock())
        if not 0 <= seconds <= LONGEST_LEAP.total_seconds():
            raise ValueError(f"time goes on, never back, and by at most {LONGEST_LEAP.days} days at once")
        sim.leap(seconds)
        return _clock_json(sim)


def _wanted_seconds(told: dict[str, Any], now: datetime) -> float:
    if "to" in told:
        to = _moment(told["to"])
        if to.tzinfo is None:
            raise ValueError("`to` needs its distance to UTC, as in 2026-12-06T03:00:00+03:00")
        return (to - now).total_seconds()
    if "leap_seconds" in told:
        return given_seconds(told, "leap_seconds")
    raise ValueError("give `leap_seconds` or `to`")


def _moment(told: object) -> datetime:
    try:
        return datetime.fromisoformat(str(told))
    except ValueError:
        raise ValueError("`to` is a moment, as in 2026-12-06T03:00:00+03:00") from None


def _clock_json(sim: Simulator) -> dict[str, Any]:
    return {"now": sim.clock().isoformat(), "speed": getattr(sim.clock, "speed", None)}
