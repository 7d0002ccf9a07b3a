"""Reading Lua 5.1: where its statements, conditions, calls and operators stand in the text.

Enough of the grammar to change one thing at a time. A text that is not Lua, or uses what the floor's scripts do not
(goto, long strings), is refused aloud.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.mutation.lua_tokens import NotLua, Token, tokens

BINARY = frozenset({"+", "-", "*", "/", "%", "^", "..", "<", "<=", ">", ">=", "==", "~=", "and", "or"})
PLAIN = frozenset(["nil", "true", "false", "..."])


@dataclass(frozen=True, kw_only=True)
class Span:
    """A piece of the text. `kind`: statement, condition, loop, operator, number, string, plain, not or argument."""

    kind: str
    start: int
    end: int
    word: str = ""  # a statement's sort, an operator, or whose argument it is
    behind: int = 0  # arguments that follow it
    function: str = ""


@dataclass
class Source:
    """A text, taken apart."""

    text: str
    spans: list[Span] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Span]:
        return [span for span in self.spans if span.kind in kinds]

    def line(self, at: int) -> int:
        return self.text.count("\n", 0, at) + 1


def read_lua(text: str) -> Source:
    reader = _Reader(text)
    reader.block()
    if reader.now.kind != "end":
        raise NotLua(f"line {reader.source.line(reader.now.start)}: {reader.now.text!r} is not expected")
    return reader.source


class _Reader:
    """Recursive descent; every span is noted when its end is known."""

    def __init__(self, text: str) -> None:
        self.source = Source(text)
        self.tokens = tokens(text)
        self.place = 0
        self.functions: list[str] = [""]

    @property
    def now(self) -> Token:
        return self.tokens[self.place]

    @property
    def last_end(self) -> int:
        return self.tokens[self.place - 1].end

    def take(self, *texts: str) -> Token:
        token = self.now
        if texts and token.text not in texts:
            line = self.source.line(token.start)
            raise NotLua(f"line {line}: {' or '.join(texts)} expected, {token.text!r} found")
        self.place += 1
        return token

    def takes(self, *texts: str) -> bool:
        if self.now.kind != "string" and self.now.text in texts:
            self.place += 1
            return True
        return False

    def note(self, kind: str, start: int, end: int, *, word: str = "", behind: int = 0) -> None:
        span = Span(kind=kind, start=start, end=end, word=word, behind=behind, function=self.functions[-1])
        self.source.spans.append(span)

    # ── statements ───────────────────────────────────────────────────────────────────────────────────────────────

    def block(self) -> None:
        while self.now.kind != "end" and self.now.text not in ("end", "else", "elseif", "until"):
            start = self.now.start
            word = self.statement()
            self.note("statement", start, self.last_end, word=word)
            self.takes(";")

    def statement(self) -> str:
        word = self.now.text if self.now.kind == "keyword" else ""
        compound: dict[str, Callable[[], object]] = {
            "if": self.if_, "while": self.while_, "for": self.for_, "repeat": self.repeat_, "do": self.do_,
            "function": self.function_, "local": self.local_, "return": self.return_, "break": self.take,
        }  # fmt: skip
        if word in compound:
            compound[word]()
            return word
        self.prefixed()
        if self.now.text not in ("=", ","):
            if self.tokens[self.place - 1].text != ")":
                raise NotLua(
                    f"line {self.source.line(self.now.start)}: a statement before {self.now.text!r} does nothing"
                )
            return "call"
        while self.takes(","):
            self.prefixed()
        self.take("=")
        self.expressions()
        return "assignment"

    def condition(self) -> None:
        start = self.now.start
        self.expression()
        self.note("condition", start, self.last_end)

    def if_(self) -> None:
        self.take("if")
        self.condition()
        self.take("then")
        self.block()
        while self.takes("elseif"):
            self.condition()
            self.take("then")
            self.block()
        if self.takes("else"):
            self.block()
        self.take("end")

    def while_(self) -> None:
        self.take("while")
        start = self.now.start
        self.condition()
        self.note("loop", start, self.last_end)
        self.do_()

    def repeat_(self) -> None:
        self.take("repeat")
        self.block()
        self.take("until")
        start = self.now.start
        self.condition()
        self.note("loop", start, self.last_end, word="until")

    def for_(self) -> None:
        self.take("for")
        self.names()
        if self.takes("="):
            self.expression()
            self.take(",")
            self.expression()
            if self.takes(","):
                self.place += 1  # a step is a number; changed, the loop might never end
        else:
            self.take("in")
            self.expressions()
        self.do_()

    def do_(self) -> None:
        self.take("do")
        self.block()
        self.take("end")

    def function_(self) -> None:
        self.take("function")
        name = self.take().text
        while self.takes(".", ":"):
            name = self.take().text
        self.body(name)

    def local_(self) -> None:
        self.take("local")
        if self.now.text == "function":
            self.function_()
            return
        self.names()
        if self.takes("="):
            self.expressions()

    def return_(self) -> None:
        self.take("return")
        if self.now.kind != "end" and self.now.text not in ("end", "else", "elseif", "until", ";"):
            self.expressions()

    def names(self) -> None:
        self.take()
        while self.takes(","):
            self.take()

    def body(self, name: str) -> None:
        self.functions.append(name or self.functions[-1])
        self.take("(")
        if self.now.text != ")":
            self.names()
        self.take(")")
        self.block()
        self.take("end")
        self.functions.pop()

    # ── expressions ──────────────────────────────────────────────────────────────────────────────────────────────

    def expressions(self) -> None:
        self.expression()
        while self.takes(","):
            self.expression()

    def expression(self) -> None:
        self.operand()
        while self.now.kind in ("mark", "keyword") and self.now.text in BINARY:
            operator = self.take()
            self.note("operator", operator.start, operator.end, word=operator.text)
            self.operand()

    def operand(self) -> None:
        token = self.now
        if token.text in ("not", "#", "-") and token.kind != "string":
            self.take()
            if token.text == "not":
                self.note("not", token.start, self.now.start)
            self.operand()
        elif token.kind in ("number", "string"):
            self.take()
            self.note(token.kind, token.start, token.end)
        elif token.text in PLAIN:
            self.take()
            self.note("plain", token.start, token.end, word=token.text)
        elif token.text == "function":
            self.take()
            self.body("")
        elif token.text == "{":
            self.table()
        else:
            self.prefixed()

    def prefixed(self) -> None:
        start = self.now.start
        if self.takes("("):
            self.expression()
            self.take(")")
        elif self.now.kind == "name":
            self.take()
        else:
            raise NotLua(f"line {self.source.line(self.now.start)}: {self.now.text!r} begins no expression")
        while self.now.kind == "mark" and self.now.text in (".", "[", ":", "("):
            opened = self.take().text
            if opened == "[":
                self.expression()
                self.take("]")
            elif opened == "(":
                self.arguments(self.source.text[start : self.tokens[self.place - 2].end])
            else:
                self.take()

    def arguments(self, callee: str) -> None:
        command = self.now.text.strip("\"'") if callee == "redis.call" else ""
        found: list[tuple[int, int]] = []
        while self.now.text != ")" or self.now.kind == "string":
            start = self.now.start
            self.expression()
            found.append((start, self.last_end))
            if not self.takes(","):
                break
        self.take(")")
        for place, (start, end) in enumerate(found, 1):
            word = f"{callee} {command}".strip()
            self.note("argument", start, end, word=word, behind=len(found) - place)

    def table(self) -> None:
        self.take("{")
        while self.now.text != "}" or self.now.kind == "string":
            if self.now.text == "[" and self.now.kind == "mark":
                self.take()
                self.expression()
                self.take("]")
                self.take("=")
            elif self.now.kind == "name" and self.tokens[self.place + 1].text == "=":
                self.take()
                self.take()
            self.expression()
            if not self.takes(",", ";"):
                break
        self.take("}")
