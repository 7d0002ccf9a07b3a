"""The folder a command about flows works on, and where in it each thing is written."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from engine.settings import given_settings
from engine.settings_defaults import absolute
from engine.shipped import shipped
from ivr.errors import FlowInvalid
from ivr.yaml_file import Where, place, read_mapping

FLOWS = "flows"
TESTS = "tests"


def centre_of(path: Path | None, environment: Mapping[str, str] = os.environ, env_file: Path = Path(".env")) -> Path:
    """The centre that this folder or file of flows belongs to; without one, the configured or the shipped one."""
    if path is None:
        given = given_settings(environment, env_file).get("SAHIP_CENTRE")
        return as_seen_from_here(absolute("SAHIP_CENTRE", given[0]) if given else shipped("centre"))
    for folder in (path, *path.resolve().parents):
        if (folder / "policy.yaml").exists():
            return as_seen_from_here(folder)
    raise FlowInvalid([f"{path}: belongs to no centre: no folder above it has a policy.yaml"])


def as_seen_from_here(folder: Path) -> Path:
    """Relative to the current folder where it is inside: places in its files are read by people."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def tests_under(path: Path | None, centre: Path) -> list[Path]:
    """The test files meant by this path: one file, or all of the centre's."""
    if path is not None and path.is_file():
        return [path]
    return sorted((centre / FLOWS / TESTS).glob("*.yaml"))


def places_in(centre: Path) -> Callable[[str, Where], str]:
    """Asked for a flow and the way to a part of it: `file:line:column: `, or nothing where it is not written."""
    trees: dict[str, tuple[Path, Any]] = {}
    for path in sorted((centre / FLOWS).glob("*.yaml")):
        tree = read_mapping(path, places=True)
        trees[str(tree.get("flow"))] = path, tree

    def place_of(flow: str, where: Where) -> str:
        return place(*trees[flow], where) if flow in trees else ""

    return place_of
