"""Mutants: the floor's Lua with one thing changed, as a slip of the hand would change it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.mutation.lua_source import Source, Span, read_lua

SWAPPED = {
    "<": ("<=", ">"), "<=": ("<", ">="), ">": (">=", "<"), ">=": (">", "<="), "==": ("~=",), "~=": ("==",),
    "and": ("or",), "or": ("and",), "+": ("-",), "-": ("+",),
}  # fmt: skip
"""Operator → what it is mistaken for."""
WORDS = {"true": "false", "false": "true", "LT": "GT", "GT": "LT", "XX": "NX", "NX": "XX"}
"""Words that have an opposite; every other text is changed to one that nothing knows."""
PATTERNS = ("string.gmatch", "string.gsub", "string.match", "string.find", "string.format")
SCORES = {"redis.call ZADD": 1, "redis.call HINCRBY": 0, "set_deadline": 0}
"""Calls that place something in an order or a time → how many arguments follow the one that says where."""


@dataclass(frozen=True, kw_only=True)
class Mutant:
    file: str
    function: str
    line: int
    start: int
    end: int
    before: str  # the line, or the lines, as they are
    after: str  # and as the mutant has them
    text: str  # the whole file of the mutant
    nth: int = 1  # of those in this function that look alike

    @property
    def name(self) -> str:
        """Says which one it is without a line number, so that it lasts while the file grows."""
        where = f"{self.file}:{self.function}" if self.function else self.file
        return f"{where}: {self.before} → {self.after}" + (f" ({self.nth})" if self.nth > 1 else "")


def mutants_of(file: str, text: str) -> list[Mutant]:
    """In the order of the text; those that look alike in one function are counted."""
    source = read_lua(text)
    found, seen, alike = [], set(), Counter[str]()
    for span, new in changes(source):
        mutant = _mutant(file, source, span, new)
        if mutant.text in seen or mutant.text == text:
            continue
        seen.add(mutant.text)
        alike[mutant.name] += 1
        found.append(replace(mutant, nth=alike[mutant.name]))
    return found


def changes(source: Source) -> Iterator[tuple[Span, str]]:
    """What may be written in place of what."""
    for span in sorted(source.spans, key=lambda each: (each.start, -each.end)):
        old = source.text[span.start : span.end]
        match span.kind:
            case "condition":
                yield span, f"not ({old})"
            case "operator":
                yield from ((span, new) for new in SWAPPED.get(span.word, ()))
            case "not":
                yield span, ""
            case "number":
                yield span, str(int(old) + 1) if old.isdigit() and old != "1" else "0"
            case "plain" if span.word in WORDS:
                yield span, WORDS[span.word]
            case "string" if not _is_command(source, span):
                yield span, f'"{WORDS.get(old[1:-1], old[1:-1] + "?")}"'
            case "argument" if _is_score(span):
                yield span, f"({old}) + 1"
            case "statement" if span.word in ("call", "assignment", "return", "break"):
                yield span, ""


def _is_command(source: Source, string: Span) -> bool:
    """A command Redis does not know ends the script, and a pattern is a language of its own: nothing to learn."""
    pattern = any(
        span.word in PATTERNS and (span.start, span.end) == (string.start, string.end) for span in source.of("argument")
    )
    return pattern or source.text[: string.start].endswith(("redis.call(", "redis.pcall("))


def _is_score(argument: Span) -> bool:
    return SCORES.get(argument.word) == argument.behind


def _mutant(file: str, source: Source, span: Span, new: str) -> Mutant:
    text = source.text
    begin = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    return Mutant(
        file=file,
        function=span.function,
        line=source.line(span.start),
        start=span.start,
        end=span.end,
        before=_one_line(text[begin:end]),
        after=_one_line(text[begin : span.start] + new + text[span.end : end]) or "nothing",
        text=text[: span.start] + new + text[span.end :],
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
