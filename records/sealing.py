"""One value sealed under one person's key, and opened again: AES-256 in GCM, bound to its place."""

import base64
import json
import os
from dataclasses import dataclass
from typing import Final, TypeGuard

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Value = str | int | float | bytes | None
MARK: Final = "sealed:1:"
NONCE_BYTES: Final = 12


@dataclass(frozen=True, kw_only=True)
class SealingKey:
    """`id` is what a copy calls the key: it says nothing of whose it is."""

    id: str
    key: bytes


def seal(value: Value, key: SealingKey, place: str) -> str:
    """The value as text that says nothing; `place` (table and column) goes into it and must be the same to open it."""
    told = {"b": base64.b64encode(value).decode()} if isinstance(value, bytes) else {"v": value}
    nonce = os.urandom(NONCE_BYTES)  # never twice under one key; it decides nothing that anybody hears
    sealed = AESGCM(key.key).encrypt(nonce, json.dumps(told).encode(), place.encode())
    return f"{MARK}{key.id}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, key: bytes, place: str) -> Value:
    """What was sealed. Raises ValueError where it was changed, or the key or the place is another."""
    raw = base64.b64decode(sealed.rpartition(":")[2])
    try:
        told = json.loads(AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()))
    except InvalidTag:
        raise ValueError("this is not what was sealed there with this key") from None
    return base64.b64decode(told["b"]) if "b" in told else told["v"]


def key_of(sealed: str) -> str:
    """The id of the key that opens it."""
    return sealed.removeprefix(MARK).partition(":")[0]


def is_sealed(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value.startswith(MARK)
