"""What an agent is asked before a callback of theirs moves or is given up: which one, and when they are free."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from console.api.callback_shown import CallbackShown
from console.api.callback_wanted import SlotShown, SlotsQuery, list_callback_slots
from console.api.callbacks import list_callbacks
from console.api.callbacks_found import CallbacksQuery
from console.pages.asking import ask
from console.pages.desk.present import Present
from console.pages.page import NotThere, Visit

MOST: Final = 9
"""To choose from: one for each digit."""
MOST_TIMES: Final = 12


def own_callback(visit: Visit, here: Present) -> Mapping[str, Any]:
    """The one that is named, or the only one; else all there are, the next due first. A colleague's is none of them."""
    query = CallbacksQuery.model_validate({"agent": here.agent.id, "state": "open", "limit": 200})
    own = ask(visit, list_callbacks, query).items
    chosen = _chosen(own, visit.query.get("callback"))
    return {"callback": chosen, "own": own[:MOST], "times": _times(visit, chosen) if chosen else ()}


def _chosen(own: Sequence[CallbackShown], wanted: str | None) -> CallbackShown | None:
    if wanted is None and len(own) == 1:
        return own[0]
    return next((one for one in own if one.id == wanted), None)


def _times(visit: Visit, callback: CallbackShown) -> tuple[SlotShown, ...]:
    """At which this agent is free and this number may be called; none for a number that may not be called any more."""
    query = SlotsQuery.model_validate(
        {"queue": callback.queue, "agent": callback.agent_id, "phone": callback.phone, "limit": MOST_TIMES}
    )
    try:
        return ask(visit, list_callback_slots, query).items
    except NotThere:
        return ()
