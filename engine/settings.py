"""The environment, read once: what each name means, and what is refused before anything starts.

A value comes from the environment, else from a `.env` file in the current folder, else from the default of the mode.
`demo` needs nothing and reaches nobody; `dev` and `production` need the account's credentials and a secret key.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from callbacks.mail.post_office import PostOffice, post_office, sender_of
from console.people.roles_of_groups import roles_of_groups
from console.role import Role
from engine.errors import SettingsRefused
from engine.settings_checks import contradictions, missing_sentence, sentence
from engine.settings_defaults import absolute, defaults, required

Mode = Literal["demo", "dev", "production"]
Source = Literal["environment", ".env", "default"]
Port = Annotated[int, Field(ge=1, le=65535)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
ACCOUNT_SID = r"^AC[0-9A-Za-z]{2,64}$"
"""It becomes part of addresses we call, so nothing else may be in it."""
WEB_ADDRESS = r"^https?://[^/?#@\s]+(/[^?#\s]*)?$"


class Settings(BaseModel):
    """Everything the environment says, complete and consistent."""

    model_config = ConfigDict(frozen=True)

    mode: Mode = Field(alias="SAHIP_MODE")
    site: str = Field(alias="SAHIP_SITE", pattern=r"^[a-z0-9-]{1,32}$")
    host: str = Field(alias="SAHIP_HOST")
    port: Port = Field(alias="PORT")
    live_port: Port = Field(alias="SAHIP_LIVE_PORT")
    simulator_port: Port = Field(alias="SAHIP_SIMULATOR_PORT")
    public_url: str = Field(alias="SAHIP_PUBLIC_URL", pattern=WEB_ADDRESS)
    live_address: str | None = Field(None, alias="SAHIP_LIVE_URL", pattern=WEB_ADDRESS)
    account_sid: str = Field(alias="TWILIO_ACCOUNT_SID", pattern=ACCOUNT_SID)
    auth_token: SecretStr = Field(alias="TWILIO_AUTH_TOKEN")
    auth_token_next: SecretStr | None = Field(None, alias="TWILIO_AUTH_TOKEN_NEXT")
    api_key_sid: str | None = Field(None, alias="TWILIO_API_KEY_SID")
    api_key_secret: SecretStr | None = Field(None, alias="TWILIO_API_KEY_SECRET")
    twiml_app_sid: str | None = Field(None, alias="TWILIO_TWIML_APP_SID")
    api_url: str = Field(alias="TWILIO_API_URL", pattern=WEB_ADDRESS)
    messaging_service: str | None = Field(None, alias="TWILIO_MESSAGING_SERVICE_SID", pattern=r"^MG[0-9A-Za-z]{32}$")
    whatsapp_sender: str | None = Field(None, alias="SAHIP_WHATSAPP_SENDER", pattern=r"^\+[1-9]\d{6,14}$")
    smtp_address: SecretStr | None = Field(None, alias="SAHIP_SMTP_URL")
    mail_from: str | None = Field(None, alias="SAHIP_MAIL_FROM")
    oidc_issuer: str | None = Field(None, alias="SAHIP_OIDC_ISSUER", pattern=WEB_ADDRESS)
    oidc_client_id: str | None = Field(None, alias="SAHIP_OIDC_CLIENT_ID")
    oidc_client_secret: SecretStr | None = Field(None, alias="SAHIP_OIDC_CLIENT_SECRET")
    oidc_claim: str = Field("preferred_username", alias="SAHIP_OIDC_CLAIM")
    oidc_groups: str | None = Field(None, alias="SAHIP_OIDC_ROLES")
    oidc_groups_claim: str = Field("groups", alias="SAHIP_OIDC_GROUPS_CLAIM")
    caller_id: str | None = Field(None, alias="SAHIP_CALLER_ID", pattern=r"^\+[1-9]\d{6,14}$")
    database_address: SecretStr = Field(alias="DATABASE_URL")
    redis_address: SecretStr | None = Field(None, alias="REDIS_URL")
    centre: Path = Field(alias="SAHIP_CENTRE")
    var: Path = Field(alias="SAHIP_VAR")
    secret_key: SecretStr = Field(alias="SAHIP_SECRET_KEY")
    calls_per_second: Positive = Field(alias="SAHIP_CALLS_PER_SECOND")

    @property
    def live_url(self) -> str:
        """Where browsers have events from, before `/live/…`; empty where that is the public address itself."""
        if self.live_address or self.mode == "production":
            return self.live_address or ""
        return f"http://{self.host}:{self.live_port}"

    @property
    def database_url(self) -> str:
        return self.database_address.get_secret_value()

    @property
    def redis_url(self) -> str | None:
        """The server to use, or None for the embedded Valkey in `valkey_folder`."""
        return self.redis_address.get_secret_value() if self.redis_address else None

    @property
    def post_office(self) -> PostOffice | None:
        """Where letters are handed in; None where no mail server is set. Raises ValueError where it cannot be one."""
        if self.smtp_address is None or self.mail_from is None:
            return None
        return post_office(self.smtp_address.get_secret_value(), sender_of(self.mail_from))

    @property
    def oidc_roles(self) -> dict[str, Role]:
        """Group at the provider → role here. Raises ValueError where it cannot be that."""
        return roles_of_groups(self.oidc_groups or "")

    @property
    def valkey_folder(self) -> Path:
        return self.var / "valkey"

    @property
    def key_safe(self) -> Path:
        """The keys that sealed backups are opened with."""
        return self.var / "key-safe.sqlite"

    @property
    def auth_tokens(self) -> tuple[str, ...]:
        """The tokens a webhook may be signed with: the present one, and the next one while tokens are rotated."""
        tokens = (self.auth_token, self.auth_token_next)
        return tuple(token.get_secret_value() for token in tokens if token is not None)

    @property
    def api_keys(self) -> tuple[tuple[str, str], ...]:
        """The account's API key and its secret, where one is set."""
        if self.api_key_sid and self.api_key_secret:
            return ((self.api_key_sid, self.api_key_secret.get_secret_value()),)
        return ()

    @property
    def rest_login(self) -> tuple[str, str]:
        """User and password for Twilio's REST API: the API key, else the account itself."""
        return (*self.api_keys, (self.account_sid, self.auth_token.get_secret_value()))[0]


