"""May the account place one more call? How many go on, how many wait, and how long the last of them would."""

from simulator.exchange import Exchange
from simulator.lines.network import backlog_seconds
from simulator.rest.errors import bad_request


def check_capacity(x: Exchange) -> None:
    """Raises RestError. With the standard switches only a backlog of a whole day is too much."""
    if 0 < x.switches.most_concurrent_calls <= len(x.live):
        raise bad_request(10004, "Call concurrency limit exceeded")
    if 0 < x.switches.most_queued_calls <= sum(leg.status == "queued" for leg in x.live.values()):
        raise bad_request(15001, "The account's call queue is full")
    if backlog_seconds(x) > x.switches.longest_backlog_seconds:
        raise bad_request(22005, "The account's call queue is longer than a call may wait")
