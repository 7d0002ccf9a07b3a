"""The files the centre is written in, as they lie in its folder: for whoever reads them, and tries a change of one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NAMES: Final = ("policy", "care", "escalations", "callbacks", "hours", "numbers", "connections", "dips")
"""Each is `<name>.yaml`; flows are published, and are not among them."""


def _nothing(changed: Mapping[str, str]) -> list[str]:
    return []


@dataclass(frozen=True, kw_only=True)
class CentreFiles:
    """`problems` are what would stop the centre with these texts in place of what lies there: `file:line:column: what`.

    None is the folder of a house that was put together without files.
    """

    folder: Path | None = None
    problems: Callable[[Mapping[str, str]], list[str]] = _nothing

    def path(self, name: str) -> Path | None:
        """The file of one of the names, where there is one."""
        path = self.folder / f"{name}.yaml" if self.folder is not None and name in NAMES else None
        return path if path is not None and path.is_file() else None
