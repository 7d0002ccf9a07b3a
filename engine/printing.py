"""What commands print: a table for people, JSON for programs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table


def print_rows(rows: Sequence[dict[str, object]], *, as_json: bool) -> None:
    """The rows under the names of the first one's fields; nothing, for people, when there is none."""
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2, default=str))  # noqa: T201  this is the output
        return
    if not rows:
        return
    table = Table(*(str(name) for name in rows[0]), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    console = Console(width=None if Console().is_terminal else 200)
    console.print(table, markup=False)


def print_publication(row: Mapping[str, Any], *, as_json: bool) -> None:
    """What is in force now, and what that changed."""
    if as_json:
        print(json.dumps(row, ensure_ascii=False, indent=2, default=str))  # noqa: T201  this is the output
        return
    print(f"Release {row['release']} is in force: {changes_told(row['changes'])}.")  # noqa: T201  this is the output


def changes_told(changes: Sequence[Mapping[str, Any]]) -> str:
    """`main 3 → 4, billing new`: numbers of versions."""
    return ", ".join(
        f"{one['flow']} {one['before']} → {one['after']}" if one["before"] else f"{one['flow']} new" for one in changes
    )
