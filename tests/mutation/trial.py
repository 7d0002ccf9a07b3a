"""Trying mutants on the floor's tests, all in one session of pytest: a mutant is dead when a test fails."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from _pytest.runner import runtestprotocol
from redis import Redis
from redis.exceptions import ResponseError

from tests.mutation.lua_source import Source, read_lua
from tests.mutation.mutants import Mutant
from tests.mutation.scripts import CHANNEL, lua_files, marked, mutated, statement_at, use

LONG = ("test_floor_machine.py", "test_interleavings.py", "test_flow_interleavings.py")
"""Slow, and they should not be needed: they look only at what survived every plain test, and only when asked to."""

THAT_IS_ALL = "that is all"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    mutant: Mutant
    killer: str  # the test that failed; "" when none did
    tried: int  # tests that ran the changed statement and were tried

    @property
    def survived(self) -> bool:
        return not self.killer


@dataclass
class Trial:
    """pytest's main loop, while it is ours: `wanted` says which mutants, `tell` hears each verdict."""

    wanted: Sequence[Mutant]
    tell: Callable[[Verdict], None]
    long: bool = False
    reach: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # statement → tests that run it
    kills: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        on_the_floor = (item for item in session.items if "redis" in cast(Any, item).fixturenames)
        self.items = {item.nodeid: item for item in on_the_floor}
        self.plain = [name for name in self.items if not _is_long(name)]
        self.redis = Redis.from_url(self._valkey_url(session), decode_responses=True)
        broken = self._explore()
        if broken:
            raise pytest.UsageError(f"{len(broken)} tests fail without any mutant, the first is {broken[0]}")
        self.sources = {name: read_lua(text) for name, text in lua_files().items()}
        for mutant in self.wanted:
            if self._is_lua(mutant):
                self.tell(self._try(mutant))
        return True

    def _valkey_url(self, session: pytest.Session) -> str:
        """The store of this session's tests, as its fixture says."""
        urls: list[str] = []

        def look(valkey_url: str) -> None:
            urls.append(valkey_url)

        function = pytest.Function.from_parent(session.items[0].parent, name="look", callobj=look)
        self._passes(function)
        return urls[0]

    def _explore(self) -> list[str]:
        """Run every test once on marked scripts: what does each reach? Returns the tests that fail."""
        use(marked())
        listener = self.redis.pubsub(ignore_subscribe_messages=True)
        listener.subscribe(CHANNEL)
        broken = []
        for name in self.plain:
            if not self._passes(self.items[name]):
                broken.append(name)
            self.redis.publish(CHANNEL, THAT_IS_ALL)
            for message in listener.listen():
                if message["data"] == THAT_IS_ALL:
                    break
                self.reach[str(message["data"])].add(name)
        listener.close()
        return broken

    def _is_lua(self, mutant: Mutant) -> bool:
        try:
            self.redis.script_load(mutant.text)
        except ResponseError:
            return False
        return True

    def _try(self, mutant: Mutant) -> Verdict:
        self.redis.script_flush()
        use(mutated(mutant.file, mutant.text))
        killed = self.kills[mutant.file, mutant.function]
        likely = self._likely(mutant)
        for number, name in enumerate(likely, 1):
            if not self._passes(self.items[name]):
                killed[name] += 1
                return Verdict(mutant=mutant, killer=name, tried=number)
        return Verdict(mutant=mutant, killer="", tried=len(likely))

    def _likely(self, mutant: Mutant) -> list[str]:
        """The tests that reach the changed statement: those that killed its neighbours first, the machine last."""
        source: Source = self.sources[mutant.file]
        statement = statement_at(source, mutant.start)
        tests = self.plain if statement is None else self.reach[f"{mutant.file} {statement}"]
        killed = self.kills[mutant.file, mutant.function]
        plain = sorted(tests, key=lambda name: (-killed[name], self._breadth[name], name))
        return [*plain, *(name for name in self.items if self.long and _is_long(name))]

    @property
    def _breadth(self) -> Counter[str]:
        if not hasattr(self, "_breadths"):
            self._breadths = Counter(name for tests in self.reach.values() for name in tests)
        return self._breadths

    def _passes(self, item: pytest.Item) -> bool:
        """The session goes on afterwards, and with it the stores; everything else of the test is taken down."""
        reports = runtestprotocol(item, nextitem=cast(Any, item.session), log=False)
        return not any(report.failed for report in reports)


def _is_long(test: str) -> bool:
    return any(file in test for file in LONG)
