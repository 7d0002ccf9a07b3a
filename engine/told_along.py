"""A scripted call told while it goes on: lines of its transcript, and what people change at their desks, by our API."""

import re
import textwrap
from collections.abc import Callable, Mapping
from typing import Any, Final

LONGEST_LINE: Final = 100
LONG_ID: Final = re.compile(r"\b([A-Z]{2}[0-9a-f]{4})[0-9a-f]{28}\b")
"""A SID, of which the beginning is enough to follow a call down the page."""


class ToldAlong:
    """Each line as soon as it is known. Until the script `begins`, the transcript is that of somebody else."""

    def __init__(self, tell: Callable[[str], None], transcript: Callable[[], str]) -> None:
        self._tell, self._transcript = tell, transcript
        self._begun, self._rows_told = False, 0

    def begins(self) -> None:
        self._begun = True

    def news(self) -> None:
        """A transcript only grows, so what is new stands at its end."""
        if self._begun:
            rows = self._transcript().splitlines()
            for row in rows[self._rows_told :]:
                self._tell(row)
            self._rows_told = len(rows)

    def asked(self, request: str, body: Mapping[str, Any] | None, status: int) -> None:
        self.news()
        self._tell(api_line(request, body, status))


def api_line(request: str, body: Mapping[str, Any] | None, status: int) -> str:
    """One request to our API in one line of the page."""
    begin, end = LONG_ID.sub(r"\1…", f"  API {request}"), f" → {status}"
    fields = " ".join(f"{name}={value}" for name, value in (body or {}).items())
    room = max(LONGEST_LINE - len(begin) - len(end) - 1, 1)
    return f"{begin} {textwrap.shorten(fields, room, placeholder='…')}".rstrip() + end
