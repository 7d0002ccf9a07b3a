"""XML as text: whatever the words and values are, they stay words and values."""

from typing import Final

_SPACES: Final = str.maketrans({"\t": "&#09;", "\n": "&#10;", "\r": "&#13;"})
"""A reader would take them for plain spaces in an attribute."""


def element(tag: str, /, *inside: str, **attributes: str | int | None) -> str:
    """An element around markup; attributes that are None are left out."""
    told = [f' {name}="{_value(value)}"' for name, value in attributes.items() if value is not None]
    start = f"<{tag}{''.join(told)}"
    return f"{start}>{''.join(inside)}</{tag}>" if inside else f"{start}/>"


def words(text: str) -> str:
    """Text as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _value(value: str | int) -> str:
    if isinstance(value, str):
        safe = words(value).replace('"', "&quot;")
        return safe if safe.isprintable() else safe.translate(_SPACES)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
