"""Words, and on to the next node."""

from typing import TYPE_CHECKING, ClassVar

from ivr.language.move import Go
from ivr.language.node import Node, Prompt, Way
from ivr.language.part import NodeName, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk


class SayNode(Node):
    """The caller hears these words."""

    kind: ClassVar[str] = "say"
    say: Words
    next: NodeName

    def ways(self) -> tuple[Way, ...]:
        return (Way(label="next", to=self.next, where=("next",)),)

    def prompts(self) -> tuple[Prompt, ...]:
        return (Prompt(words=self.say, where=("say",)),)

    def enter(self, talk: "Talk") -> Go:
        return Go(to=self.next, sounds=(talk.say(self.say),))
