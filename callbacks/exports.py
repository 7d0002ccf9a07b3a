"""Where what we handed out about somebody lies, under a name that tells nobody whose it is."""

from datetime import datetime
from pathlib import Path

from cases.erasure import name_hash
from records.person import Person

DIGITS = 16
"""Of the hash, in a file's name."""


def export_file(folder: Path, person: Person, secret: bytes, now: datetime) -> Path:
    """The file for an export made now."""
    return folder / f"person-{min(_hashes(person, secret))}-{now:%Y%m%dT%H%M%SZ}.zip"


def remove_exports(folder: Path, person: Person, secret: bytes) -> int:
    """Every export about them that lies there; how many."""
    found = [file for each in _hashes(person, secret) for file in folder.glob(f"person-{each}-*.zip")]
    for file in found:
        file.unlink(missing_ok=True)
    return len(found)


def _hashes(person: Person, secret: bytes) -> set[str]:
    return {name_hash(secret, name)[:DIGITS] for name in person.customers | person.addresses}
