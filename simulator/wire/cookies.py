"""Cookies: kept between the requests of one call, like a browser's, and forgotten with it."""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit


class Cookies:
    """Of one call leg, by the host that set them. How long one may be kept is not looked at: a call is over first."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], str] = {}

    def keep(self, url: str, set_cookie: list[str]) -> None:
        """Keep what an answer of this URL sets; an empty age deletes."""
        for line in set_cookie:
            try:
                read = SimpleCookie(line)
            except CookieError:
                continue
            for name, cookie in read.items():
                key = (urlsplit(url).netloc, cookie["path"] or _folder(url), name)
                self._kept.pop(key, None)
                if cookie["max-age"] not in ("0", 0):
                    self._kept[key] = cookie.coded_value

    def header(self, url: str) -> tuple[tuple[str, str], ...]:
        """The Cookie header of a request for this URL, if it has one."""
        if not self._kept:
            return ()
        parts = urlsplit(url)
        fitting = [
            f"{name}={value}"
            for (host, path, name), value in self._kept.items()
            if host == parts.netloc and _is_under(parts.path or "/", path)
        ]
        return (("Cookie", "; ".join(fitting)),) if fitting else ()


def _folder(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[0] or "/"


def _is_under(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder if folder.endswith("/") else f"{folder}/")
