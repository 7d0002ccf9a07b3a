"""A sound file, and on to the next node."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import StringConstraints

from ivr.language.move import Go, Played
from ivr.language.node import Node, Prompt, Way
from ivr.language.part import NodeName

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,60}\.(wav|mp3)$")]


class PlayNode(Node):
    """The caller hears this file of the centre's `audio/` folder."""

    kind: ClassVar[str] = "play"
    play: FileName
    next: NodeName

    def ways(self) -> tuple[Way, ...]:
        return (Way(label="next", to=self.next, where=("next",)),)

    def prompts(self) -> tuple[Prompt, ...]:
        return (Prompt(file=self.play, where=("play",)),)

    def enter(self, talk: "Talk") -> Go:
        return Go(to=self.next, sounds=(Played(file=self.play),))
