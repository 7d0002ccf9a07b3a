"""The centre that is shipped, read once for each process: it takes half a second, and nothing in it ever changes."""

from functools import cache

from engine.centre import Centre, read_centre
from engine.shipped import shipped


@cache
def shipped_centre() -> Centre:
    return read_centre(shipped("centre"))
