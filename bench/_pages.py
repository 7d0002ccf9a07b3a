"""Pages that stand open, as a process of their own: each listens to its stream and fetches what an event is about.

    python -m bench._pages WEB_PORT LIVE_PORT DESKS FLOORS

Each time it is told `tell` it prints what it saw since then, as JSON. A page does what its scripts do: the parts that
events concern are fetched at once, or when it has rested since the last time (static/live.js).
"""

import http.client
import json
import os
import re
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Final

from bench._house import PUBLIC

PART: Final = re.compile(r'hx-get="(/[^"?]*/parts/[^"]*)" hx-trigger="([^"]*)"')
STREAM: Final = re.compile(r'data-live="([^"]*)"')
FLOOR_MOVES: Final = ("floor", "transfer", "hand")
TOGETHER, DESK_RESTS, FLOOR_RESTS = 0.02, 0.1, 1.0
"""Seconds, as the scripts have them."""
BEAT_SECONDS: Final = 6.0
ELSEWHERE: Final = 10
"""How much nicer we are than the engine: browsers take no processor of its machine."""
HOST: Final = PUBLIC.partition("//")[2]


@dataclass(kw_only=True)
class Seen:
    """Milliseconds from an event to the page that heard of it, and to the desk or floor that shows it."""

    heard: list[float] = field(default_factory=list)
    desks: list[float] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)
    fetched: int = 0
    failed: int = 0
    streams: int = 0


@dataclass(kw_only=True)
class OpenPage:
    path: str
    cookie: str
    agent: str | None
    web_port: int
    live_port: int
    seen: Seen
    parts: dict[str, list[str]] = field(default_factory=dict)
    waiting: dict[str, float] = field(default_factory=dict)
    news: threading.Condition = field(default_factory=threading.Condition)

    def open(self) -> None:
        web = http.client.HTTPConnection("127.0.0.1", self.web_port, timeout=30)
        shell = self.get(web, self.path).decode()
        for part, triggers in PART.findall(shell):
            for topic in re.findall(r"live:(\w+)", triggers):
                self.parts.setdefault(topic, []).append(part)
            if "floor-moved" in triggers:
                self.parts["floor"] = [*self.parts.get("floor", []), part]
        found = STREAM.search(shell)
        assert found, f"{self.path} listens to nothing"
        threading.Thread(target=self.listen, args=(found[1].replace("&amp;", "&"),), daemon=True).start()
        threading.Thread(target=self.paint, args=(web,), daemon=True).start()

    def listen(self, address: str) -> None:
        live = http.client.HTTPConnection("127.0.0.1", self.live_port, timeout=30)
        live.request("GET", address, headers=self.headers)
        told = live.getresponse()
        assert told.status == 200, told.status
        self.seen.streams += 1
        for line in told:
            if line.startswith(b"data: {"):
                self.hear(json.loads(line[6:]))

    def hear(self, event: dict[str, Any]) -> None:
        now, at = time.time(), int(event["id"].partition("-")[0]) / 1000
        self.seen.heard.append((now - at) * 1000)
        topic = "floor" if self.agent is None and event["topic"] in FLOOR_MOVES else event["topic"]
        with self.news:
            self.waiting[topic] = at
            self.news.notify()

    def paint(self, web: http.client.HTTPConnection) -> None:
        beat_at, rest, last = time.time(), FLOOR_RESTS if self.agent is None else DESK_RESTS, 0.0
        while True:
            if self.agent and time.time() >= beat_at:
                beat_at = time.time() + BEAT_SECONDS
                self.beat(web)
            with self.news:
                self.news.wait_for(
                    lambda: self.waiting, timeout=max(0.0, beat_at - time.time()) if self.agent else None
                )
                if not self.waiting:
                    continue
            time.sleep(max(TOGETHER, last + rest - time.time()))
            with self.news:
                chosen, self.waiting = self.waiting, {}
            last = time.time()
            self.fetch(web, chosen)

    def fetch(self, web: http.client.HTTPConnection, topics: dict[str, float]) -> None:
        shown = self.seen.floors if self.agent is None else self.seen.desks
        for part in dict.fromkeys(part for topic in topics for part in self.parts.get(topic, ())):
            self.get(web, part)
            since = max(at for topic, at in topics.items() if part in self.parts.get(topic, ()))
            shown.append((time.time() - since) * 1000)

    def beat(self, web: http.client.HTTPConnection) -> None:
        told = json.dumps({"state": "ready", "heartbeat": True})
        web.request(
            "PUT",
            f"/api/v1/agents/{self.agent}/presence",
            told,
            {**self.headers, **self.csrf, "Content-Type": "application/json"},
        )
        answer = web.getresponse()
        answer.read()
        self.seen.failed += answer.status != 200

    def get(self, web: http.client.HTTPConnection, path: str) -> bytes:
        web.request("GET", path, headers=self.headers)
        answer = web.getresponse()
        self.seen.fetched += 1
        self.seen.failed += answer.status != 200
        return answer.read()

    @property
    def headers(self) -> dict[str, str]:
        return {"Host": HOST, "Cookie": f"__Host-sahip={self.cookie}"}

    @property
    def csrf(self) -> dict[str, str]:
        from bench.pages import csrf

        return {"X-Sahip-CSRF": csrf(self.cookie)}


def main() -> None:
    os.nice(ELSEWHERE)
    web_port, live_port, desks, floors = (int(word) for word in sys.argv[1:])
    seen = Seen()
    pages = [("/desk", f"desk-{n}", f"a{n}") for n in range(desks)] + [
        ("/floor", f"floor-{n}", None) for n in range(floors)
    ]
    for path, cookie, agent in pages:
        OpenPage(path=path, cookie=cookie, agent=agent, web_port=web_port, live_port=live_port, seen=seen).open()
    while seen.streams < len(pages):
        time.sleep(0.05)
    print("open", flush=True)
    for line in sys.stdin:
        if line.strip() == "tell":
            print(json.dumps(vars(seen)), flush=True)
            seen.heard, seen.desks, seen.floors, seen.fetched = [], [], [], 0


if __name__ == "__main__":
    main()
