"""Where `sahip case` reads: the records of this folder."""

from zoneinfo import ZoneInfo

from cases.case import Case
from console.api.case_story import EntryShown
from console.api.cases import CaseShown
from console.story import story_of
from engine.errors import OrderRefused
from engine.hours_desk import desk_here
from records.database import reading


def case_here(number: str) -> tuple[CaseShown, list[EntryShown], ZoneInfo]:
    """The case, its story and the centre's zone. Raises OrderRefused where there is none of this number."""
    desk = desk_here()
    with reading(desk.database) as session:
        case = session.get(Case, number)
        if case is None:
            raise OrderRefused(f"There is no case {number}.")
        story = [EntryShown.model_validate(one) for one in story_of(session, number)]
        return CaseShown.model_validate(case), story, desk.zone
