"""Where `sahip case` reads: the records of this folder."""

from zoneinfo import ZoneInfo

from cases.case import Case
from console.api.case_story import EntryShown
from console.api.cases import CaseShown
from console.story import story_of
from engine.desk_said import refusal
from engine.hours_desk import desk_here
from records.database import reading


def case_here(number: str, lang: str) -> tuple[CaseShown, list[EntryShown], ZoneInfo]:
    """The case, its story and the centre's zone. Raises OrderRefused where there is none of this number."""
    desk = desk_here(lang)
    with reading(desk.database) as session:
        case = session.get(Case, number)
        if case is None:
            raise refusal("case", lang, name=number)
        story = [EntryShown.model_validate(one) for one in story_of(session, number)]
        return CaseShown.model_validate(case), story, desk.zone
