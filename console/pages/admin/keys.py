"""Keys of programs."""

from collections.abc import Mapping
from typing import Any

from console.api.api_keys import list_api_keys
from console.pages.admin.people import ROLES
from console.pages.admin.section import whole_and_part
from console.pages.asking import ask
from console.pages.page import Visit


def _keys(visit: Visit) -> Mapping[str, Any]:
    return {"keys": ask(visit, list_api_keys).items, "roles": ROLES}


PAGES = whole_and_part("keys", _keys)
