"""A centre for a test: the shipped one, with flows of the test's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ruamel.yaml import YAML

from engine.centre import Centre
from ivr.language.flow import Flow
from ivr.publishing.written_flow import WrittenFlow
from tests.centre import open_the_centre
from tests.shipped_centre import shipped_centre
from tests.world import NUMBER, World


def flow_of(text: str) -> Flow:
    """The flow written in this YAML."""
    return Flow.model_validate(YAML(typ="safe").load(text))


def centre_with(*texts: str, **policy: Any) -> Centre:
    """The first flow answers our number; `policy` are rules that differ from the shipped ones."""
    centre = shipped_centre()
    flows = [WrittenFlow(flow=flow_of(text), source=text) for text in texts]
    return replace(
        centre,
        policy=replace(centre.policy, **policy),
        written={**centre.written, **{one.name: one for one in flows}},
        flow_of_number={NUMBER: flows[0].name},
    )


@contextmanager
def world_with(database_url: str, redis_url: str, centre: Centre) -> Iterator[World]:
    """The demo centre's people and customers under this centre's rules and flows."""
    world = World(database_url, redis_url, centre=centre)
    open_the_centre(world)
    try:
        yield world
    finally:
        world.voice.database.dispose()
