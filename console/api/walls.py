"""Screens on a wall, each with an address of its own that can be taken back."""

import hashlib
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import unknown, wrong
from console.walls.wall import Wall, hang, take_down, token_of, walls
from records.database import reading, writing


class WallShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    language: str
    queues: tuple[str, ...] = Field(description="Those it shows; empty: all.")
    made_by: str
    made_at: Moment
    url: str = Field(description="Whoever has it sees the figures, and nobody's name.")


class WallWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Words, Field(min_length=1, max_length=80)] = Field(description="Where it hangs.")
    language: Literal["tr", "en"] = "tr"
    queues: tuple[Annotated[Words, Field(max_length=80)], ...] = Field((), max_length=50)


def list_walls(board: Board, asked: Asked) -> Page[WallShown]:
    """Those that hang, the oldest first."""
    with reading(board.database) as session:
        return Page(items=tuple(wall_shown(board, wall) for wall in walls(session)))


def post_wall(board: Board, asked: Asked) -> WallShown:
    """Hang one up. Written to the audit trail."""
    wanted: WallWanted = asked.body
    for queue in wanted.queues:
        if queue not in board.policy.queues:
            raise wrong("queues", f"There is no queue {queue}.")
    row = Wall(id=hashlib.sha256(asked.once.encode()).hexdigest()[:32], name=wanted.name, language=wanted.language,
               queues=list(wanted.queues), made_by=asked.who.label, made_at=board.clock())  # fmt: skip
    with writing(board.database) as session:
        return wall_shown(board, hang(session, row))


def delete_wall(board: Board, asked: Asked) -> WallShown:
    """Take one down: its address shows nothing from now on. Written to the audit trail."""
    with writing(board.database) as session:
        wall = session.get(Wall, asked.path["wall"])
        if wall is None:
            raise unknown("wall", asked.path["wall"])
        take_down(session, wall, by=asked.who.label, now=board.clock())
        return wall_shown(board, wall)


def wall_shown(board: Board, wall: Wall) -> WallShown:
    return WallShown(id=wall.id, name=wall.name, language=wall.language, queues=tuple(wall.queues),
                     made_by=wall.made_by, made_at=wall.made_at,
                     url=board.urls.wall(token_of(wall.id, secret=board.secret)))  # fmt: skip


OPERATIONS = (
    Operation(method="GET", path="/walls", scope="agents:write", summary="List the screens on walls",
              does=list_walls, answers=Page[WallShown]),
    Operation(method="POST", path="/walls", scope="agents:write", summary="Hang up a screen",
              does=post_wall, answers=WallShown, body=WallWanted, shown_once=True),
    Operation(method="DELETE", path="/walls/{wall}", scope="agents:write", summary="Take a screen down",
              does=delete_wall, answers=WallShown, problems=(404,), kept=False),
)  # fmt: skip
