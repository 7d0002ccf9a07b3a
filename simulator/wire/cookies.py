"""Cookies: kept between the requests of one call, like a browser's, and forgotten with it."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookies import CookieError, Morsel, SimpleCookie
from urllib.parse import urlsplit

AGE = re.compile(r"-?\d{1,9}")
LONGEST_AGE_SECONDS = 86_400
"""No call is longer than a day."""


class Cookies:
    """Of one call leg, by the host that set them, each for as long as it may be kept."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], tuple[str, datetime | None]] = {}

    def keep(self, url: str, set_cookie: list[str], now: datetime) -> None:
        """Keep what an answer of this URL sets; one that is over already is deleted."""
        for line in set_cookie:
            try:
                read = SimpleCookie(line)
            except CookieError:
                continue
            for name, cookie in read.items():
                key = (urlsplit(url).netloc, cookie["path"] or _folder(url), name)
                self._kept.pop(key, None)
                until = _until(cookie, now)
                if until is None or until > now:
                    self._kept[key] = (cookie.coded_value, until)

    def header(self, url: str, now: datetime) -> tuple[tuple[str, str], ...]:
        """The Cookie header of a request for this URL, if it has one."""
        if not self._kept:
            return ()
        parts = urlsplit(url)
        fitting = [
            f"{name}={value}"
            for (host, path, name), (value, until) in self._kept.items()
            if host == parts.netloc and _is_under(parts.path or "/", path) and (until is None or until > now)
        ]
        return (("Cookie", "; ".join(fitting)),) if fitting else ()


def _until(cookie: "Morsel[str]", now: datetime) -> datetime | None:
    """When it is over; None if it lasts as long as the call. An age counts before a date, as in a browser."""
    age = str(cookie["max-age"])
    if AGE.fullmatch(age):
        return now + timedelta(seconds=min(int(age), LONGEST_AGE_SECONDS))
    try:
        until = parsedate_to_datetime(cookie["expires"]) if cookie["expires"] else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return until.replace(tzinfo=UTC) if until is not None and until.tzinfo is None else until


def _folder(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[0] or "/"


def _is_under(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder if folder.endswith("/") else f"{folder}/")
