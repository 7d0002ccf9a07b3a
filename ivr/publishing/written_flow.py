"""A flow as somebody wrote it, read: what it means and the text it was written in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ivr.checking.sound_flow import sound_flow
from ivr.errors import FlowInvalid
from ivr.language.flow import Flow, canonical, version_of
from ivr.language.release import Release
from ivr.yaml_file import text_of


@dataclass(frozen=True, kw_only=True)
class WrittenFlow:
    """`source` is the YAML text, comments and all; it is kept with the version made of it."""

    flow: Flow
    source: str

    @property
    def name(self) -> str:
        return self.flow.flow

    @cached_property
    def version(self) -> str:
        return version_of(self.flow)

    @cached_property
    def body(self) -> str:
        return canonical(self.flow)


def written_file(path: Path, queues: frozenset[str]) -> WrittenFlow:
    """The flow in this file. Raises FlowInvalid with every problem."""
    source = text_of(path)
    return WrittenFlow(flow=sound_flow(path, source, queues), source=source)


def written(text: str, queues: frozenset[str], *, name: str) -> WrittenFlow:
    """The flow `name` this text is. Raises FlowInvalid with every problem; places are told in `name.yaml`."""
    flow = sound_flow(Path(f"{name}.yaml"), text, queues)
    if flow.flow != name:
        raise FlowInvalid([f"{name}.yaml:1:1: flow: this text is the flow `{flow.flow}`, not `{name}`"])
    return WrittenFlow(flow=flow, source=text)


def released(flows: Mapping[str, WrittenFlow]) -> Release:
    return Release({name: one.flow for name, one in flows.items()}, {name: one.version for name, one in flows.items()})
