"""What an agent can do: skills with their levels, and languages. Queues' rings ask for both."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from console.api.agents import AgentAtWork, agent_at_work
from console.api.fields import Language, Words
from console.api.operation import Asked, Operation
from console.api.problem import unknown
from records.audit import append as append_audit
from records.csv_cells import skills_cell
from records.database import writing
from records.errors import CellRefused
from staff.agent import agent


def _a_skill(text: str) -> str:
    try:
        [(name, _)] = skills_cell(f"{text}:1").items()
    except (CellRefused, ValueError):
        raise ValueError(f"{text} is no name of a skill: letters, digits and _, a letter first") from None
    return name


Skill = Annotated[Words, StringConstraints(min_length=1, max_length=60), AfterValidator(_a_skill)]
Level = Annotated[int, Field(ge=0, le=100)]


class SkillsWanted(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    skills: Annotated[Mapping[Skill, Level], Field(max_length=100)] | None = Field(
        None, description="Those named, each with its level from 1 to 100; 0 takes one away. Others stay."
    )
    languages: Annotated[Mapping[Language, Level], Field(max_length=20)] | None = Field(
        None, description="All of them, each with its level; 100 for a native."
    )


def patch_skills(board: Board, asked: Asked) -> AgentAtWork:
    """Their lines follow within seconds. Written to the audit trail."""
    wanted: SkillsWanted = asked.body
    with writing(board.database) as session:
        known = agent(session, asked.path["agent"])
        if known is None or not known.active:
            raise unknown("agent", asked.path["agent"])
        if wanted.skills is not None:
            merged = {**known.skills, **wanted.skills}
            known.skills = {name: level for name, level in sorted(merged.items()) if level}
        if wanted.languages is not None:
            known.languages = [name for name, level in wanted.languages.items() if level]
            known.language_levels = {name: wanted.languages[name] for name in known.languages}
        told = wanted.model_dump(exclude_unset=True)
        append_audit(session, asked.who.label, "skills_changed", f"agent:{known.id}", told, board.clock())
    return agent_at_work(board, known.id)


OPERATIONS = (
    Operation(method="PATCH", path="/agents/{agent}/skills", scope="agents:write",
              summary="Change what an agent can do", does=patch_skills, answers=AgentAtWork, body=SkillsWanted,
              problems=(404,)),
)  # fmt: skip
