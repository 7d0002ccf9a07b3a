"""What `sahip listen` prints, and how it names who listens: by themselves, not by an id."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.api_here import done_here
from engine.errors import OrderRefused
from engine.report_told import Row
from escalations.in_words import said

NOTHING = "-"


def listeners_of(call: str, *, key: str | None, lang: str) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = done_here("GET", f"calls/{call}/listeners", key=key, lang=lang)["items"]
    return found


def path_of_listener(call: str, listener: str, *, key: str | None, lang: str) -> str:
    """Of the resource. Raises OrderRefused where they do not listen to it."""
    for one in listeners_of(call, key=key, lang=lang):
        if one["listener_id"] == listener:
            return f"calls/{call}/listeners/{one['id']}"
    raise OrderRefused(said("cli", "not_listening", listener=listener).spoken_in(lang))


def listening_rows(found: Sequence[Mapping[str, Any]], lang: str) -> list[Row]:
    return [
        {
            _word("listener", lang): one["listener_id"],
            _word("mode", lang): _word(f"mode_{one['mode']}", lang),
            _word("agent", lang): one["agent_id"],
            _word("since", lang): one["joined_at"] or NOTHING,
            _word("why", lang): one["why"],
        }
        for one in found
    ]


def _word(key: str, lang: str) -> str:
    return said("cli", key).spoken_in(lang)
