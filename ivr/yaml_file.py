"""Reading a YAML file of the centre: YAML 1.2, and every fault with file, line, column and what would help."""

import difflib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scanner import Scanner

from hours.bilingual import Bilingual
from ivr.errors import FlowInvalid
from ivr.file_fault import NotAllowed, fault, nearest_said, said
from ivr.yaml_aliases import see_that_aliases_stay_small

Where = Sequence[int | str]
"""The way from the top of a file to one of its parts: keys, and places in a list."""
OwnWords = Callable[[dict[str, Any]], Bilingual | None]
"""What a kind of file says of a fault itself; None where there is nothing more to say than of any file."""

MUST_BE = {
    "bool_parsing": "must_be_bool",
    "bool_type": "must_be_bool",
    "date_from_datetime_parsing": "must_be_date",
    "date_parsing": "must_be_date",
    "date_type": "must_be_date",
    "datetime_from_date_parsing": "must_be_moment",
    "datetime_parsing": "must_be_moment",
    "dict_type": "must_be_mapping",
    "finite_number": "must_be_finite",
    "float_parsing": "must_be_number",
    "float_type": "must_be_number_plain",
    "int_from_float": "must_be_whole",
    "int_parsing": "must_be_whole",
    "int_type": "must_be_whole_plain",
    "list_type": "must_be_list",
    "model_type": "must_be_mapping",
    "string_type": "must_be_text",
    "tuple_type": "must_be_list",
}
"""What pydantic complains of → what the file must have there, as the catalogue says it."""
BOUNDS = {
    "greater_than": ("gt", "more_than"),
    "greater_than_equal": ("ge", "at_least"),
    "less_than": ("lt", "less_than"),
    "less_than_equal": ("le", "at_most"),
    "string_too_long": ("max_length", "letters_at_most"),
    "string_too_short": ("min_length", "letters_at_least"),
    "too_long": ("max_length", "parts_at_most"),
}
"""The same for what is too much or too little: the bound's name and the sentence with it."""
A_NAME = "^[a-z][a-z0-9_]"
"""How the patterns of all names begin."""

TEXTS_KEPT: Final = 256
"""A centre has some forty files: where one of them changed, the others are not read again."""
MOST_BYTES: Final = 1024 * 1024
"""Of one file: what is larger would keep the reader busy for minutes."""

STUMBLES = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError)
"""What the YAML library itself stumbles with over keys that are lists, dates that are none and the like."""


def read_mapping(path: Path, *, places: bool = False) -> Any:
    """The mapping in this file; with `places`, one whose keys know their line and column. Raises FlowInvalid."""
    return mapping_in(path, text_of(path), places=places)


