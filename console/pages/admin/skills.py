"""Who can do what: agents down, skills across, each level changed where it stands."""

from collections.abc import Mapping
from typing import Any

from console.pages.admin.section import whole_and_part
from console.pages.page import Visit
from records.database import reading
from routing.skills import skill_names
from staff.agent import agents


def _skills(visit: Visit) -> Mapping[str, Any]:
    """Skills that some ring asks for come first, with the queues that do; nobody having one is worth seeing."""
    team = visit.query.get("team", "")
    with reading(visit.board.database) as session:
        everybody = agents(session)
    asked = _asked_for(visit)
    had = {str(skill) for each in everybody for skill in each.skills}
    return {
        "agents": [each for each in everybody if team in ("", each.team)],
        "teams": sorted({each.team for each in everybody if each.team}),
        "team": team,
        "skills": [*sorted(asked), *sorted(had - asked.keys())],
        "asked": asked,
        "nobodys": sorted(asked.keys() - had),
    }


def _asked_for(visit: Visit) -> dict[str, list[str]]:
    """Skill → the queues whose rings ask for it. Certificates, languages and tenure are kept elsewhere."""
    found: dict[str, list[str]] = {}
    for name, queue in visit.board.policy.queues.items():
        for skill in sorted({skill for ring in queue.rings for skill in skill_names(ring.skills)}):
            if "." not in skill and skill != "tenure_days":
                found.setdefault(skill, []).append(name)
    return found


PAGES = whole_and_part("skills", _skills)
