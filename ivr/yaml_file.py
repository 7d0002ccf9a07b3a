"""Reading a YAML file of the centre: YAML 1.2, and every fault with file, line, column and what would help."""

import difflib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.reader import ReaderError

from ivr.errors import FlowInvalid
from ivr.yaml_aliases import see_that_aliases_stay_small

Where = Sequence[int | str]
"""The way from the top of a file to one of its parts: keys, and places in a list."""
OwnWords = Callable[[dict[str, Any]], str | None]
"""What a kind of file says of a fault itself; None where there is nothing more to say than of any file."""

MUST_BE = {
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "datetime_from_date_parsing": "a date and a time, such as 2026-11-25 10:00",
    "datetime_parsing": "a date and a time, such as 2026-11-25 10:00",
    "dict_type": "a mapping",
    "finite_number": "a finite number",
    "float_parsing": "a number",
    "float_type": "a number, without quotes",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_type": "a whole number, without quotes",
    "list_type": "a list",
    "model_type": "a mapping",
    "string_type": "text: put it in quotes",
    "tuple_type": "a list",
}
"""What pydantic complains of → what the file must have there."""
A_NAME = "^[a-z][a-z0-9_]"
"""How the patterns of all names begin."""

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
        raise FlowInvalid([f"{path}:1:1: is not a file"])
    try:
        with path.open("rb") as file:
            written = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as unreadable:
        raise FlowInvalid([f"{path}:1:1: cannot be read: {unreadable}"]) from None
    if len(written) > MOST_BYTES:
        raise FlowInvalid([f"{path}:1:1: is larger than {MOST_BYTES // 1024} KiB"])
    try:
        return written.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as broken:
        where = _line_and_column(written[: broken.start].decode("utf-8"))
        raise FlowInvalid([f"{path}:{where}: is not written in UTF-8: {broken.reason}"]) from None


def mapping_in(path: Path, text: str, *, places: bool = False) -> Any:
    """The same of a text that is, or would be, in this file. Raises FlowInvalid."""
    try:
        see_that_aliases_stay_small(text)
        tree = YAML(typ="rt" if places else "safe").load(text)
    except ReaderError as broken:
        where = _line_and_column(text[: broken.position])
        odd = f"{ord(text[broken.position]):#04x}"
        raise FlowInvalid([f"{path}:{where}: a character that YAML does not know: {odd}"]) from None
    except YAMLError as broken:
        mark = getattr(broken, "problem_mark", None)
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else f"{path}:1:1"
        raise FlowInvalid([f"{where}: {_not_yaml(broken, text)}"]) from None
    except STUMBLES as unreadable:
        raise FlowInvalid([f"{path}:1:1: cannot be read: {unreadable}"]) from None
    if not isinstance(tree, Mapping):
        raise FlowInvalid([f"{path}:1:1: must be a mapping"])
    return tree


def _not_yaml(broken: YAMLError, text: str) -> str:
    """What the YAML library says, with what people usually did."""
    problem = str(getattr(broken, "problem", None) or "not YAML")
    if problem.startswith("found duplicate key"):
        return f"{problem.partition(' with value')[0]}: it stands here twice"
    indented = (line[: len(line) - len(line.lstrip())] for line in text.splitlines())
    if tabs := [number for number, indent in enumerate(indented, start=1) if "\t" in indent]:
        return f"line {tabs[0]} is indented with a tab: indent with spaces, not with tabs"
    if problem.startswith("expected"):
        return f"{problem}: look at the indentation, brackets and quotes up to here"
    return problem


def _line_and_column(before: str) -> str:
    """Of the character that follows this text."""
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def plain(path: Path, tree: Any) -> Any:
    """The same without places: text, numbers, lists and mappings alone. Raises FlowInvalid."""
    try:
        return json.loads(json.dumps(tree, default=str))
    except (TypeError, ValueError, RecursionError) as odd:
        raise FlowInvalid([f"{path}:1:1: has a part we have no use for: {odd}"]) from None


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
    own: OwnWords = lambda fault: None,
) -> list[str]:
    """`file:line:column: place: what` of everything pydantic found; `words` are what an unknown key may have meant.

    `skip` takes out of the way what pydantic put there and nobody wrote; `own` knows better what is wrong.
    """
    found = [(tuple(skip(fault["loc"])), dict(fault)) for fault in invalid.errors()]
    return [
        place(path, tree, where) + (f"{named(where)}: {better}" if (better := own(fault)) else
                                    _told({**fault, "loc": where}, words))
        for where, fault in found
    ]  # fmt: skip


def nearest(word: str, words: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, words, n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


def named(where: Where) -> str:
    """`queues.destek.rings.2`: as people count, from one."""
    return ".".join(str(step + 1 if isinstance(step, int) else step) for step in where if step != "[key]")


def _written_as(node: Mapping[Any, Any], step: int | str) -> Any:
    """The key as it stands in the file, where `1` and `"1"` differ."""
    return step if step in node else next((key for key in node if str(key) == str(step)), None)


def _told(fault: dict[str, Any], words: Sequence[str]) -> str:
    where = named(fault["loc"])
    match fault["type"]:
        case "extra_forbidden":
            return f"{where}: not known here{nearest(str(fault['loc'][-1]), words)}"
        case "missing":
            return f"{where}: is missing"
        case "too_short":
            return f"{where}: must not be empty"
        case "greater_than_equal":
            return f"{where}: must be at least {fault['ctx']['ge']:g}"
        case "less_than_equal":
            return f"{where}: must be at most {fault['ctx']['le']:g}"
        case other:
            must_be = MUST_BE.get(other)
            return f"{where}: must be {must_be}" if must_be else f"{where}: {_in_its_words(fault)}"


def _in_its_words(fault: dict[str, Any]) -> str:
    pattern = str(fault.get("ctx", {}).get("pattern", ""))
    if pattern.startswith(A_NAME):
        return "must be a name: small letters from a to z, digits and _, with a letter first"
    said = str(fault["msg"]).removeprefix("Value error, ")
    return said.replace("Input should be True", "must be true").replace("Input should be", "must be")
