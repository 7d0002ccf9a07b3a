"""The files the centre is written in: as they lie in its folder, and as they were published since.

A file counts as it lies until a version of it is published; from then on the newest version counts, and what lies in
the folder is only what the next one may be made of.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

NAMES: Final = ("policy", "care", "escalations", "callbacks", "hours", "numbers", "connections", "dips")
"""Each is `<name>.yaml`; flows are published on their own, and are not among them."""
PUBLISHED_HERE: Final = NAMES[:6]
"""Those that are published. The others say which systems we speak with and which variables of the environment hold
their credentials: whoever may set those changes them too, where they lie."""


def _nothing(changed: Mapping[str, str]) -> Sequence[str]:
    return ()


def _as_assembled() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class CentreFiles:
    """`problems` are what would stop the centre with these texts in place of what counts: `file:line:column: what`.

    `in_force` are the parts of a board that were published since it was put together, as `look_again` finds them at
    once: whoever published in this process asks for that. `keep_looking` is for a process that stays: it begins a
    thread that looks for as long as it lives. None is the folder of a house without files.
    """

    folder: Path | None = None
    problems: Callable[[Mapping[str, str]], Sequence[str]] = _nothing
    in_force: Callable[[], Mapping[str, Any]] = _as_assembled
    look_again: Callable[[], object] = _as_assembled
    keep_looking: Callable[[], object] = _as_assembled

    def path(self, name: str) -> Path | None:
        """The file of one of the names, where there is one."""
        path = self.folder / f"{name}.yaml" if self.folder is not None and name in NAMES else None
        return path if path is not None and path.is_file() else None

    def lying(self, name: str) -> str | None:
        """What is written in the folder."""
        path = self.path(name)
        return path.read_text(encoding="utf-8", errors="replace") if path else None
