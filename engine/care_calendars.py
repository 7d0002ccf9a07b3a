"""Calendars that care.yaml counts by: each stands in hours.yaml, or the centre is not read."""

from collections.abc import Collection, Iterator
from pathlib import Path

from cases.care import Care
from ivr.errors import FlowInvalid
from ivr.file_fault import fault, nearest_said, said
from ivr.yaml_file import Where, named, place, read_mapping


def see_that_calendars_are_there(care: Care, calendars: Collection[str], path: Path) -> None:
    """Raises FlowInvalid with each that is not, and where it is written."""
    unknown = [(where, name) for where, name in _named(care) if name not in calendars]
    if unknown:
        tree = read_mapping(path, places=True)
        raise FlowInvalid([
            fault(f"{place(path, tree, where)}{named(where)}: ",
                  said("no_calendar_in_hours", name=name, near=nearest_said(name, calendars)))
            for where, name in unknown
        ])  # fmt: skip


def _named(care: Care) -> Iterator[tuple[Where, str]]:
    for name, department in care.departments.items():
        yield ("departments", name, "calendar"), department.calendar
    if care.promises.calendar:
        yield ("promises", "calendar"), care.promises.calendar
    for name, kind in care.promises.kinds.items():
        if kind.calendar:
            yield ("promises", "kinds", name, "calendar"), kind.calendar
    if care.ownership.updates_in:
        yield ("ownership", "updates_in"), care.ownership.updates_in
