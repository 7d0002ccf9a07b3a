"""The people on the line."""

from simulator.people import more_steps

__all__ = ["more_steps"]
