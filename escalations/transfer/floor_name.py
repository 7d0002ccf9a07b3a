"""How the floor names the search for a colleague: like a call of its own, told apart by its first letters."""

from records.call_record import TRANSFER, is_stay_of_transfer


def floor_name(transfer: str) -> str:
    """Out of the transfer's id of 32 hexadecimal digits."""
    return f"{TRANSFER}{transfer}"


def is_transfer(call: str | None) -> bool:
    """Whether the floor's call is a colleague's way into a conversation, and nobody's who rang in."""
    return is_stay_of_transfer(call)


def transfer_named(call: str) -> str:
    """The transfer's id."""
    return call.removeprefix(TRANSFER)
