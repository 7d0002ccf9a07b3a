"""What callers hear in a flow, sentence by sentence: at which node, on which line, by which words or which file."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from console.api.fields import Words
from console.api.flow_graph import written_flow
from console.api.flow_refused import refusals_told
from console.api.operation import Asked, Operation
from console.api.page import Page
from ivr.language.node import Prompt
from ivr.language.written import Written
from records.database import reading


class PromptsQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Words = Field("published", description="A number, a hash, `published` or `draft`.")


class PromptShown(BaseModel):
    """`{name}` in the words is filled in while a call lasts."""

    model_config = ConfigDict(frozen=True)

    node: str
    line: int
    tr: str | None
    en: str | None
    file: str | None = Field(description="A sound file of the centre, at /voice/audio/….")
    written: bool = Field(description="It goes into a message, and is not spoken.")


def list_flow_prompts(board: Board, asked: Asked) -> Page[PromptShown]:
    """All of them in one page, in the order of the text."""
    with reading(board.database) as session, refusals_told():
        flow = written_flow(session, asked.path["flow"], asked.query.version)
    return Page(items=tuple(_prompts(flow)))


def _prompts(written: Written) -> Iterator[PromptShown]:
    for name, node in written.flow.nodes.items():
        for prompt in node.prompts():
            yield _shown(written, name, prompt, in_writing=False)
        for prompt in node.writes():
            yield _shown(written, name, prompt, in_writing=True)


def _shown(written: Written, node: str, prompt: Prompt, *, in_writing: bool) -> PromptShown:
    line = int(written.place(("nodes", node, *prompt.where)).rsplit(":", 2)[1])
    words = prompt.words
    return PromptShown(node=node, line=line, tr=words.tr if words else None, en=words.en if words else None,
                       file=prompt.file, written=in_writing)  # fmt: skip


OPERATIONS = (
    Operation(method="GET", path="/flows/{flow}/prompts", scope="flows:read",
              summary="List what callers hear in a flow",
              does=list_flow_prompts, answers=Page[PromptShown], query=PromptsQuery, problems=(404,)),
)  # fmt: skip
