"""`sahip improvements`: gaps in rules, in the records of this folder."""

from collections.abc import Sequence

from console.api.escalation_outcomes import ImprovementShown
from engine.errors import OrderRefused
from engine.hours_desk import desk_here
from escalations.improvement import Improvement, end_improvement, improvements
from escalations.in_words import said
from records.database import reading, writing


def improvements_here(*, only_open: bool, lang: str) -> list[ImprovementShown]:
    """The next due first."""
    with reading(desk_here(lang).database) as session:
        return [ImprovementShown.model_validate(one) for one in improvements(session, only_open=only_open)]


def ends_here(improvement_id: int, *, outcome: str, by: str, lang: str) -> None:
    """Raises OrderRefused where there is no such one."""
    desk = desk_here(lang)
    with writing(desk.database) as session:
        item = session.get(Improvement, improvement_id, with_for_update=True)
        if item is None:
            raise OrderRefused(said("outcome", "unknown", id=improvement_id).spoken_in(lang))
        end_improvement(session, item, outcome=outcome, by=by, now=desk.clock())


def improvement_rows(found: Sequence[ImprovementShown], lang: str) -> list[dict[str, object]]:
    return [
        {
            _word("id", lang): one.id,
            _word("due", lang): f"{one.due_on:%d.%m.%Y}",
            _word("owner", lang): one.owner_id,
            _word("gap", lang): one.gap,
            _word("case", lang): one.case_number or "-",
            _word("ended", lang): one.outcome or "-",
        }
        for one in found
    ]


def _word(key: str, lang: str) -> str:
    return said("outcome", f"head_{key}").spoken_in(lang)
