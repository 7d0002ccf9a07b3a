"""Rules of this house that no ready-made linter knows, as functions of a source text."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_FUNCTION = 25
"""Lines, docstring and functions inside it not counted."""

OUTSIDE_WORLD = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.sleep",
    "uuid.uuid1",
    "uuid.uuid4",
    "os.environ",
    "os.getenv",
}
"""Time, chance and environment, which are handed in."""
CHANCE = "random."

SAYS_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "models",
    "model",
    "managers",
    "manager",
    "common",
    "misc",
}
"""Names of files that do not say what is in them."""


@dataclass(frozen=True, kw_only=True)
class Breach:
    """Where a rule is broken, and how."""

    line: int
    what: str


def reaches_outside(source: str) -> list[Breach]:
    """Every use, called or not, of what must be handed in, whatever name it was imported under."""
    tree = ast.parse(source)
    imported = _imported(tree)
    names = ((node.lineno, _full_name(node, imported)) for node in ast.walk(tree) if isinstance(node, ast.expr))
    return [Breach(line=line, what=name) for line, name in names if _is_outside(name)]


def too_long(source: str) -> list[Breach]:
    """Functions over the bound, with their length."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (lines := own_lines(node)) > LONGEST_FUNCTION:
            found.append(Breach(line=node.lineno, what=f"{node.name} has {lines} lines"))
    return found


def own_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the function itself: a function within it is counted on its own."""
    inner = sum(_extent(node) for node in _direct_functions(function))
    docstring = function.body[0] if ast.get_docstring(function, clean=False) is not None else None
    return _extent(function) - inner - (_extent(docstring) if docstring else 0)


def _imported(tree: ast.Module) -> dict[str, str]:
    """Name in this file → full name of what it stands for."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                first = each.name.split(".")[0]
                names[each.asname or first] = each.name if each.asname else first
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return names


def _full_name(node: ast.expr, imported: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return imported.get(node.id, "")
    if isinstance(node, ast.Attribute) and (owner := _full_name(node.value, imported)):
        return f"{owner}.{node.attr}"
    return ""


def _is_outside(name: str) -> bool:
    return name in OUTSIDE_WORLD or name.startswith(CHANCE)


def _direct_functions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
        else:
            yield from _direct_functions(child)


def _extent(node: ast.stmt) -> int:
    assert node.end_lineno
    return node.end_lineno - node.lineno + 1
