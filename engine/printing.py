"""What commands print: a table for people, JSON for programs."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from ivr.retelling.replay import Replay

WIDE: Final = 200
"""Characters of a line where no terminal is: a file, or another program."""
GAP: Final = 2
"""Characters between two columns."""


def print_rows(rows: Sequence[dict[str, object]], *, as_json: bool) -> None:
    """The rows under the names of the first one's fields, and a word where there is none."""
    if as_json:
        print_json(rows)
        return
    if not rows:
        print("There is none.")  # noqa: T201  this is the output
        return
    names = [str(name).replace("_", " ") for name in rows[0]]
    cells = [[_cell(value) for value in row.values()] for row in rows]
    console = Console(width=None if Console().is_terminal else WIDE)
    if least_width(names, cells) > console.width:
        _print_one_below_the_other(console, names, cells)
        return
    table = Table(*names, box=None, pad_edge=False)
    for row_cells in cells:
        table.add_row(*row_cells)
    console.print(table, markup=False)


def least_width(names: Sequence[str], cells: Sequence[Sequence[str]]) -> int:
    """Columns of a terminal in which every word of the table still stands whole."""
    columns = zip(names, *cells, strict=True)
    return sum(max(_longest_word(text) for text in column) + GAP for column in columns) - GAP


def _longest_word(text: str) -> int:
    return max((cell_len(word) for word in text.split()), default=0)


def _print_one_below_the_other(console: Console, names: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    """For a narrow terminal: each row's fields under each other, without those that have nothing in them."""
    for row_cells in cells:
        for name, cell in zip(names, row_cells, strict=True):
            if cell:
                console.print(f"{name}: {cell}" if name else cell, markup=False, highlight=False, soft_wrap=True)
        console.print()


def print_json(told: object) -> None:
    """For programs: moments are spelled as the API spells them."""
    print(json.dumps(told, ensure_ascii=False, indent=2, default=_spelled))  # noqa: T201  this is the output


def _spelled(value: object) -> str:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _cell(value: object) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        case _:
            return str(value)


def print_publication(row: Mapping[str, Any], *, as_json: bool) -> None:
    """What is in force now, and what that changed."""
    if as_json:
        print_json(row)
        return
    print(f"Release {row['release']} is in force: {changes_told(row['changes'])}.")  # noqa: T201  this is the output


MOST_CHANGES_TOLD = 5
"""New flows that are named; a whole centre that begins is counted."""


def changes_told(changes: Sequence[Mapping[str, Any]]) -> str:
    """`main 3 → 4, billing new`: numbers of versions."""
    if len(changes) > MOST_CHANGES_TOLD and not any(one["before"] for one in changes):
        return f"{len(changes)} flows new"
    return ", ".join(
        f"{one['flow']} {one['before']} → {one['after']}" if one["before"] else f"{one['flow']} new" for one in changes
    )


EXAMPLES = 3
"""Calls named of each kind."""


def replay_told(found: "Replay") -> str:
    """`34 of 412 calls would go elsewhere.`, and from where to where, with examples."""
    lines = [f"{len(found.elsewhere)} of {found.calls} calls would go elsewhere."]
    lines += _kinds({one.call: f"{one.before} → {one.after}" for one in found.elsewhere})
    if found.asked_anew:
        lines.append(f"{len(found.asked_anew)} would come to something they were never asked, at:")
        lines += _kinds(found.asked_anew)
    if found.untold:
        lines.append(f"{len(found.untold)} cannot be told again as they were, and do not count.")
    return "\n".join(lines)


def _kinds(calls: Mapping[str, str]) -> list[str]:
    """Calls that have the same said of them, the most frequent first."""
    kinds: dict[str, list[str]] = {}
    for call, told in calls.items():
        kinds.setdefault(told, []).append(call)
    often = sorted(kinds.items(), key=lambda kind: -len(kind[1]))
    return [f"  {told}: {len(named)} ({', '.join(named[:EXAMPLES])}{' …' if named[EXAMPLES:] else ''})"
            for told, named in often]  # fmt: skip
