"""Everything a flow says, with the place it stands at."""

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.checking.subject import Subject
from ivr.language.flow import Flow
from ivr.language.node import Node
from ivr.language.part import Words


@dataclass(frozen=True, kw_only=True)
class Text:
    """Words of this flow; `node` says them, or the flow itself where it is None."""

    flow: Flow
    where: tuple[str, ...]
    words: Words
    node: Node | None = None


def texts(subject: Subject) -> Iterator[Text]:
    for flow in subject.flows.values():
        yield from _of_the_flow(flow)
        for name, node in flow.nodes.items():
            for prompt in (*node.prompts(), *node.writes()):
                if prompt.words is not None:
                    yield Text(flow=flow, where=("nodes", name, *prompt.where), words=prompt.words, node=node)


def _of_the_flow(flow: Flow) -> Iterator[Text]:
    for key in ("silence", "not_understood"):
        words = getattr(flow, key)
        if words is not None:
            yield Text(flow=flow, where=(key,), words=words)
