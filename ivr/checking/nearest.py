"""What a mistyped name may have meant."""

import difflib
from collections.abc import Iterable


def near(name: str, names: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, sorted(names), n=1)), None)
