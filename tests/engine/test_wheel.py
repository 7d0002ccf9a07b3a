"""What is installed is the whole product, not only its Python."""

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "engine", "console", "ivr", "escalations", "callbacks", "routing", "cases", "staff", "hours", "telephony",
    "records", "simulator",
)  # fmt: skip
SHIPPED = ("centre", "examples")


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every file in a wheel built from the source tree."""
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("wheel")), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files_in(folder: str) -> set[str]:
    """As they are named in the source tree, compiled ones left out."""
    found = [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {str(path.relative_to(ROOT)) for path in found}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_file_of_a_package_is_in_the_wheel_whatever_its_kind(names, package):
    assert files_in(package)
    assert files_in(package) <= names


@pytest.mark.parametrize("folder", SHIPPED)
def test_the_centre_and_the_examples_are_shipped_with_the_engine(names, folder):
    assert files_in(folder)
    assert {f"engine/shipped/{name}" for name in files_in(folder)} <= names


def test_scripts_migrations_and_the_entry_of_other_web_servers_are_among_them(names):
    assert {
        "routing/lua/caller_waits.lua",
        "routing/lua/words/door.lua",
        "records/migrations/script.py.mako",
        "wsgi.py",
    } <= names


def test_nothing_else_is_installed(names):
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {*PACKAGES, "wsgi.py"}
