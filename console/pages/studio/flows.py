"""`/studio`: every flow with what is in force and what is drafted, and who published what."""

from typing import Any

from console.api.flow_versions import list_publications
from console.api.flows import list_flows
from console.pages.page import Visit
from console.pages.studio.asking import answer, here
from ivr.voice_board import VoiceBoard


def flows(visit: Visit) -> dict[str, Any]:
    return {
        "flows": answer(visit, list_flows).items,
        "publications": answer(visit, list_publications).items[:12],
        "numbers": numbers_of(visit.board),
        "here": here(visit),
        "may_write": visit.who.may("flows:write"),
    }


def numbers_of(board: VoiceBoard) -> dict[str, list[str]]:
    """By flow, the numbers it answers; those for trying drafts aside."""
    found: dict[str, list[str]] = {}
    for number, flow in board.flow_of_number.items():
        if number not in board.draft_numbers:
            found.setdefault(flow, []).append(number)
    return found
