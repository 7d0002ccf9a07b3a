"""Zendesk: the caller's user by telephone number, their open ticket updated last, and its assignee.

Search API, `GET /api/v2/search.json?query=…`; assignees come along by side-loading (`include=tickets(users)`).
"""

from typing import Any, Final
from urllib.parse import urlencode

from callbacks.crm.answers import rows, text, told
from callbacks.crm.crm import Crm, CrmOwner, Talk
from callbacks.crm.spellings import is_number
from callbacks.outside.exchange import Request

ACCEPT: Final = {"Accept": "application/json"}
MOST_USERS: Final = 5
"""Who shares a number with more people than these is not looked for."""


def ask_zendesk(crm: Crm, phone: str) -> Talk:
    found = told((yield _search(crm, f'type:user phone:"{phone}"')))
    users = [text(user.get("id")) for user in rows(found, "results") if is_number(user.get("phone"), phone)]
    if not 0 < len(users) <= MOST_USERS:
        return None
    requesters = " ".join(f"requester:{user}" for user in users)
    query = f"type:ticket status<solved {requesters}"
    found = told((yield _search(crm, query, include="tickets(users)", sort_by="updated_at", sort_order="desc")))
    for ticket in rows(found, "results"):
        if assignee := text(ticket.get("assignee_id")):
            return CrmOwner(id=assignee, email=_email(found, assignee), case=text(ticket.get("id")))
    return None


def _email(found: Any, assignee: str) -> str:
    """Of the assignee, where users came along."""
    users = rows(found, "users") if "users" in found else []
    return next((text(user.get("email")) for user in users if text(user.get("id")) == assignee), "")


def _search(crm: Crm, query: str, **more: str) -> Request:
    return Request(url=f"{crm.url}/api/v2/search.json?{urlencode({'query': query, **more})}", headers=ACCEPT)