def text_of(path: Path) -> str:
    """What is written in this file. Raises FlowInvalid."""
    if path.exists() and not path.is_file():
        raise FlowInvalid([fault(f"{path}:1:1: ", said("is_no_file"))])
    try:
        with path.open("rb") as file:
            written = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as unreadable:
        raise FlowInvalid([fault(f"{path}:1:1: ", said("cannot_be_read", why=unreadable))]) from None
    if len(written) > MOST_BYTES:
        raise FlowInvalid([fault(f"{path}:1:1: ", said("too_large", most=MOST_BYTES // 1024))])
    try:
        return written.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as broken:
        where = _line_and_column(written[: broken.start].decode("utf-8"))
        raise FlowInvalid([fault(f"{path}:{where}: ", said("not_utf8", why=broken.reason))]) from None


def mapping_in(path: Path, text: str, *, places: bool = False) -> Any:
    """The same of a text that is, or would be, in this file; to be read alone, as whoever asks again is given the same.

    Raises FlowInvalid.
    """
    try:
        tree = _tree(text, places)
    except ReaderError as broken:
        where = _line_and_column(text[: broken.position])
        odd = f"{ord(text[broken.position]):#04x}"
        raise FlowInvalid([fault(f"{path}:{where}: ", said("odd_character", odd=odd))]) from None
    except YAMLError as broken:
        mark = getattr(broken, "problem_mark", None)
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else f"{path}:1:1"
        raise FlowInvalid([fault(f"{where}: ", _not_yaml(broken, text))]) from None
    except STUMBLES as unreadable:
        raise FlowInvalid([fault(f"{path}:1:1: ", said("cannot_be_read", why=unreadable))]) from None
    if not isinstance(tree, Mapping):
        raise FlowInvalid([fault(f"{path}:1:1: ", said("must_be_mapping"))])
    return tree


@lru_cache(maxsize=TEXTS_KEPT)
def _tree(text: str, places: bool) -> Any:
    see_that_aliases_stay_small(text)
    reader = YAML(typ="rt" if places else "safe", pure=True)
    reader.Scanner, reader.Parser = Scanner, Parser  # nobody asks for the comments
    return reader.load(text)


def _not_yaml(broken: YAMLError, text: str) -> Bilingual:
    """What the YAML library says, with what people usually did."""
    problem = str(getattr(broken, "problem", None) or "not YAML")
    if problem.startswith("found duplicate key"):
        key = problem.partition(" with value")[0]
        return said("key_twice", key=key, name=key.removeprefix("found duplicate key ").strip('"'))
    indented = (line[: len(line) - len(line.lstrip())] for line in text.splitlines())
    if tabs := [number for number, indent in enumerate(indented, start=1) if "\t" in indent]:
        return said("tabs", line=tabs[0])
    if problem.startswith("expected"):
        return said("look_back", problem=problem)
    return said("not_yaml", problem=problem)


def _line_and_column(before: str) -> str:
    """Of the character that follows this text."""
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def plain(path: Path, tree: Any) -> Any:
    """The same without places: text, numbers, lists and mappings alone. Raises FlowInvalid."""
    try:
        return json.loads(json.dumps(tree, default=str))
    except (TypeError, ValueError, RecursionError) as odd:
        raise FlowInvalid([fault(f"{path}:1:1: ", said("of_no_use", why=odd))]) from None


def place(path: Path, tree: Any, where: Where) -> str:
    """`file:line:column: ` of the deepest part of the way that is really there."""
    line, column, node = 0, 0, tree
    for step in where:
        if isinstance(node, Mapping) and (key := _written_as(node, step)) is not None:
            line, column = node.lc.key(key)  # type: ignore[attr-defined]
            node = node[key]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            line, column = node.lc.item(step)  # type: ignore[attr-defined]
            node = node[step]
        else:
            break
    return f"{path}:{line + 1}:{column + 1}: "


def faults(
    path: Path,
    tree: Any,
    invalid: ValidationError,
    words: Sequence[str],
    *,
    skip: Callable[[Where], Where] = tuple,
    own: OwnWords = lambda found: None,
) -> list[str]:
    """`file:line:column: place: what` of everything pydantic found; `words` are what an unknown key may have meant.

    `skip` takes out of the way what pydantic put there and nobody wrote; `own` knows better what is wrong.
    """
    found = [(tuple(skip(one["loc"])), dict(one)) for one in invalid.errors()]
    return [
        fault(f"{place(path, tree, where)}{named(where)}: ", own(one) or _told({**one, "loc": where}, words))
        for where, one in found
    ]


def nearest(word: str, words: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, words, n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


def named(where: Where) -> str:
    """`queues.destek.rings.2`: as people count, from one."""
    return ".".join(str(step + 1 if isinstance(step, int) else step) for step in where if step != "[key]")


def _written_as(node: Mapping[Any, Any], step: int | str) -> Any:
    """The key as it stands in the file, where `1` and `"1"` differ."""
    return step if step in node else next((key for key in node if str(key) == str(step)), None)


def _told(found: dict[str, Any], words: Sequence[str]) -> Bilingual:
    match found["type"]:
        case "extra_forbidden":
            near = nearest_said(str(found["loc"][-1]), words)
            return _ending(said("unknown_key"), near)
        case "missing":
            return said("missing")
        case "too_short":
            return said("empty")
        case kind if kind in BOUNDS:
            return _out_of_bounds(found)
        case kind if kind in MUST_BE:
            return said(MUST_BE[kind], said=_as_pydantic_says(found))
        case _:
            return _in_its_words(found)


def _out_of_bounds(found: dict[str, Any]) -> Bilingual:
    name, key = BOUNDS[found["type"]]
    bound = found["ctx"][name]
    told = f"{bound:g}" if isinstance(bound, int | float) else str(bound)
    return said(key, bound=told, s="" if told == "1" else "s", said=_as_pydantic_says(found))


def _in_its_words(found: dict[str, Any]) -> Bilingual:
    context = found.get("ctx", {})
    if isinstance(refused := context.get("error"), NotAllowed):
        return refused.said
    if str(context.get("pattern", "")).startswith(A_NAME):
        return said("a_name")
    told = _as_pydantic_says(found)
    if found["type"] == "literal_error":
        return said("must_be_true") if told == "must be true" else said("one_of", expected=context["expected"])
    return said("as_pydantic_says", said=told)


def _as_pydantic_says(found: dict[str, Any]) -> str:
    told = str(found["msg"]).removeprefix("Value error, ")
    return told.replace("Input should be True", "must be true").replace("Input should be", "must be")


def _ending(sentence: Bilingual, end: Bilingual) -> Bilingual:
    return Bilingual(tr=sentence.tr + end.tr, en=sentence.en + end.en)
