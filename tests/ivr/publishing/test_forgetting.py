"""A month after it was tried a draft leaves the records; nothing that was published ever does."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ivr.publishing.drafting import draft_flows
from ivr.publishing.kept_flow import KeptFlow
from ivr.publishing.kept_release import KeptRelease
from ivr.publishing.written_flow import WrittenFlow
from records.database import reading
from tests.ivr.publishing.conftest import Press, flow


@pytest.mark.both_databases
def test_only_what_was_published_or_is_drafted_stays(press: Press, hello: Sequence[WrittenFlow]) -> None:
    first = press.first(hello[0])
    assert first is not None
    for greeting in "abc":
        draft_flows(press.database, [flow("main", greeting)], press.wish())
    press.publish(hello[1])
    press.clock.advance(timedelta(days=31).total_seconds())
    draft_flows(press.database, [hello[2]], press.wish())
    with reading(press.database) as session:
        assert set(session.scalars(select(KeptFlow.version))) == {one.version for one in hello}
        assert session.scalar(select(func.count()).select_from(KeptRelease)) == 3
    shelf = press.shelf(hello[0])
    assert shelf.pinned(first.release).flows["main"] == hello[0].flow
    assert shelf.draft().flows["main"] == hello[2].flow
