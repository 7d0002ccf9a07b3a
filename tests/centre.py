"""The demo centre's people, customers and cases, and a key to the API."""

from tests.world import World


def open_the_centre(world: World) -> None:
    world.open()
