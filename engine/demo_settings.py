"""Whose settings a command works with: the demo's where only a demo was started, else what is configured.

The demo takes ports and folders from outside and nothing else: what is configured for a real centre in the environment
or in `.env` must not be reached by trying things out beside it.
"""

import json
import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from pathlib import Path

from engine.settings import NAMES, Settings, given_settings, read_settings
from engine.settings_defaults import absolute

FROM_OUTSIDE = ("PORT", "SAHIP_LIVE_PORT", "SAHIP_SIMULATOR_PORT", "SAHIP_VAR", "SAHIP_CENTRE")
ENV_FILE = Path(".env")
NO_FILE = Path(os.devnull)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a command's settings are read from.

    For the demo: `ignored` names what is set outside and does not count, `told` what is and does.
    """

    environment: Mapping[str, str]
    env_file: Path
    demo: bool = False
    ignored: tuple[str, ...] = ()
    told: frozenset[str] = frozenset()

    def settings(self) -> Settings:
        """Raises SettingsRefused."""
        return read_settings(self.environment, self.env_file)

    def name_of(self, name: str, found: str) -> str:
        """Where a setting comes from, as people are told: of what a demo is given, some is only remembered."""
        return "demo" if self.demo and found == "environment" and name not in self.told else found


def source_here(environment: Mapping[str, str] = os.environ, env_file: Path = ENV_FILE) -> Source:
    """The demo's settings when SAHIP_MODE says so, or when a demo was started here and nothing else is configured."""
    given = {name: value for name, (value, _) in given_settings(environment, env_file).items()}
    nothing_else = not set(given) - set(FROM_OUTSIDE)
    if given.get("SAHIP_MODE") == "demo" or (nothing_else and demo_file(_var(given)).exists()):
        return demo_started_here(environment, env_file)
    return Source(environment=environment, env_file=env_file)


def demo_started_here(environment: Mapping[str, str] = os.environ, env_file: Path = ENV_FILE) -> Source:
    """The settings of the demo that runs or ran in this folder, with the ports it was started on."""
    var = _var(environment)
    demo = new_demo(environment, env_file)
    remembered = {**_remembered(demo_file(var)), "SAHIP_VAR": str(var)}
    return replace(demo, environment={**remembered, **demo.environment})


def new_demo(environment: Mapping[str, str] = os.environ, env_file: Path = ENV_FILE) -> Source:
    """The settings of a demo that is to be started."""
    kept = {name: environment[name] for name in FROM_OUTSIDE if environment.get(name, "").strip()}
    ignored = [
        f"{name} ({where})"
        for name, (value, where) in given_settings(environment, env_file).items()
        if (where == ".env" or name not in kept) and (name, value) != ("SAHIP_MODE", "demo")
    ]
    return Source(
        environment={"SAHIP_MODE": "demo", **kept},
        env_file=NO_FILE,
        demo=True,
        ignored=tuple(sorted(ignored)),
        told=frozenset(kept),
    )


def keep_to(source: Source, environment: MutableMapping[str, str] = os.environ) -> None:
    """From here on this process and its children see the source's settings alone, wherever they read them."""
    for name in NAMES.values():
        environment.pop(name, None)
    environment.update(source.environment)


def remember_demo(settings: Settings) -> None:
    """Write down, for commands given in another terminal, where this demo listens and which centre it plays."""
    demo_file(settings.var).write_text(json.dumps(demo_as_environment(settings), indent=2) + "\n", encoding="utf-8")


def demo_as_environment(settings: Settings) -> dict[str, str]:
    """These settings, as far as a demo has any, for another process."""
    attributes = {name: attribute for attribute, name in NAMES.items()}
    return {name: str(getattr(settings, attributes[name])) for name in FROM_OUTSIDE}


def demo_file(var: Path) -> Path:
    return var / "demo.json"


def _remembered(file: Path) -> dict[str, str]:
    """What stands there; a file that cannot be read is as good as none."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    known = told if isinstance(told, dict) else {}
    return {name: known[name] for name in FROM_OUTSIDE if isinstance(known.get(name), str)}


def _var(given: Mapping[str, str]) -> Path:
    return absolute("SAHIP_VAR", given.get("SAHIP_VAR", "").strip() or "var")
