"""Keys for programs: made, listed and taken back. What a key opens is its role's."""

import hashlib
import hmac
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import unknown
from console.api_key import ApiKeyRow, key_of, keys, make_key, revoke_key
from console.role import Role
from records.audit import append as append_audit
from records.database import reading, writing


class KeyShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    name: str
    role: str
    made_at: Moment
    revoked_at: Moment | None


class KeyMade(KeyShown):
    key: str = Field(description="As its holder sends it: Authorization: Bearer …. It is shown this once.")


class KeyWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Words, StringConstraints(min_length=1, max_length=80)] = Field(description="Who will use it.")
    role: Role


def list_api_keys(board: Board, asked: Asked) -> Page[KeyShown]:
    """Every key ever made, oldest first, without its secret."""
    with reading(board.database) as session:
        return Page(items=tuple(KeyShown.model_validate(key) for key in keys(session)))


def post_api_key(board: Board, asked: Asked) -> KeyMade:
    """Make a key and show it, this once. Written to the audit trail, without the key."""
    wanted: KeyWanted = asked.body
    id, secret = _drawn(board, asked.once, "id")[:32], _drawn(board, asked.once, "secret")
    with writing(board.database) as session:
        if session.get(ApiKeyRow, id) is None:
            make_key(session, id=id, secret=secret, name=wanted.name, role=wanted.role, now=board.clock())
            session.flush()
            told = {"name": wanted.name, "role": wanted.role}
            append_audit(session, asked.who.label, "key_made", f"key:{id}", told, board.clock())
        shown = KeyShown.model_validate(key_of(session.get_one(ApiKeyRow, id)))
    return KeyMade(**dict(shown), key=f"sahip_{id}_{secret}")


def delete_api_key(board: Board, asked: Asked) -> KeyShown:
    """From now on it opens nothing. Written to the audit trail."""
    with writing(board.database) as session:
        row = session.get(ApiKeyRow, asked.path["key"])
        if row is None:
            raise unknown("key", asked.path["key"])
        if revoke_key(session, row.id, now=board.clock()):
            append_audit(session, asked.who.label, "key_revoked", f"key:{row.id}", {"name": row.name}, board.clock())
        return KeyShown.model_validate(key_of(row))


def _drawn(board: Board, once: str, what: str) -> str:
    """Computed from our secret and the request: whoever sends it again is shown the same key."""
    return hmac.new(board.secret, f"api_key:{what}:{once}".encode(), hashlib.sha256).hexdigest()


OPERATIONS = (
    Operation(method="GET", path="/api-keys", scope="accounts:read", summary="List keys of programs",
              does=list_api_keys, answers=Page[KeyShown]),
    Operation(method="POST", path="/api-keys", scope="accounts:write", summary="Make a key for a program",
              does=post_api_key, answers=KeyMade, body=KeyWanted, shown_once=True),
    Operation(method="DELETE", path="/api-keys/{key}", scope="accounts:write", summary="Take back a program's key",
              does=delete_api_key, answers=KeyShown, problems=(404,)),
)  # fmt: skip
