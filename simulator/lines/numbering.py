"""Which telephone numbers there are to be had, and of which kind a number is."""

import re
from collections.abc import Container, Iterator

KINDS = {"Local": "local", "Mobile": "mobile", "TollFree": "toll-free"}
"""Twilio's lists of numbers, and what it calls the kind."""

AREA_CODE = re.compile(r"[2-9]\d\d")
COUNTRIES: dict[str, tuple[str, dict[str, str]]] = {
    "TR": ("Türkiye", {"local": "+90850255", "mobile": "+90501555", "toll-free": "+90800555"}),
    "US": ("United States", {"local": "+1415555", "toll-free": "+1800555"}),
    "GB": ("United Kingdom", {"local": "+44207946", "mobile": "+44770090", "toll-free": "+44808157"}),
    "DE": ("Germany", {"local": "+493023125", "mobile": "+4915550001"}),
}
"""For each country its name and, for each kind of number on sale, how those begin."""

MOBILE = re.compile(r"\+(905|447|491[567])\d*")
TOLL_FREE = re.compile(r"\+(1(800|833|844|855|866|877|888)|90800|44808|49800)\d*")
ON_SALE = 10_000


def kind_of(number: str) -> str:
    """local, mobile or toll-free."""
    if TOLL_FREE.fullmatch(number):
        return "toll-free"
    return "mobile" if MOBILE.fullmatch(number) else "local"


def on_sale(country: str, kind: str, owned: Container[str]) -> Iterator[str]:
    """Numbers nobody has bought yet, in order; none where the country has none of the kind."""
    prefix = COUNTRIES.get(country, ("", {}))[1].get(kind, "")
    if prefix:
        yield from _free(prefix, owned)


def first_free(area: str, owned: Container[str]) -> str:
    """A number with this North American area code; "" when all are taken."""
    return next(_free(f"+1{area}555", owned), "")


def _free(prefix: str, owned: Container[str]) -> Iterator[str]:
    numbers = (f"{prefix}{each:04d}" for each in range(ON_SALE))
    return (number for number in numbers if number not in owned)
