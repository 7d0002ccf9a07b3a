"""`sahip escalations`: what was decided and why, for whoever is at the keyboard of this folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from cases.civil_day import ZONE
from console.api.escalations import (
    EscalationShown,
    EscalationsQuery,
    EscalationWhole,
    escalation_whole,
    found_escalations,
)
from engine.demo_settings import source_here
from engine.errors import OrderRefused
from engine.escalations_file import read_escalations
from engine.stores import database_of, see_to_schema
from escalations.decision_rules import Row
from escalations.escalation import Escalation
from escalations.in_words import said
from records.database import reading


@dataclass(frozen=True, kw_only=True)
class EscalationDesk:
    """`lang` is the language in which it refuses."""

    database: Engine
    table: Sequence[Row]
    zone: ZoneInfo = ZONE
    lang: str = "tr"

    def found(self, **query: Any) -> tuple[EscalationShown, ...]:
        """The latest first."""
        asked = EscalationsQuery.model_validate({name: value for name, value in query.items() if value is not None})
        with reading(self.database) as session:
            return found_escalations(session, asked).items

    def whole(self, beginning: str) -> EscalationWhole:
        """One, named by how its id begins. Raises OrderRefused where none or several do."""
        chosen = select(Escalation).where(Escalation.id.startswith(beginning, autoescape=True)).limit(2)
        with reading(self.database) as session:
            rows = session.scalars(chosen).all()
        if len(rows) != 1:
            key = "several" if rows else "unknown"
            raise OrderRefused(said("cli", key, name=beginning).spoken_in(self.lang))
        return escalation_whole(rows[0], self.table)


def escalation_desk_here(lang: str = "tr") -> EscalationDesk:
    """On the settings of this folder."""
    settings = source_here().settings()
    see_to_schema(settings)
    table = read_escalations(settings.centre / "escalations.yaml").table
    return EscalationDesk(database=database_of(settings), table=table, lang=lang)
