"""Connection overrides in a URL's fragment, such as `https://host/path#rc=2&rp=ct,rt`.

That bad ones are 11240 to 11243 is known; which of the four means what is unconfirmed.
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from simulator.wire.transport import Timeouts

UNKNOWN, BAD_TIMEOUT, BAD_RETRIES, BAD_POLICY = 11240, 11241, 11242, 11243
STANDARD = Timeouts()
POLICIES = frozenset({"4xx", "5xx", "ct", "rt", "all"})
EDGES = frozenset(
    {"ashburn", "dublin", "frankfurt", "sao-paulo", "singapore", "sydney", "tokyo", "umatilla", "roaming"}
)
KNOWN = frozenset({"ct", "rt", "tt", "rc", "rp", "e", "sni"})
Warnings = tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Overrides:
    """Limits of one webhook: its timeouts, how often it is retried (`rc`) and after what (`rp`).

    `edges` is where it would leave Twilio, `sni` whether it names its host when it encrypts; neither changes anything
    on one machine.
    """

    timeouts: Timeouts = STANDARD
    retries: int = 1
    retry_after: frozenset[str] = frozenset({"ct"})
    edges: tuple[str, ...] = ()
    sni: bool = True

    def retries_after(self, failure: str) -> bool:
        """Is a request retried after this kind of failure: `ct`, `rt`, `4xx` or `5xx`?"""
        return failure in self.retry_after or "all" in self.retry_after


PLAIN = Overrides()


@dataclass(kw_only=True)
class Fragment:
    given: dict[str, str]
    warnings: list[tuple[int, str]] = field(default_factory=list)

    def number(self, key: str, low: int, high: int, default: int, code: int) -> int:
        value = self.given.get(key)
        if value is None:
            return default
        if value.isdecimal() and low <= int(value) <= high:
            return int(value)
        self.warnings.append((code, f"override {key}={value} is not between {low} and {high}"))
        return default

    def names(self, key: str, known: frozenset[str], code: int) -> tuple[str, ...]:
        names = tuple(name for name in self.given.get(key, "").split(",") if name)
        for name in names:
            if name not in known:
                self.warnings.append((code, f"override {key}={name} is none of {', '.join(sorted(known))}"))
        return tuple(name for name in names if name in known)


def read_overrides(url: str) -> tuple[str, Overrides, Warnings]:
    """The URL without its fragment, the overrides in it, and codes and words about those that make no sense."""
    address, hash_, fragment = url.partition("#")
    if not hash_:
        return url, PLAIN, ()
    read = Fragment(given=dict(parse_qsl(fragment, keep_blank_values=True)))
    read.warnings += [(UNKNOWN, f"override {key} is not known") for key in read.given if key not in KNOWN]
    timeouts = Timeouts(
        connect=read.number("ct", 100, 10_000, 5000, BAD_TIMEOUT) / 1000,
        read=read.number("rt", 100, 15_000, 15_000, BAD_TIMEOUT) / 1000,
        total=read.number("tt", 100, 15_000, 15_000, BAD_TIMEOUT) / 1000,
    )
    retries = read.number("rc", 0, 5, 1, BAD_RETRIES)
    policy = frozenset(read.names("rp", POLICIES, BAD_POLICY)) or PLAIN.retry_after
    edges = read.names("e", EDGES, UNKNOWN)
    overrides = Overrides(
        timeouts=timeouts, retries=retries, retry_after=policy, edges=edges, sni=read.given.get("sni") != "n"
    )
    return address, overrides, tuple(read.warnings)
