"""Reading a YAML file of the centre: YAML 1.2, with the place of whatever is wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ivr.errors import FlowInvalid


def read_mapping(path: Path, *, places: bool = False) -> Any:
    """The mapping in this file; with `places`, one whose keys know their line and column. Raises FlowInvalid."""
    try:
        tree = YAML(typ="rt" if places else "safe").load(path.read_text(encoding="utf-8"))
    except YAMLError as broken:
        mark = getattr(broken, "problem_mark", None)
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise FlowInvalid([f"{where}: {getattr(broken, 'problem', None) or 'not YAML'}"]) from None
    except (OSError, UnicodeDecodeError) as unreadable:
        raise FlowInvalid([f"{path}: cannot be read: {unreadable}"]) from None
    if not isinstance(tree, Mapping):
        raise FlowInvalid([f"{path}:1:1: must be a mapping"])
    return tree
