"""No page leads nowhere: from where somebody signs in, every link they are shown is followed."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Final, cast

import pytest

from ivr.voice_board import VoiceBoard
from tests.console.conftest import BOARD_AT_HAND, Centre
from tests.console.flows import flows_are_there
from tests.console.pages.conftest import Visitor

AsSomebody = Callable[[str], Visitor]
LEAST: Final = {"ayse": 5, "watch": 40, "lead": 50, "ops": 70, "admin": 75}
"""How many addresses each of them comes to, at least."""
LINK: Final = re.compile(r'(?:href|hx-get)="([^"#]+)')
ELSEWHERE: Final = ("/logout", "/phone", "/api/", "/healthz", "/readyz", "/metrics", "/live/")
"""What no page of these is: it is asked by others, and tested there."""


@pytest.mark.parametrize("login", LEAST)
def test_whatever_a_page_leads_to_is_there(signed_in: AsSomebody, centre: Centre, login: str) -> None:
    board = cast(VoiceBoard, centre.board)
    BOARD_AT_HAND.board = replace(board, flow_of_number={"+908502220000": "main"}, draft_numbers=frozenset())
    flows_are_there(centre)
    centre.caller_waits()
    centre.journal_is_written()
    visitor, seen, dead = signed_in(login), set[str](), list[str]()
    ahead = ["/me"]
    while ahead:
        path = ahead.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = visitor.opens(path)
        if answer.status_code != 200:
            dead.append(f"{path}: {answer.status_code}")
        elif answer.mimetype == "text/html":
            ahead += [link for link in map(unescape, LINK.findall(answer.text)) if leads_to_a_page(link)]
    assert dead == [], sorted(dead)
    assert len(seen) >= LEAST[login], len(seen)


def leads_to_a_page(link: str) -> bool:
    return link.startswith("/") and not link.startswith(ELSEWHERE)
