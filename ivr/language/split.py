"""A share of the callers, always the same ones."""

import hashlib
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from pydantic import Field, model_validator

from ivr.language.move import Go
from ivr.language.node import Node, Way
from ivr.language.part import NodeName, Part

if TYPE_CHECKING:
    from ivr.talking.talk import Talk


class Share(Part):
    percent: Annotated[int, Field(ge=0, le=100)]
    to: NodeName


class SplitNode(Node):
    """Callers part by a hash of their number and of this node: who calls again goes the same way again."""

    kind: ClassVar[str] = "split"
    split: Annotated[tuple[Share, ...], Field(min_length=2, max_length=10)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (whole := sum(share.percent for share in self.split)) != 100:
            raise ValueError(f"the shares come to {whole} percent, not 100")
        return self

    def ways(self) -> tuple[Way, ...]:
        return tuple(
            Way(label=f"{share.percent} %", to=share.to, kind="outcome", where=("split", str(place), "to"))
            for place, share in enumerate(self.split)
        )

    def enter(self, talk: "Talk") -> Go:
        caller = talk.caller.caller_id.value or talk.conversation.call
        seed = f"{talk.conversation.flow}.{talk.conversation.node}:{caller}"
        drawn = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big") % 100
        for share in self.split:
            drawn -= share.percent
            if drawn < 0:
                return Go(to=share.to)
        raise AssertionError("shares come to 100")
