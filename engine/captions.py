"""What a telephone hears and what becomes of its call, as lines to read, each told once."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

WORDS: Final = {
    "tr": {"calling": "Aranıyor: {to}", "answered": "Açıldı.", "with": "{who} ile görüşüyorsunuz.",
           "queue": "Sıradasınız ({queue}).", "hold": "Bekletiliyorsunuz.",
           "over": "Görüşme bitti: {status}.", "music": "♪ müzik"},
    "en": {"calling": "Calling {to}", "answered": "Answered.", "with": "You are talking with {who}.",
           "queue": "You are in a queue ({queue}).", "hold": "You are on hold.",
           "over": "The call is over: {status}.", "music": "♪ music"},
}  # fmt: skip
MUSIC = ("play", "tone")


class Captions:
    """Give it what the telephone is like now, again and again; it answers with what is new."""

    def __init__(self, language: str) -> None:
        self._words = WORDS[language]
        self._next_heard = 0
        self._told: dict[str, Any] = {}

    def news(self, look: Mapping[str, Any]) -> Iterator[str]:
        """Lines for whatever has not been told yet."""
        leg = look.get("leg")
        if leg is None:
            return
        if self._is_new("call", leg["sid"]):
            self._next_heard = 0
            self._told = {"call": leg["sid"]}
            yield f"· {self._words['calling'].format(to=leg['to'])}"
        if leg["answered_at"] and self._is_new("answered", True):
            yield f"· {self._words['answered']}"
        yield from self._whereabouts(leg)
        yield from self._heard(look)
        if leg["ended_at"] and self._is_new("over", True):
            yield f"· {self._words['over'].format(status=leg['status'])}"

    def _heard(self, look: Mapping[str, Any]) -> Iterator[str]:
        for one in look["heard"]:
            if one["id"] >= self._next_heard and one["kind"] != "silence":
                yield self._caption(one)
            self._next_heard = max(self._next_heard, one["id"] + 1)

    def _caption(self, one: Mapping[str, Any]) -> str:
        if one["kind"] == "voice":
            return f"{one['who']}: {one['text']}"
        return self._words["music"] if one["kind"] in MUSIC else f"» {one['text']}"

    def _whereabouts(self, leg: Mapping[str, Any]) -> Iterator[str]:
        company = ", ".join(leg["company"])
        if leg["queue"] and self._is_new("queue", leg["queue"]):
            yield f"· {self._words['queue'].format(queue=leg['queue'])}"
        if leg["on_hold"] and self._is_new("hold", True):
            yield f"· {self._words['hold']}"
        if not leg["on_hold"]:
            self._told["hold"] = False
        if self._is_new("company", company) and company:
            yield f"· {self._words['with'].format(who=company)}"

    def _is_new(self, what: str, value: Any) -> bool:
        if self._told.get(what) == value:
            return False
        self._told[what] = value
        return True