NAMES = {attribute: str(field.alias) for attribute, field in Settings.model_fields.items()}
"""Attribute → name in the environment."""


def read_settings(environment: Mapping[str, str] = os.environ, env_file: Path = Path(".env")) -> Settings:
    """The settings in force. Raises SettingsRefused with one sentence that says what to change."""
    given = {name: value for name, (value, _) in given_settings(environment, env_file).items()}
    values: dict[str, Any] = defaults(given) | given
    if missing := [name for name in required(given) if name not in values]:
        raise SettingsRefused(missing_sentence(missing))
    try:
        settings = Settings.model_validate(values | _spelt_for_libraries(values))
    except ValidationError as refused:
        raise SettingsRefused(sentence(refused)) from None
    for problem in contradictions(settings):
        raise SettingsRefused(problem)
    return settings


def given_settings(environment: Mapping[str, str], env_file: Path) -> dict[str, tuple[str, Source]]:
    """What somebody set, and where. An empty value, or one of blanks, counts as not set, as in a compose file."""
    in_file = dotenv_values(env_file)
    given: dict[str, tuple[str, Source]] = {}
    for name in NAMES.values():
        if (value := environment.get(name)) and value.strip():
            given[name] = (value, "environment")
        elif (value := in_file.get(name)) and value.strip():
            given[name] = (value, ".env")
    return given


def _spelt_for_libraries(values: Mapping[str, Any]) -> dict[str, Any]:
    """Addresses as people and hosters write them, in the spelling our libraries want; folders absolute."""
    spelt: dict[str, Any] = {}
    for name in ("SAHIP_VAR", "SAHIP_CENTRE"):
        spelt[name] = absolute(name, values[name])
    for name in ("SAHIP_PUBLIC_URL", "TWILIO_API_URL"):
        spelt[name] = values[name].rstrip("/")
    if values.get("REDIS_URL", "").startswith("valkey"):
        spelt["REDIS_URL"] = values["REDIS_URL"].replace("valkey", "redis", 1)
    return spelt
