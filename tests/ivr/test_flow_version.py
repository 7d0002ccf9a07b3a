"""A call stays on the flow it started on, also when the records were out of reach for a moment."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Engine, text

from engine.centre import read_centre
from engine.shipped import shipped
from ivr.flow import Flow
from ivr.flow_file import canonical, version_of
from ivr.flow_version import FlowShelf

MOMENT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@contextmanager
def out_of_reach(database: Engine) -> Iterator[None]:
    """The table is away: for whoever reads, as if the database were."""
    for each in (("flow_versions", "away"), ("away", "flow_versions")):
        with database.begin() as connection:
            connection.execute(text(f"ALTER TABLE {each[0]} RENAME TO {each[1]}"))
        if each[1] == "away":
            yield


def older_and_newer() -> tuple[Flow, Flow]:
    newer = next(iter(read_centre(shipped("centre")).flows.values()))
    told = json.loads(canonical(newer))
    language = "en" if told["language"] == "tr" else "tr"
    return newer.model_copy(update={"language": language}), newer


def test_a_call_goes_on_with_its_own_flow_after_the_records_were_out_of_reach(database: Engine) -> None:
    older, newer = older_and_newer()
    FlowShelf({newer.flow: older}, database).publish(MOMENT)
    shelf = FlowShelf({newer.flow: newer}, database)
    with out_of_reach(database):
        assert shelf.pinned(newer.flow, version_of(older)) == newer
    assert shelf.pinned(newer.flow, version_of(older)) == older
    with out_of_reach(database):
        assert shelf.pinned(newer.flow, version_of(older)) == older
