"""HubSpot: the contact with this number, its open ticket changed last or else itself, and the e-mail of the owner.

CRM search API, `POST /crm/v3/objects/{object}/search`. HubSpot makes its searchable numbers without the country's code,
so the national number is searched for as well, and what is found is looked at again.
"""

import json
from typing import Any, Final

from callbacks.crm.answers import rows, text, told
from callbacks.crm.crm import Crm, CrmOwner, Talk
from callbacks.crm.spellings import is_number, national
from callbacks.outside.exchange import Request

HEADERS: Final = {"Content-Type": "application/json", "Accept": "application/json"}
SEARCHABLE: Final = ("hs_searchable_calculated_phone_number", "hs_searchable_calculated_mobile_number")
TYPED: Final = ("phone", "mobilephone")
MOST_CONTACTS: Final = 5


def ask_hubspot(crm: Crm, phone: str) -> Talk:
    found = rows(told((yield _search(crm, "contacts", _contacts(phone)))), "results")
    contacts = [contact for contact in found if _is_theirs(contact, phone)]
    if not contacts:
        return None
    tickets = rows(told((yield _search(crm, "tickets", _tickets(contacts)))), "results")
    for row, case in (*((each, text(each.get("id"))) for each in tickets), *((each, "") for each in contacts)):
        if owner := text(_properties(row).get("hubspot_owner_id")):
            reply = yield Request(url=f"{crm.url}/crm/v3/owners/{owner}", headers=HEADERS)
            email = text(told(reply).get("email")) if reply.status != 404 else ""
            return CrmOwner(id=owner, email=email, case=case)
    return None


def _contacts(phone: str) -> dict[str, Any]:
    """Groups are alternatives; five are HubSpot's most."""
    wanted = [(name, national(phone)) for name in SEARCHABLE] + [(name, phone) for name in TYPED]
    groups = [{"filters": [{"propertyName": name, "operator": "EQ", "value": value}]} for name, value in wanted]
    return {"filterGroups": groups, "properties": ["hubspot_owner_id", *TYPED, *SEARCHABLE], "limit": MOST_CONTACTS}


def _tickets(contacts: list[dict[str, Any]]) -> dict[str, Any]:
    theirs = {"propertyName": "associations.contact", "operator": "IN", "values": [each["id"] for each in contacts]}
    still_open = {"propertyName": "closed_date", "operator": "NOT_HAS_PROPERTY"}
    return {
        "filterGroups": [{"filters": [theirs, still_open]}],
        "properties": ["hubspot_owner_id"],
        "sorts": [{"propertyName": "hs_lastmodifieddate", "direction": "DESCENDING"}],
        "limit": MOST_CONTACTS,
    }


def _is_theirs(contact: dict[str, Any], phone: str) -> bool:
    return bool(text(contact.get("id"))) and any(is_number(_properties(contact).get(name), phone)
                                                 for name in (*TYPED, *SEARCHABLE))  # fmt: skip


def _properties(row: dict[str, Any]) -> dict[str, Any]:
    found = row.get("properties")
    return found if isinstance(found, dict) else {}


def _search(crm: Crm, what: str, body: dict[str, Any]) -> Request:
    url = f"{crm.url}/crm/v3/objects/{what}/search"
    return Request(method="POST", url=url, headers=HEADERS, body=json.dumps(body).encode())
