"""`/studio/policy`: how the centre escalates and what may be given, and the files all of it is written in.

`/studio/policy/<file>`: one of them, to be changed, published and put back.
"""

from typing import Any

from console.api.centre_files import (
    list_centre_file_versions,
    list_centre_files,
    show_centre_file,
    show_centre_file_version,
)
from console.api.goodwill_budgets import BudgetsQuery, list_goodwill_budgets, show_goodwill_rules
from console.pages.page import Visit
from console.pages.studio.asking import answer, here
from console.pages.studio.version_lines import lines_of_file
from escalations.decision_rules import When
from escalations.in_words import said


def policy(visit: Visit) -> dict[str, Any]:
    rules = visit.board.escalations
    return {
        "escalations": rules,
        "decisions": {row.then: said("trace", f"decision_{row.then}") for row in rules.table},
        "conditions": {row.name: _told(row.when) for row in rules.table},
        "goodwill": answer(visit, show_goodwill_rules),
        "budgets": answer(
            visit, list_goodwill_budgets, query=BudgetsQuery(month=None, agent=None, limit=200, cursor=None)
        ).items,
        "files": answer(visit, list_centre_files).items,
        "may_decide": visit.who.may("goodwill:decide"),
        "asks_as": visit.who.agent,
    }


def centre_file(visit: Visit) -> dict[str, Any]:
    """What is in force; with `?text=` the text of another version, or of the file as it lies, to begin from."""
    shown = visit.query.get("text", "published")
    file = answer(visit, show_centre_file, file=visit.path["file"])
    return {
        "file": file,
        "files": answer(visit, list_centre_files).items,
        "shown": shown,
        "source": file.source if shown == "published" else _source(visit, shown),
        **file_versions(visit),
    }


def file_versions(visit: Visit) -> dict[str, Any]:
    """Who published it when, and why."""
    name = visit.path["file"]
    return {
        **lines_of_file(name, answer(visit, list_centre_file_versions, file=name).items),
        "may_write": visit.who.may("flows:write"),
        "here": here(visit),
    }


def _source(visit: Visit, shown: str) -> str:
    """Raises NotThere."""
    if shown == "file":
        return visit.board.files.lying(visit.path["file"]) or ""
    return answer(visit, show_centre_file_version, file=visit.path["file"], version=shown).source


def _told(when: When) -> dict[str, str]:
    """Only what is asked, as the file writes it."""
    found: dict[str, str] = {}
    for name, wanted in vars(when).items():
        if isinstance(wanted, frozenset) and wanted:
            found[name] = ", ".join(map(str, sorted(wanted)))
        elif isinstance(wanted, bool):
            found[name] = str(wanted).lower()
    return found
