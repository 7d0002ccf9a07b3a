"""A flow as it is written: where each node stands, so that a drawing can say so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ivr.language.flow import Flow
from ivr.language.flow_file import flow_in
from ivr.yaml_file import read_mapping


@dataclass(frozen=True, kw_only=True)
class Written:
    """`lines` counts from one, by node; a flow that came from no file has none."""

    flow: Flow
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def place(self, node: str) -> str:
        """`main.yaml:33`; nothing where nobody knows."""
        return f"{self.file}:{self.lines[node]}" if node in self.lines else ""


def written_in(path: Path) -> Written:
    """The flow in this file. Raises FlowInvalid; ways that lead nowhere are no reason, they can be drawn."""
    tree = read_mapping(path, places=True)
    flow = flow_in(path, tree)
    lines = {name: tree["nodes"].lc.key(name)[0] + 1 for name in flow.nodes}
    return Written(flow=flow, file=path.name, lines=lines)
