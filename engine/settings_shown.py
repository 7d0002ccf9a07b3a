"""The settings as `sahip config` prints them: each with where it came from, and nothing secret."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from engine.settings import NAMES, Settings, Source, given_settings


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One line of `sahip config`: ready to be shown to anybody."""

    name: str
    shown: str
    source: Source


def shown_settings(
    settings: Settings, environment: Mapping[str, str] = os.environ, env_file: Path = Path(".env")
) -> list[Setting]:
    """Every setting, in the order of the class."""
    given = given_settings(environment, env_file)
    return [
        Setting(name=name, shown=_shown(getattr(settings, attribute)), source=given.get(name, ("", "default"))[1])
        for attribute, name in NAMES.items()
    ]


def unread_names(environment: Mapping[str, str] = os.environ) -> list[str]:
    """SAHIP_ names nobody reads: most likely misspelt."""
    return sorted(name for name in environment if name.startswith("SAHIP_") and name not in NAMES.values())


def _shown(value: object) -> str:
    if value is None:
        return "-"
    if not isinstance(value, SecretStr):
        return str(value)
    secret = value.get_secret_value()
    return _without_password(secret) if "://" in secret else "****"


def _without_password(address: str) -> str:
    """An address with its password, and anything after a question mark, hidden."""
    return re.sub(r"://([^:/@]*):.*@", r"://\1:****@", address.split("?", maxsplit=1)[0])
