"""A flow as YAML with comments, as somebody would write it by hand."""

from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from ivr.studio.translation import Translated

WIDTH = 120
INDENT = 2


def yaml_text(body: Mapping[str, Any], nodes: Mapping[str, Translated], head: Sequence[str]) -> str:
    """The flow's own keys, then its nodes with their notes above them."""
    tree = CommentedMap(body)
    tree["nodes"] = CommentedMap({name: _written(one.node) for name, one in nodes.items()})
    tree.yaml_set_start_comment("\n".join(map(_one_line, head)))
    for name, one in nodes.items():
        if one.notes:
            tree["nodes"].yaml_set_comment_before_after_key(name, "\n".join(map(_one_line, one.notes)), indent=INDENT)
    yaml = YAML()
    yaml.width = WIDTH
    yaml.indent(mapping=INDENT, sequence=2 * INDENT, offset=INDENT)
    text = StringIO()
    yaml.dump(tree, text)
    return f"{text.getvalue().rstrip()}\n"


def _written(value: Any, key: str = "") -> Any:
    """Words in quotes, so that a colon in them is a colon; keys and values of a menu or branch too."""
    if isinstance(value, dict):
        return CommentedMap({_key(name): _written(inner, str(name)) for name, inner in value.items()})
    if isinstance(value, list | tuple):
        return CommentedSeq(_written(inner, key) for inner in value)
    quoted = isinstance(value, str) and key in ("tr", "en")
    return DoubleQuotedScalarString(value) if quoted else value


def _key(name: Any) -> Any:
    return DoubleQuotedScalarString(name) if isinstance(name, str) and not name.isidentifier() else name


def _one_line(text: str) -> str:
    """A comment is a line: what was written with breaks goes on one."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
