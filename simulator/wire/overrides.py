"""Connection overrides in a URL's fragment, such as `https://host/path#rc=2&rp=ct,rt`."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag

from simulator.wire.transport import Timeouts

STANDARD = Timeouts()


@dataclass(frozen=True, kw_only=True)
class Overrides:
    """Limits of one webhook: its timeouts, how often it is retried (`rc`) and after what (`rp`)."""

    timeouts: Timeouts = STANDARD
    retries: int = 1
    retry_after: frozenset[str] = frozenset({"ct"})

    def retries_after(self, failure: str) -> bool:
        """Is a request retried after this kind of failure: `ct`, `rt`, `4xx` or `5xx`?"""
        return failure in self.retry_after or "all" in self.retry_after


def read_overrides(url: str) -> tuple[str, Overrides, tuple[str, ...]]:
    """The URL without its fragment, the overrides in it, and warnings (11240) about those that make no sense."""
    address, fragment = urldefrag(url)
    given = dict(parse_qsl(fragment))
    warnings: list[str] = []
    timeouts = Timeouts(
        connect=_bounded(given, "ct", 100, 10_000, 5000, warnings) / 1000,
        read=_bounded(given, "rt", 100, 15_000, 15_000, warnings) / 1000,
        total=_bounded(given, "tt", 100, 15_000, 15_000, warnings) / 1000,
    )
    retries = _bounded(given, "rc", 0, 5, 1, warnings)
    policy = frozenset(given.get("rp", "ct").split(","))
    return address, Overrides(timeouts=timeouts, retries=retries, retry_after=policy), tuple(warnings)


def _bounded(given: dict[str, str], key: str, low: int, high: int, default: int, warnings: list[str]) -> int:
    value = given.get(key)
    if value is None:
        return default
    if value.isdigit() and low <= int(value) <= high:
        return int(value)
    warnings.append(f"override {key}={value} is not between {low} and {high}")
    return default
