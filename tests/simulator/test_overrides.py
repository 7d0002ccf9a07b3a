"""Connection overrides in a URL's fragment."""

from simulator.wire.overrides import read_overrides
from simulator.wire.transport import Timeouts


def test_without_a_fragment_only_a_failed_connect_is_retried_once() -> None:
    url, overrides, warnings = read_overrides("http://host/path?x=1")
    assert (url, overrides.retries, overrides.timeouts, warnings) == ("http://host/path?x=1", 1, Timeouts(), ())
    assert overrides.retries_after("ct")
    assert not overrides.retries_after("rt")


def test_a_fragment_changes_limits_and_is_not_sent() -> None:
    url, overrides, _ = read_overrides("http://host/path#rc=2&rp=5xx,rt&ct=1000&rt=2500")
    assert url == "http://host/path"
    assert (overrides.retries, overrides.timeouts.connect, overrides.timeouts.read) == (2, 1.0, 2.5)
    assert overrides.retries_after("5xx") and not overrides.retries_after("ct")


def test_an_override_out_of_bounds_is_a_warning_and_the_default_stays() -> None:
    _, overrides, warnings = read_overrides("http://host/#rc=9&rt=99999")
    assert overrides.retries == 1
    assert overrides.timeouts.read == 15.0
    assert len(warnings) == 2
