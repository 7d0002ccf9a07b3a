"""Any system that answers one question: whose is the caller with this number?

POST {"phone": "+905321234567"} → {"owner": "ayse", "email": "ayse@example.com", "case": "4812"}; all may be null, and
204 and 404 are a no as well. Where the answer is of another shape, `keep` gives the paths.
"""

import json
from typing import Final

from callbacks.crm.answers import told
from callbacks.crm.crm import Crm, CrmOwner, Talk
from callbacks.dips.picking import picked
from callbacks.outside.exchange import Request

PATHS: Final = {"owner": "owner", "email": "email", "case": "case"}
HEADERS: Final = {"Content-Type": "application/json", "Accept": "application/json"}


def ask_webhook(crm: Crm, phone: str) -> Talk:
    body = json.dumps({"phone": phone}).encode()
    reply = yield Request(method="POST", url=crm.url, headers=HEADERS, body=body)
    if reply.status in (204, 404):
        return None
    told(reply)
    values = picked(reply.body, {**PATHS, **crm.keep})
    found = CrmOwner(id=values["owner"], email=values["email"], case=values["case"])
    return found if found.id or found.email else None
