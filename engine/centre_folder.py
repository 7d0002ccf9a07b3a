"""Where the centre's files are, for commands that need nothing else: no account, no secret, no store."""

from pathlib import Path

from engine.demo_settings import source_here
from engine.settings import given_settings
from engine.settings_defaults import absolute
from engine.shipped import shipped


def centre_here() -> Path:
    """SAHIP_CENTRE, from the environment, `.env` or the demo that runs here; else the centre that is shipped."""
    source = source_here()
    given = given_settings(source.environment, source.env_file).get("SAHIP_CENTRE")
    return absolute("SAHIP_CENTRE", given[0]) if given else shipped("centre")
