"""What a setting is when nobody set it, by mode."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from engine.errors import SettingsRefused
from engine.shipped import shipped

TWILIO = "https://api.twilio.com"
LOOPBACK = "127.0.0.1"
DEMO_ACCOUNT = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 28 + "4440",
    "TWILIO_AUTH_TOKEN": "signs-only-what-the-simulator-sends",
    "SAHIP_SECRET_KEY": "for-pages-on-this-machine-only",
}
"""Public on purpose: the demo listens on loopback and talks to nobody but the simulator beside it."""
CREDENTIALS = tuple(DEMO_ACCOUNT)
DEMO_BROWSERS = {
    "TWILIO_API_KEY_SID": "SK" + "0" * 28 + "4440",
    "TWILIO_API_KEY_SECRET": "signs-tokens-of-browsers-on-this-machine-only",
    "TWILIO_TWIML_APP_SID": "AP" + "0" * 28 + "4440",
}
"""As public: what the demo's agents connect their browsers with."""

DEMO_SENDER = "Sahip <destek@sahip.example>"
"""Letters of the demo are written into a folder, and from an address that cannot exist."""


def defaults(given: Mapping[str, str]) -> dict[str, Any]:
    """Defaults for everything not given; other ports count from PORT, files lie under SAHIP_VAR."""
    mode, port = given.get("SAHIP_MODE", "production"), _port(given, "PORT", 4440)
    var = absolute("SAHIP_VAR", given.get("SAHIP_VAR", "var"))
    common: dict[str, Any] = {
        "SAHIP_MODE": mode,
        "SAHIP_SITE": "main",
        "SAHIP_HOST": LOOPBACK if mode in ("demo", "dev") else "0.0.0.0",  # noqa: S104  behind the hoster's proxy
        "PORT": port,
        "SAHIP_LIVE_PORT": port + 1,
        "SAHIP_SIMULATOR_PORT": port + 10,
        "TWILIO_API_URL": TWILIO,
        "DATABASE_URL": f"sqlite:///{var / 'sahip.sqlite'}",
        "SAHIP_CENTRE": shipped("centre"),
        "SAHIP_VAR": var,
        "SAHIP_CALLS_PER_SECOND": 1,
    }
    return common | _of_mode(mode, given, port, var)


def absolute(name: str, folder: str | Path) -> Path:
    """The folder whatever folder we are in. Raises SettingsRefused for the home of somebody unknown."""
    try:
        return Path(folder).expanduser().resolve()
    except (OSError, RuntimeError, ValueError):
        raise SettingsRefused(f"Mend {name}: it must be a folder, and {folder} leads nowhere.") from None


def required(given: Mapping[str, str]) -> tuple[str, ...]:
    """Names without a default in this mode."""
    return {"demo": (), "dev": CREDENTIALS}.get(given.get("SAHIP_MODE", ""), ("SAHIP_PUBLIC_URL", *CREDENTIALS))


def _of_mode(mode: str, given: Mapping[str, str], port: int, var: Path) -> dict[str, str]:
    address = {"SAHIP_PUBLIC_URL": f"http://{LOOPBACK}:{port}"}
    if mode == "demo":
        simulator = _port(given, "SAHIP_SIMULATOR_PORT", port + 10)
        letters = {"SAHIP_SMTP_URL": f"file://{quote(str(var / 'letters'))}", "SAHIP_MAIL_FROM": DEMO_SENDER}
        simulated = {"TWILIO_API_URL": f"http://{LOOPBACK}:{simulator}"}
        return address | DEMO_ACCOUNT | DEMO_BROWSERS | simulated | letters
    return address if mode == "dev" else {}


def _port(given: Mapping[str, str], name: str, otherwise: int) -> int:
    """What other defaults count from; when it is no number, the check of the name itself says so."""
    text = given.get(name, "")
    return int(text) if text.isdecimal() else otherwise
