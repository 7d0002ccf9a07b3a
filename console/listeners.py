"""Who listens to a conversation: what its agent sees as long as it lasts."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from console.api.fields import Moment
from escalations.listening.listening import Listening, open_listenings
from escalations.words import Mode
from staff.agent import names_of


class ListenerShown(BaseModel):
    """Those who listen in silence are not among them."""

    model_config = ConfigDict(frozen=True)

    id: str
    listener_id: str
    name: str | None
    mode: Mode = Field(description="monitor hears only; whisper is heard by the agent alone; barge by all.")
    joined_at: Moment | None = Field(description="null while they are on their way.")


def listeners_told(session: Session, call: str) -> tuple[ListenerShown, ...]:
    rows = [row for row in open_listenings(session, call) if not row.silent]
    names = names_of(session, [row.listener_id for row in rows])
    return tuple(listener_shown(row, names) for row in rows)


def listener_shown(row: Listening, names: Mapping[str, str]) -> ListenerShown:
    """`names` by the agent's id."""
    return ListenerShown(
        id=row.id,
        listener_id=row.listener_id,
        name=names.get(row.listener_id),
        mode=row.mode,  # type: ignore[arg-type]
        joined_at=row.joined_at,
    )
