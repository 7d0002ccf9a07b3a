"""A flow: what a caller hears and may choose, as frozen values. Read in `flow_file`, run in `ivr.talking`."""

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final, Union

from pydantic import Discriminator, Field, Tag

from ivr.language.kinds import KINDS
from ivr.language.node import Node
from ivr.language.part import Language, NodeName, Part, Words
from ivr.language.segment_script import Scripts

NO_KIND: Final = "kind_of_node"
"""The error of a node that is of no kind we know, or of two."""
IS_ONE_OF: Final = f"is exactly one of {', '.join(KINDS)}"


def _kind_of(written: Any) -> str | None:
    """Which kind a node is written as: the one key of it that names a kind."""
    if isinstance(written, Node):
        return written.kind
    kinds = [kind for kind in KINDS if kind in written] if isinstance(written, Mapping) else []
    return kinds[0] if len(kinds) == 1 else None


if TYPE_CHECKING:
    AnyNode = Node
else:
    AnyNode = Annotated[
        Union[tuple(Annotated[node, Tag(kind)] for kind, node in KINDS.items())],  # noqa: UP007
        Discriminator(_kind_of, custom_error_type=NO_KIND, custom_error_message=IS_ONE_OF),
    ]


class Limits(Part):
    """What a caller of this flow may be asked to bear; the checker holds the flow to it.

    `person_seconds` and `person_keys`: the longest way to a person (45 s is what regulators ask).
    `prompt_seconds`: one prompt. `menu_depth` menus in a row, `menu_options` in one.
    """

    person_seconds: Annotated[int, Field(ge=5, le=300)] = 45
    person_keys: Annotated[int, Field(ge=1, le=10)] = 2
    prompt_seconds: Annotated[int, Field(ge=5, le=120)] = 20
    menu_depth: Annotated[int, Field(ge=1, le=5)] = 2
    menu_options: Annotated[int, Field(ge=1, le=12)] = 5


class Flow(Part):
    """`person` is where 0, silence and mistakes lead; `complaint` and `manager` where those words lead, anywhere.

    `scripts` are what agents are shown to say to groups of customers.
    """

    flow: NodeName
    language: Language = "tr"
    start: NodeName
    person: NodeName
    complaint: NodeName | None = None
    manager: NodeName | None = None
    tries: Annotated[int, Field(ge=1, le=5)] = 2
    silence: Words | None = None
    not_understood: Words | None = None
    limits: Limits | None = None
    scripts: Scripts | None = None
    nodes: Annotated[dict[NodeName, AnyNode], Field(min_length=1)]


def canonical(flow: Flow) -> str:
    """The flow as it is kept: calls run what was read from this, never from YAML."""
    return json.dumps(flow.model_dump(exclude_none=True), ensure_ascii=False, sort_keys=True)


def version_of(flow: Flow) -> str:
    """The version is the content: the same flow has the same version everywhere."""
    return hashlib.sha256(canonical(flow).encode()).hexdigest()[:12]
