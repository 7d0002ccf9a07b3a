"""What people call the browser that names itself like a family tree: `Chrome, Windows`."""

from typing import Final

BROWSERS: Final = (("Edg", "Edge"), ("OPR", "Opera"), ("YaBrowser", "Yandex"), ("Firefox", "Firefox"),
                   ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"))  # fmt: skip
"""What stands in its words, and who then it is: the first that fits, as each claims to be those after it."""
SYSTEMS: Final = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
                  ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def browser_name(words: str | None) -> str | None:
    """None for one that says nothing we know; programs are named by their first word."""
    if not words:
        return None
    found = [name for every in (BROWSERS, SYSTEMS) for name in _first(every, words)]
    return ", ".join(found) or words.partition("/")[0][:40]


def _first(every: tuple[tuple[str, str], ...], words: str) -> list[str]:
    return [name for sign, name in every if sign in words][:1]
