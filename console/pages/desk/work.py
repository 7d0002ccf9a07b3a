"""What an agent does at this moment: an offer to take or decline, a conversation, its paperwork, or none of it."""

from datetime import timedelta
from typing import Any, Final

from console.api.cases import show_case
from console.api.holds import show_hold
from console.api.raised_hands import list_raised_hands
from console.api.recordings import show_recording
from console.api.transfer_shown import TransferWhole
from console.api.transfers import TransfersQuery, list_transfers, show_transfer
from console.pages.asking import ask
from console.pages.desk.cut_off import call_owed_for
from console.pages.desk.missed import missed_lately
from console.pages.desk.present import Present, present
from console.pages.page import Shown, Visit
from records.call_record import call_record
from records.database import reading
from staff.agent import agents

REASONS_AWAY: Final = ("break", "lunch", "training", "meeting", "paperwork")
"""Why an agent takes no calls, as they choose it; whatever another program says stands as it is."""


def standing(visit: Visit) -> Shown:
    """The pill in the head of the page."""
    return {"here": present(visit), "reasons_away": REASONS_AWAY}


def work(visit: Visit) -> Shown:
    here = present(visit)
    return {"here": here, **seen_at_work(visit, here)}


def seen_at_work(visit: Visit, here: Present) -> dict[str, Any]:
    """What the scene shows beside whom the agent is held for."""
    if here.scene == "talking":
        return _conversation(visit, here)
    if here.scene == "wrap_up":
        return _paperwork(visit, here)
    if here.scene in ("ready", "away"):
        return {"missed": missed_lately(visit.board, here.agent.id)}
    return {"offer_seconds": visit.board.policy.offer_seconds}


def _conversation(visit: Visit, here: Present) -> dict[str, Any]:
    call = here.call or ""
    hands = ask(visit, list_raised_hands).items
    return {
        "hold": ask(visit, show_hold, call=call),
        "recording": ask(visit, show_recording, call=call),
        "longest_pause": timedelta(minutes=visit.board.policy.recording_pause_minutes),
        "hand": next((hand for hand in hands if hand.call == call), None),
        "transfer": _transfer(visit, here),
    }


def _transfer(visit: Visit, here: Present) -> TransferWhole | None:
    """The one under way in this conversation, whether they are its agent or the colleague who came."""
    query = TransfersQuery.model_validate({"call": here.call, "open": True})
    items = ask(visit, list_transfers, query).items
    return ask(visit, show_transfer, transfer=items[0].id) if items else None


def _paperwork(visit: Visit, here: Present) -> dict[str, Any]:
    with reading(visit.board.database) as session:
        record = call_record(session, here.call) if here.call else None
        people = {one.id: one.name for one in agents(session)}
    number = record.case_number if record else None
    case = ask(visit, show_case, case=number) if number else None
    owed = call_owed_for(visit, here.call, here.agent.id) if here.call else None
    return {"case": case, "people": people, "dispositions": visit.board.care.dispositions, "owed_call": owed}
