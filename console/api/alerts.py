"""Alerts: which figure is or was out of bounds, and who was told when."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from console.alerts.alert import Alert, fired_alerts
from console.alerts.words import alert_told
from console.api.fields import Moment
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.wording import Told
from records.database import reading

SHOWN = timedelta(hours=24)
MOST = 200


class AlertShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    rule: str
    subject: str = Field(description="A queue; * is the centre.")
    metric: str
    op: str
    bound: float
    value: float = Field(description="When it was last looked at while it stood.")
    began_at: Moment
    fired_at: Moment = Field(description="When it had lasted long enough.")
    told_at: Moment | None = Field(description="When it was told; null: not in quiet hours, nor in a cool-down.")
    ended_at: Moment | None
    told: Told


def list_alerts(board: Board, asked: Asked) -> Page[AlertShown]:
    """Those that stand and those of the last day, the newest first."""
    with reading(board.database) as session:
        rows = fired_alerts(session, since=board.clock() - SHOWN, limit=MOST)
        return Page(items=tuple(_shown(row) for row in rows))


def _shown(row: Alert) -> AlertShown:
    facts = {name: getattr(row, name) for name in AlertShown.model_fields if name != "told"}
    return AlertShown(**facts, told=alert_told(row))


OPERATIONS = (
    Operation(method="GET", path="/alerts", scope="calls:read", summary="List alerts of the last day",
              does=list_alerts, answers=Page[AlertShown]),
)  # fmt: skip
