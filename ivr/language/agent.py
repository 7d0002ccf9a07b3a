"""A person."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import StringConstraints

from ivr.language.move import Go, Heard, Question, Reach
from ivr.language.node import Named, Node, Reached, Way
from ivr.language.part import NodeName, Part
from ivr.language.which_case import case_chosen, is_to_be_asked, which_case

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

SkillsText = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class Agent(Part):
    """The owner of the caller's case first, where `owner` is true; `skills` narrows the queue, as in the policy.

    Of several open cases of different owners the caller is asked which: silence is the one last touched.
    """

    queue: NodeName
    owner: bool = False
    skills: SkillsText | None = None


class AgentNode(Node):
    """The caller is put in line for a person."""

    kind: ClassVar[str] = "agent"
    agent: Agent

    def ways(self) -> tuple[Way, ...]:
        return ()

    def reaches(self) -> tuple[Reached, ...]:
        return (Reached(queue=self.agent.queue, where=("agent", "queue")),)

    def names(self) -> tuple[Named, ...]:
        skills = self.agent.skills
        return (Named(what="skills", name=skills, where=("agent", "skills")),) if skills else ()

    def enter(self, talk: "Talk") -> Reach | Question:
        if self.agent.owner and is_to_be_asked(talk):
            return which_case(talk)
        return Reach(queue=self.agent.queue, owner=self.agent.owner, skills=self.agent.skills)

    def hear(self, talk: "Talk", heard: Heard) -> Go:
        return case_chosen(talk, heard)
