"""`sahip keys`: chance and time for keys of the REST API come from here."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast

from console.api_key import ApiKey, keys, make_key, revoke_key
from console.role import Role
from engine.settings import Settings
from engine.stores import database_of
from records.database import reading, writing

SECRET_BYTES = 32


def add_key(settings: Settings, *, name: str, role: str) -> str:
    """Make a key and return it as its holder will send it."""
    with writing(database_of(settings)) as session:
        return make_key(
            session,
            id=uuid.uuid4().hex,
            secret=secrets.token_urlsafe(SECRET_BYTES),
            name=name,
            role=cast(Role, role),
            now=datetime.now(UTC),
        )


def all_keys(settings: Settings) -> Sequence[ApiKey]:
    with reading(database_of(settings)) as session:
        return keys(session)


def revoke(settings: Settings, id: str) -> bool:
    """Whether there was such a key, still in force."""
    with writing(database_of(settings)) as session:
        return revoke_key(session, id, now=datetime.now(UTC))
