"""`/studio/policy`: how the centre escalates and what may be given, and the files all of it is written in."""

from typing import Any

from console.api.centre_files import list_centre_files, show_centre_file
from console.api.goodwill_budgets import BudgetsQuery, list_goodwill_budgets, show_goodwill_rules
from console.pages.page import Visit
from console.pages.studio.asking import answer
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
    """One of the files: read here, changed where it lies; a change can be tried."""
    return {
        "file": answer(visit, show_centre_file, file=visit.path["file"]),
        "files": answer(visit, list_centre_files).items,
    }


def _told(when: When) -> dict[str, str]:
    """Only what is asked, as the file writes it."""
    found: dict[str, str] = {}
    for name, wanted in vars(when).items():
        if isinstance(wanted, frozenset) and wanted:
            found[name] = ", ".join(map(str, sorted(wanted)))
        elif isinstance(wanted, bool):
            found[name] = str(wanted).lower()
    return found
