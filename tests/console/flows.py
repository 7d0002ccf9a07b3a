"""A flow in two versions, the second in force, and a draft of the third."""

from functools import cache

from ivr.publishing.drafting import draft_flows
from ivr.publishing.publishing import Wish, publish, publish_first
from ivr.publishing.written_flow import WrittenFlow, written
from tests.console.conftest import Centre

QUEUES = frozenset({"main"})


def source(greeting: str, *, queue: str = "main") -> str:
    return f"""\
flow: main
start: greeting
person: anyone
nodes:
  greeting: {{say: {{tr: "{greeting}"}}, next: anyone}}
  anyone: {{agent: {{queue: {queue}}}}}
"""


@cache
def flow(greeting: str) -> WrittenFlow:
    return written(source(greeting), QUEUES, name="main")


def flows_are_there(centre: Centre) -> None:
    wish = Wish(author="ayse", note="", now=centre.clock(), who="test:ayse")
    publish_first(centre.board.database, {"main": flow("Merhaba")}, wish)
    publish(centre.board.database, [flow("Günaydın")], print, wish)
    draft_flows(centre.board.database, [flow("İyi akşamlar")], wish)
