"""Small flows to publish, and the short words for doing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from ivr.publishing.present import present_release
from ivr.publishing.publication import Publication
from ivr.publishing.publishing import Wish, publish, publish_first, roll_back
from ivr.publishing.shelf import FlowShelf
from ivr.publishing.written_flow import WrittenFlow, written
from records.database import reading
from tests.conftest import SettableClock

QUEUES = frozenset({"destek"})


def flow(name: str, greeting: str) -> WrittenFlow:
    text = f"""\
# {name}, as ops wrote it
flow: {name}
start: greeting
person: anyone
nodes:
  greeting: {{say: {{tr: "{greeting}", en: "{greeting}"}}, next: anyone}}
  anyone: {{agent: {{queue: destek}}}}
"""
    return written(text, QUEUES, name=name)


@dataclass
class Press:
    """Publishes to one database."""

    database: Engine
    clock: SettableClock

    def wish(self, author: str = "ayse", note: str = "", base: str | None = None) -> Wish:
        return Wish(author=author, note=note, now=self.clock(), who=f"test:{author}", base=base)

    def first(self, *flows: WrittenFlow) -> Publication | None:
        return publish_first(self.database, {one.name: one for one in flows}, self.wish("centre"))

    def publish(self, *flows: WrittenFlow, check: Callable[[object], None] = print, **wish: str | None) -> Publication:
        return publish(self.database, flows, check, self.wish(**wish))  # type: ignore[arg-type]

    def roll_back(self, name: str, version: str | None = None, **wish: str | None) -> Publication:
        return roll_back(self.database, name, version, self.wish(**wish))  # type: ignore[arg-type]

    def shelf(self, *flows: WrittenFlow) -> FlowShelf:
        return FlowShelf({one.name: one.flow for one in flows}, self.database, self.clock)

    def in_force(self) -> dict[str, str]:
        with reading(self.database) as session:
            return dict(present_release(session).versions)


@pytest.fixture
def press(database: Engine, clock: SettableClock) -> Press:
    return Press(database, clock)


@pytest.fixture
def hello() -> Sequence[WrittenFlow]:
    """Three versions of a flow, the oldest first."""
    return [flow("main", greeting) for greeting in ("Merhaba", "Günaydın", "İyi akşamlar")]
