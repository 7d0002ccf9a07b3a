"""Everything we hold about a person, as one file to hand out: JSON for programs, CSV for spreadsheets, and a signature.

The manifest names every file with its SHA-256; its signature is Ed25519, and the public key lies beside it, so that
whoever has the file can see without asking us that nobody changed it. Secrets and names of staff are left out.
"""

import csv
import hashlib
import hmac
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select
from sqlalchemy.orm import Session

from records.data_register import REGISTER
from records.database import Base
from records.person import Person
from records.whose import is_theirs

MANIFEST, SIGNATURE, KEY = "manifest.json", "manifest.json.sig", "public_key.txt"
SHOWN: Final = frozenset({"op", "pii", "link"})
FORMULA: Final = ("=", "@", "\t", "\r", "-")
"""Beginnings of a cell that a spreadsheet might carry out."""

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What is wrong with an export, if anything; `key` is who signed it."""

    wrong: str | None
    key: str


def held_about(session: Session, person: Person) -> dict[str, Rows]:
    """Table → the person's rows, without what is secret or about staff; tables without any are left out."""
    return {name: rows for name in REGISTER if (rows := _rows(session, name, person))}


def packed(held: Mapping[str, Rows], *, recordings: Sequence[str], read_me: str, now: datetime, secret: bytes) -> bytes:
    """One signed ZIP. The same facts at the same moment give the same bytes."""
    files = {"READ_ME.txt": read_me.encode(), "recordings.csv": _csv([{"recording": one} for one in recordings])}
    for name, rows in held.items():
        files[f"json/{name}.json"] = json.dumps(rows, ensure_ascii=False, indent=1, default=_told).encode()
        files[f"csv/{name}.csv"] = _csv(rows)
    digests = {name: hashlib.sha256(body).hexdigest() for name, body in sorted(files.items())}
    manifest = json.dumps({"made_at": now.isoformat(), "files": digests}, indent=1).encode()
    key = signing_key(secret)
    files |= {MANIFEST: manifest, SIGNATURE: key.sign(manifest).hex().encode(), KEY: public_half(key).encode()}
    return _zipped(files, now)


def signing_key(secret: bytes) -> Ed25519PrivateKey:
    """Always the same for one centre: it is made from its secret, and tells nothing of it."""
    return Ed25519PrivateKey.from_private_bytes(hmac.new(secret, b"signs exports", hashlib.sha256).digest())


def public_half(key: Ed25519PrivateKey) -> str:
    """What the signature is checked with, in 64 hexadecimal digits."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def verdict_on(export: bytes) -> Verdict:
    """Whether the file is as it was signed. Whose key it was signed with is for the reader to compare."""
    try:
        with zipfile.ZipFile(io.BytesIO(export)) as file:
            files = {name: file.read(name) for name in file.namelist()}
        key, manifest = files.pop(KEY).decode().strip(), files.pop(MANIFEST)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            bytes.fromhex(files.pop(SIGNATURE).decode()), manifest
        )
        told: dict[str, str] = json.loads(manifest)["files"]
    except InvalidSignature:
        return Verdict(wrong="the signature is not of this manifest", key="")
    except (KeyError, ValueError, zipfile.BadZipFile):
        return Verdict(wrong="it is no export of ours", key="")
    return Verdict(wrong=_difference(told, files), key=key)


def _difference(told: Mapping[str, str], files: Mapping[str, bytes]) -> str | None:
    if other := sorted(set(told) ^ set(files)):
        return f"{other[0]} was added or taken away"
    changed = [name for name, body in files.items() if hashlib.sha256(body).hexdigest() != told[name]]
    return f"{changed[0]} was changed" if changed else None


def _rows(session: Session, name: str, person: Person) -> Rows:
    table, held = Base.metadata.tables[name], REGISTER[name]
    if held.fate in ("stays", "redacted"):
        return []
    shown = [column for column in table.columns if held.classes[column.name] in SHOWN]
    chosen = select(*shown).where(is_theirs(table, held, person)).order_by(*table.primary_key.columns)
    return [dict(row) for row in session.execute(chosen).mappings()]


def _csv(rows: Rows) -> bytes:
    """With the mark that makes Excel read UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(rows[0] if rows else ["recording"])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, default=_told)
    text = text.strip('"') if not isinstance(value, str) else text
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def _told(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value.isoformat())


def _zipped(files: Mapping[str, bytes], now: datetime) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in _in_order(files):
            file.writestr(zipfile.ZipInfo(name, date_time=now.timetuple()[:6]), body)
    return out.getvalue()


def _in_order(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    yield from sorted(files.items())
