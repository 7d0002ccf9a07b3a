"""The end of a call."""

from typing import TYPE_CHECKING, ClassVar, Literal

from ivr.language.move import HangUp
from ivr.language.node import Node, Way

if TYPE_CHECKING:
    from ivr.talking.talk import Talk


class HangUpNode(Node):
    """The call ends. Whoever presses 0 during the last words still reaches a person."""

    kind: ClassVar[str] = "hang_up"
    hang_up: Literal[True]

    def ways(self) -> tuple[Way, ...]:
        return ()

    def enter(self, talk: "Talk") -> HangUp:
        return HangUp()
