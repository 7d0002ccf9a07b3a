"""Salesforce: the open case changed last of a contact with this number, or else the contact's own owner.

REST API, `GET /services/data/vXX.X/query?q=SOQL`. The access token is got by the client credentials flow where a client
is configured; one that has expired (401 INVALID_SESSION_ID) is exchanged for a new one, once.
"""

from collections.abc import Generator
from typing import Any, Final
from urllib.parse import urlencode

from callbacks.crm.answers import LoginRefused, rows, text, told
from callbacks.crm.crm import Crm, CrmOwner, Login, Talk
from callbacks.crm.spellings import spellings
from callbacks.outside.exchange import Reply, Request

ACCEPT: Final = {"Accept": "application/json"}
FORM: Final = {"Content-Type": "application/x-www-form-urlencoded", **ACCEPT}
CASES: Final = (
    "SELECT CaseNumber, OwnerId, Owner.Email, Owner.Type FROM Case WHERE IsClosed = false AND"
    " (Contact.Phone IN ({numbers}) OR Contact.MobilePhone IN ({numbers}) OR SuppliedPhone IN ({numbers}))"
    " ORDER BY LastModifiedDate DESC LIMIT 5"
)
CONTACTS: Final = (
    "SELECT OwnerId, Owner.Email FROM Contact WHERE Phone IN ({numbers}) OR MobilePhone IN ({numbers}) LIMIT 2"
)

Asking = Generator[Request, Reply, Any]


def ask_salesforce(crm: Crm, phone: str) -> Talk:
    found = yield from _query(crm, _soql(CASES, phone))
    for case in rows(found, "records"):
        owner = case.get("Owner") or {}
        if owner.get("Type", "User") == "User":  # a queue owns it otherwise: nobody to talk with
            return _owner(case, text(case.get("CaseNumber")))
    contacts = rows((yield from _query(crm, _soql(CONTACTS, phone))), "records")
    return _owner(contacts[0], "") if len({text(each.get("OwnerId")) for each in contacts}) == 1 else None


def _soql(query: str, phone: str) -> str:
    """The number is digits, blanks and a plus: nothing in it can end a literal."""
    return query.format(numbers=", ".join(f"'{each}'" for each in spellings(phone) if "'" not in each))


def _owner(row: dict[str, Any], case: str) -> CrmOwner | None:
    owner = row.get("Owner")
    email = text(owner.get("Email")) if isinstance(owner, dict) else ""
    id = text(row.get("OwnerId"))
    return CrmOwner(id=id, email=email, case=case) if id else None


def _query(crm: Crm, soql: str) -> Asking:
    request = Request(url=f"{crm.url}/services/data/{crm.version}/query?{urlencode({'q': soql})}", headers=ACCEPT)
    if crm.login is None:
        return told((yield request))
    reply = yield _with(request, crm.tokens.get("access") or (yield from _token(crm, crm.login)))
    if reply.status == 401:
        crm.tokens.clear()
        reply = yield _with(request, (yield from _token(crm, crm.login)))
    return told(reply)


def _token(crm: Crm, login: Login) -> Asking:
    asked = {
        "grant_type": "client_credentials",
        "client_id": login.client_id,
        "client_secret": login.client_secret,
    }
    url = f"{crm.url}/services/oauth2/token"
    reply = yield Request(method="POST", url=url, headers=FORM, body=urlencode(asked).encode())
    if reply.status in (400, 401):
        raise LoginRefused(f"status {reply.status}")
    token = told(reply).get("access_token")
    if not isinstance(token, str) or not token.isprintable() or not token:
        raise LoginRefused("no access_token")
    crm.tokens["access"] = token
    return token


def _with(request: Request, token: str) -> Request:
    return Request(url=request.url, headers={**request.headers, "Authorization": f"Bearer {token}"})
