"""A demo beside a real centre touches nothing of it, and is found by commands given later in its folder."""

import os
from pathlib import Path

import pytest

from engine.demo import demo_running
from engine.demo_settings import demo_started_here, keep_to, new_demo, remember_demo, source_here
from engine.errors import DemoDoesNotStart, SettingsRefused
from engine.settings_defaults import DEMO_BROWSERS
from engine.stores import database_of
from records.database import reading

DEMO_KEY = (DEMO_BROWSERS["TWILIO_API_KEY_SID"], DEMO_BROWSERS["TWILIO_API_KEY_SECRET"])
REAL = {
    "DATABASE_URL": "postgresql://centre@db/real",
    "REDIS_URL": "redis://cache/0",
    "SAHIP_HOST": "0.0.0.0",
    "SAHIP_PUBLIC_URL": "https://calls.example.com",
    "SAHIP_SECRET_KEY": "of-the-real-centre",
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "TWILIO_AUTH_TOKEN": "of-the-real-account",
    "TWILIO_API_KEY_SID": "SK1",
    "TWILIO_API_KEY_SECRET": "of-the-real-key",
    "SAHIP_MODE": "production",
}


@pytest.fixture
def folder(tmp_path: Path) -> dict[str, str]:
    return {"SAHIP_VAR": str(tmp_path / "var"), "PORT": "5000"}


def written(file: Path, settings: dict[str, str]) -> Path:
    file.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    return file


@pytest.mark.parametrize("in_file", [False, True])
def test_a_demo_beside_a_real_centre_uses_nothing_of_it_and_says_so(
    folder: dict[str, str], tmp_path: Path, in_file: bool
) -> None:
    env_file = written(tmp_path / ".env", REAL if in_file else {})
    demo = new_demo(folder if in_file else folder | REAL, env_file)
    settings = demo.settings()
    assert settings.database_url == f"sqlite:///{tmp_path}/var/sahip.sqlite"
    assert (settings.redis_url, settings.host, settings.api_keys) == (None, "127.0.0.1", (DEMO_KEY,))
    assert (settings.public_url, settings.api_url) == ("http://127.0.0.1:5000", "http://127.0.0.1:5010")
    assert not any(
        "of-the-real" in secret for secret in (*settings.auth_tokens, settings.secret_key.get_secret_value())
    )
    assert {name.split()[0] for name in demo.ignored} == set(REAL)


def test_what_a_demo_may_be_told_is_not_reported_as_ignored(folder: dict[str, str], tmp_path: Path) -> None:
    assert new_demo(folder | {"SAHIP_MODE": "demo"}, tmp_path / "none").ignored == ()


def test_children_of_the_demo_see_its_settings_alone(folder: dict[str, str], tmp_path: Path) -> None:
    environment = {"HOME": "/", **REAL, **folder}
    keep_to(new_demo(environment, tmp_path / "none"), environment)
    assert environment == {"HOME": "/", "SAHIP_MODE": "demo", **folder}


def test_a_folder_with_the_data_of_a_real_centre_is_not_for_a_demo(folder: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "sahip.sqlite").touch()
    settings = new_demo(folder, tmp_path / "none").settings()
    refused = pytest.raises(DemoDoesNotStart, match=r"no demo made \(sahip\.sqlite\)")
    with refused, demo_running(settings, quiet=True):
        pass
    assert (tmp_path / "var" / "sahip.sqlite").stat().st_size == 0


def test_commands_in_the_demos_folder_find_its_ports(folder: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    remember_demo(new_demo(folder, tmp_path / "none").settings())
    only_the_folder = {"SAHIP_VAR": folder["SAHIP_VAR"]}
    source = source_here(only_the_folder, tmp_path / "none")
    assert (source.demo, source.settings().port, source.settings().simulator_port) == (True, 5000, 5010)
    assert source.name_of("PORT", "environment") == "demo"
    assert source_here(only_the_folder | {"PORT": "6000"}, tmp_path / "none").settings().port == 6000


def test_where_something_real_is_configured_commands_mean_that(folder: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    remember_demo(new_demo(folder, tmp_path / "none").settings())
    assert not source_here(folder | REAL, tmp_path / "none").demo
    assert source_here(folder | REAL | {"SAHIP_MODE": "demo"}, tmp_path / "none").demo
    assert demo_started_here(folder | REAL, tmp_path / "none").settings().port == 5000


def test_without_a_demo_and_without_settings_nothing_is_made_up(folder: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused):
        source_here(folder, tmp_path / "none").settings()


def test_what_we_keep_is_for_our_own_eyes(folder: dict[str, str], tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        database = database_of(new_demo(folder, tmp_path / "none").settings())
        with reading(database) as session:
            session.connection()
    finally:
        os.umask(before)
    database.dispose()
    kept = [tmp_path / "var", *(tmp_path / "var").iterdir()]
    assert [oct(file.stat().st_mode & 0o077) for file in kept] == ["0o0"] * len(kept)
    assert len(kept) > 1
