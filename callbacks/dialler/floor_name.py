"""How the floor names a callback that stands in line: like a call of its own, told apart by its first letters."""

from records.call_record import STAY, is_stay_of_callback


def floor_name(new_id: str) -> str:
    """A name for one stay in line, out of a fresh id of 32 hexadecimal digits."""
    return f"{STAY}{new_id}"


def is_callback(call: str | None) -> bool:
    """Whether the floor's call is a callback, not somebody who rang in."""
    return is_stay_of_callback(call)
