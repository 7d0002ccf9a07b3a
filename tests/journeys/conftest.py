"""Telephones in the demo centre's world."""

import pytest

from simulator.sentences import Phone
from tests.world import NUMBER, World


@pytest.fixture
def phone(world: World) -> Phone:
    """Sentences about what callers and agents go through; time passes for the engine as well."""
    return Phone(world.sim, world.advance, number=NUMBER)
