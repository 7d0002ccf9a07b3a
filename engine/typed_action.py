"""What somebody types at the telephone in the terminal, line by line."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["keys", "speech", "hang_up", "wait", "hear", "help", "nothing"]
KEYS = re.compile(r"[0-9*#][0-9*# ]*")
WAIT = re.compile(r"(?:/?wait|/?bekle)(?:\s+(\d+(?:\.\d+)?)\s*s?)?", re.IGNORECASE)
HEAR = re.compile(r"/(?:hear|duy)\s+(.+)", re.IGNORECASE)
SAY = re.compile(r"/(?:say|de|söyle)\s+(.+)", re.IGNORECASE)
HANG_UP = frozenset({"h", "/h", "/hangup", "/kapat", "q", "/q"})
HELP = frozenset({"?", "/?", "/help", "/yardım"})


@dataclass(frozen=True, kw_only=True)
class TypedAction:
    """`text` are keys or words; `seconds` how long to wait, None until the call is over."""

    kind: Kind
    text: str = ""
    seconds: float | None = None


def read_line(line: str) -> TypedAction:
    """`2` or `4812#` presses keys, `h` hangs up, `wait 3` waits, `/hear text` waits for words; other words are said."""
    typed = line.strip()
    if not typed or typed.startswith("//"):
        return TypedAction(kind="nothing")
    if typed.lower() in HANG_UP:
        return TypedAction(kind="hang_up")
    if typed.lower() in HELP:
        return TypedAction(kind="help")
    if KEYS.fullmatch(typed):
        return TypedAction(kind="keys", text=typed.replace(" ", ""))
    if wait := WAIT.fullmatch(typed):
        return TypedAction(kind="wait", seconds=float(wait[1]) if wait[1] else None)
    if heard := HEAR.fullmatch(typed):
        return TypedAction(kind="hear", text=heard[1].strip())
    said = SAY.fullmatch(typed)
    return TypedAction(kind="speech", text=said[1].strip() if said else typed)
