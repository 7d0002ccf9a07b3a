"""Folders of a house that was started before."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def var(tmp_path: Path, sqlite_at_head: Path) -> Path:
    """`SAHIP_VAR` with nothing in its database: what most commands need not bring to the newest schema once more."""
    return house_at_head(tmp_path / "var", sqlite_at_head)


def house_at_head(var: Path, sqlite_at_head: Path) -> Path:
    var.mkdir(mode=0o700)
    shutil.copy(sqlite_at_head, var / "sahip.sqlite")
    return var
