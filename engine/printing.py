"""What commands print: a table for people, JSON for programs."""

import json
from collections.abc import Sequence

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
