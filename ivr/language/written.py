"""A flow and how it is written: the file, and where in it each part stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ivr.file_fault import fault, said
from ivr.language.flow import Flow
from ivr.language.flow_file import flow_in
from ivr.yaml_file import Where, mapping_in, place, text_of


@dataclass(frozen=True, kw_only=True)
class Written:
    """`text` is the YAML that is, or would be, in the file."""

    flow: Flow
    path: Path
    text: str

    def place(self, where: Where) -> str:
        """`file:line:column` of the deepest part of this way that is really there."""
        return place(self.path, self._tree, where).removesuffix(": ")

    def flow_is_another(self, name: str) -> str:
        """What is said of a text that is to be the flow of this name, and is another."""
        return fault(f"{self.place(('flow',))}: flow: ", said("another_flow", is_=self.flow.flow, name=name))

    @cached_property
    def _tree(self) -> Mapping[str, Any]:
        """Read again, for a flow with a fault alone."""
        tree: Mapping[str, Any] = mapping_in(self.path, self.text, places=True)
        return tree


def read_written(path: Path) -> Written:
    """The flow in this file. Raises FlowInvalid with everything that is not of the language."""
    return written_in(path, text_of(path))


def written_in(path: Path, text: str) -> Written:
    """The flow of a text that is, or would be, in this file. Raises FlowInvalid in the same way."""
    return Written(flow=flow_in(path, mapping_in(path, text, places=True)), path=path, text=text)
