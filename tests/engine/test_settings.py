from pathlib import Path

import pytest

from callbacks.mail.post_office import LetterFolder
from engine.errors import SettingsRefused
from engine.settings import Settings, read_settings
from engine.settings_shown import shown_settings, unread_names

PRODUCTION = {
    "SAHIP_PUBLIC_URL": "https://calls.example.com/",
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "TWILIO_AUTH_TOKEN": "a-token-nobody-may-see",
    "SAHIP_SECRET_KEY": "a-key-nobody-may-see",
}


@pytest.fixture
def centre(tmp_path: Path) -> str:
    (tmp_path / "centre").mkdir()
    return str(tmp_path / "centre")


@pytest.fixture
def production(centre: str) -> dict[str, str]:
    return PRODUCTION | {"SAHIP_CENTRE": centre}


def read(environment: dict[str, str]) -> Settings:
    return read_settings(environment, env_file=Path("no-such-file"))


def test_the_demo_needs_no_setting_and_talks_only_to_this_machine(centre: str) -> None:
    settings = read({"SAHIP_MODE": "demo", "SAHIP_CENTRE": centre})
    assert settings.public_url == "http://127.0.0.1:4440"
    assert settings.api_url == "http://127.0.0.1:4450"
    assert settings.host == "127.0.0.1"
    assert (settings.port, settings.live_port, settings.simulator_port) == (4440, 4441, 4450)


def test_a_demo_pointed_at_a_real_account_is_refused(centre: str) -> None:
    with pytest.raises(SettingsRefused, match="Remove TWILIO_API_URL"):
        read({"SAHIP_MODE": "demo", "SAHIP_CENTRE": centre, "TWILIO_API_URL": "https://api.twilio.com"})


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1.example.com", "http://localhost.example.com", "http://127.0.0.1@x.y"]
)
def test_an_address_that_only_looks_like_this_machine_is_refused_in_the_demo(centre: str, address: str) -> None:
    with pytest.raises(SettingsRefused, match="TWILIO_API_URL"):
        read({"SAHIP_MODE": "demo", "SAHIP_CENTRE": centre, "TWILIO_API_URL": address})


def test_all_missing_names_are_told_in_one_sentence(centre: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        read({"SAHIP_CENTRE": centre})
    assert str(refused.value) == (
        "Set SAHIP_PUBLIC_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and SAHIP_SECRET_KEY in the environment or in "
        ".env (or try `sahip demo`, which needs none of it)."
    )


def test_an_empty_value_counts_as_not_set(production: dict[str, str]) -> None:
    with pytest.raises(SettingsRefused, match="Set TWILIO_AUTH_TOKEN in"):
        read(production | {"TWILIO_AUTH_TOKEN": ""})


def test_dev_listens_on_loopback_and_still_wants_the_account(production: dict[str, str]) -> None:
    del production["SAHIP_PUBLIC_URL"]
    assert read(production | {"SAHIP_MODE": "dev", "PORT": "5000"}).public_url == "http://127.0.0.1:5000"
    with pytest.raises(SettingsRefused, match="Set SAHIP_PUBLIC_URL in"):
        read(production)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"PORT": "web"}, "Mend PORT: it must be a port, a whole number from 1 to 65535."),
        ({"PORT": "65535"}, "Mend SAHIP_LIVE_PORT"),
        ({"SAHIP_PUBLIC_URL": "calls.example.com"}, "Mend SAHIP_PUBLIC_URL"),
        ({"SAHIP_CALLER_ID": "0212 123 45 67"}, "Mend SAHIP_CALLER_ID"),
        ({"SAHIP_MODE": "staging"}, "Mend SAHIP_MODE: it must be demo, dev or production."),
        ({"SAHIP_LIVE_PORT": "4440"}, "three different numbers"),
        ({"TWILIO_API_KEY_SID": "SK1"}, "both, or neither"),
        ({"SAHIP_CALLS_PER_SECOND": "0"}, "Mend SAHIP_CALLS_PER_SECOND: it must be a number above 0."),
        ({"SAHIP_CALLS_PER_SECOND": "inf"}, "Mend SAHIP_CALLS_PER_SECOND"),
        ({"SAHIP_CALLS_PER_SECOND": "nan"}, "Mend SAHIP_CALLS_PER_SECOND"),
        ({"TWILIO_AUTH_TOKEN": " \t "}, "Set TWILIO_AUTH_TOKEN in the environment"),
        ({"TWILIO_ACCOUNT_SID": "AC/../x y"}, "Mend TWILIO_ACCOUNT_SID"),
        ({"TWILIO_ACCOUNT_SID": "AC1"}, "Mend TWILIO_ACCOUNT_SID"),
        ({"TWILIO_ACCOUNT_SID": "AC" + "1" * 65}, "Mend TWILIO_ACCOUNT_SID"),
        ({"TWILIO_ACCOUNT_SID": "AC12\n"}, "Mend TWILIO_ACCOUNT_SID"),
        ({"SAHIP_VAR": "/etc/passwd"}, "Set SAHIP_VAR to a folder that can be written in"),
        ({"SAHIP_VAR": "/etc/passwd/x"}, "Set SAHIP_VAR"),
        ({"SAHIP_VAR": "/proc/x"}, "Set SAHIP_VAR"),
        ({"SAHIP_VAR": "~nobody-of-this-name/x"}, "Mend SAHIP_VAR"),
        ({"DATABASE_URL": "mysql://x/y"}, "Set DATABASE_URL"),
        ({"DATABASE_URL": "nonsense"}, "Set DATABASE_URL"),
        ({"REDIS_URL": "localhost:6379"}, "Set REDIS_URL"),
        ({"SAHIP_CENTRE": "/no/such/folder"}, "Set SAHIP_CENTRE"),
    ],
)
def test_a_wrong_value_is_told_with_its_fix(production: dict[str, str], wrong: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        read(production | wrong)
    assert said in str(refused.value)


def test_looking_at_the_settings_leaves_nothing_behind(production: dict[str, str], tmp_path: Path) -> None:
    read(production | {"SAHIP_VAR": str(tmp_path / "far" / "away"), "TWILIO_ACCOUNT_SID": "ACab"})
    assert [each.name for each in tmp_path.iterdir()] == ["centre"]


def test_a_secret_under_the_wrong_name_is_not_repeated_in_the_complaint(production: dict[str, str]) -> None:
    with pytest.raises(SettingsRefused) as refused:
        read(production | {"TWILIO_ACCOUNT_SID": "a-token-nobody-may-see"})
    assert "nobody" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("DATABASE_URL", "postgres://u:p@h/d", "postgres://u:p@h/d"),
        ("REDIS_URL", "valkey://h:6379/0", "redis://h:6379/0"),
        ("REDIS_URL", "valkeys://h:6379/0", "rediss://h:6379/0"),
        ("SAHIP_PUBLIC_URL", "https://calls.example.com/", "https://calls.example.com"),
    ],
)
def test_addresses_may_be_written_as_hosters_write_them(
    production: dict[str, str], name: str, written: str, meant: str
) -> None:
    settings = read(production | {name: written})
    attribute = {"DATABASE_URL": "database_url", "REDIS_URL": "redis_url", "SAHIP_PUBLIC_URL": "public_url"}[name]
    assert getattr(settings, attribute) == meant


