"""`split-based-on`: callers part by what was kept."""

from ivr.studio.liquid import variable
from ivr.studio.matching import Match, matches, understood
from ivr.studio.studio_file import Widget
from ivr.studio.translation import Studio, Translated


def parts(studio: Studio, widget: Widget) -> Translated:
    """A branch on one kept value; what compares otherwise is for somebody's hand."""
    found = list(matches(widget))
    compared = {match.answer for match in found} or {widget.told("input")}
    name = variable(next(iter(compared)), studio.variables) if len(compared) == 1 else None
    if name is None or not found:
        return studio.person(studio.note("todo_condition", what=", ".join(sorted(compared))))
    ways = {value: studio.node(match.to) for match in found if understood(match) for value in match.values}
    notes = tuple(studio.note("todo_condition_left", what=_told(match)) for match in found if not understood(match))
    if not ways:
        return studio.person(*notes)
    branch = {"on": name, "ways": ways, "otherwise": studio.led(widget, "noMatch")}
    return Translated(node={"branch": branch}, notes=notes)


def _told(match: Match) -> str:
    return f"{match.how} {', '.join(match.values)}".strip()
