"""XML into a tree that remembers where everything stood. Nothing in a document can make this slow or reach outside."""

from dataclasses import dataclass, field
from xml.parsers import expat

from simulator.twiml.errors import TwimlError

UNREADABLE = 12100
DEEPEST_NESTING = 40
"""Levels of elements. TwiML needs six; a document deeper than this is an attack or an accident."""


@dataclass(kw_only=True)
class Markup:
    """An element as it stands in the document: `inside` are its texts and elements in order."""

    name: str
    attributes: dict[str, str]
    line: int
    column: int
    inside: list["str | Markup"] = field(default_factory=list)

    @property
    def elements(self) -> list["Markup"]:
        return [one for one in self.inside if isinstance(one, Markup)]

    @property
    def texts(self) -> list[str]:
        return [one for one in self.inside if isinstance(one, str)]

    @property
    def place(self) -> str:
        return f"line {self.line}, column {self.column}"


def read_markup(body: bytes) -> Markup:
    """The root element. Raises TwimlError (12100), with line and column, for what is not well-formed or has a DTD."""
    reading = _Reading()
    parser = reading.parser
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "syntax error")
        raise TwimlError(UNREADABLE, _unreadable(reason, error.lineno, error.offset + 1)) from error
    except (LookupError, ValueError) as error:
        raise TwimlError(UNREADABLE, _unreadable(f"encoding: {error}", 1, 1)) from error
    if reading.root is None:
        raise TwimlError(UNREADABLE, _unreadable("no element found", 1, 1))
    return reading.root


def _unreadable(reason: str, line: int, column: int) -> str:
    return f"document parse failure: {reason}: line {line}, column {column}"


class _Reading:
    """A document being read. A DTD ends it, so no entity is ever declared, let alone expanded."""

    def __init__(self) -> None:
        self.root: Markup | None = None
        self._open: list[Markup] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._dtd
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        if len(self._open) >= DEEPEST_NESTING:
            raise TwimlError(UNREADABLE, _unreadable(f"nested deeper than {DEEPEST_NESTING} levels", line, column))
        one = Markup(name=name, attributes=attributes, line=line, column=column)
        if self._open:
            self._open[-1].inside.append(one)
        else:
            self.root = one
        self._open.append(one)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].inside.append(text)

    def _dtd(self, *_: object) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        raise TwimlError(UNREADABLE, _unreadable("a document type declaration is not allowed", line, column))