def test_the_environment_wins_over_the_env_file(production: dict[str, str], tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("PORT=5001\nSAHIP_SITE=izmir\n")
    environment = production | {"PORT": "5002"}
    settings = read_settings(environment, env_file)
    assert (settings.port, settings.site) == (5002, "izmir")
    sources = {setting.name: setting.source for setting in shown_settings(settings, environment, env_file)}
    assert (sources["PORT"], sources["SAHIP_SITE"], sources["SAHIP_VAR"]) == ("environment", ".env", "default")


def test_what_is_shown_holds_no_secret(production: dict[str, str]) -> None:
    environment = production | {
        "DATABASE_URL": "postgresql://sahip:nobody-may:see@it@db/sahip?password=nobody-may-see",
        "REDIS_URL": "redis://:nobody-may-see@cache:6379/0",
    }
    settings = read(environment)
    shown = {setting.name: setting.shown for setting in shown_settings(settings, environment, Path("none"))}
    assert "nobody" not in str(shown) + repr(settings)
    assert shown["DATABASE_URL"] == "postgresql://sahip:****@db/sahip"
    assert shown["REDIS_URL"] == "redis://:****@cache:6379/0"


def test_both_tokens_are_accepted_while_they_are_rotated(production: dict[str, str]) -> None:
    assert read(production).auth_tokens == ("a-token-nobody-may-see",)
    rotating = read(production | {"TWILIO_AUTH_TOKEN_NEXT": "the-next-one"})
    assert rotating.auth_tokens == ("a-token-nobody-may-see", "the-next-one")


def test_a_misspelt_name_is_noticed() -> None:
    assert unread_names({"SAHIP_PUBLICURL": "x", "SAHIP_VAR": "y", "HOME": "z"}) == ["SAHIP_PUBLICURL"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"SAHIP_SMTP_URL": "smtp://mail.example.com"}, "SAHIP_SMTP_URL and SAHIP_MAIL_FROM both"),
        ({"SAHIP_MAIL_FROM": "destek@example.com"}, "SAHIP_SMTP_URL and SAHIP_MAIL_FROM both"),
        ({"SAHIP_OIDC_ISSUER": "https://id.example.com"}, "SAHIP_OIDC_CLIENT_SECRET all three"),
        ({"SAHIP_OIDC_ROLES": "leads=boss"}, "Mend SAHIP_OIDC_ROLES"),
        ({"SAHIP_OIDC_ROLES": "leads=lead"}, "Set SAHIP_OIDC_ISSUER too"),
        ({"SAHIP_SMTP_URL": "mail:gizli@h", "SAHIP_MAIL_FROM": "destek@example.com"}, "Mend SAHIP_SMTP_URL"),
        ({"SAHIP_SMTP_URL": "smtp://mail.example.com", "SAHIP_MAIL_FROM": "Destek"}, "Mend SAHIP_MAIL_FROM"),
        ({"TWILIO_MESSAGING_SERVICE_SID": "MG12"}, "Mend TWILIO_MESSAGING_SERVICE_SID"),
        ({"SAHIP_WHATSAPP_SENDER": "0850"}, "Mend SAHIP_WHATSAPP_SENDER"),
    ],
)
def test_senders_of_messages_are_complete_and_make_sense(
    production: dict[str, str], given: dict[str, str], told: str
) -> None:
    with pytest.raises(SettingsRefused, match=told) as refused:
        read(production | given)
    assert "gizli" not in str(refused.value)


def test_letters_of_the_demo_go_into_a_folder_and_nowhere_else(centre: str, tmp_path: Path) -> None:
    settings = read({"SAHIP_MODE": "demo", "SAHIP_CENTRE": centre, "SAHIP_VAR": str(tmp_path / "deneme var")})
    assert isinstance(settings.post_office, LetterFolder)
    assert settings.post_office.folder == tmp_path / "deneme var" / "letters"
