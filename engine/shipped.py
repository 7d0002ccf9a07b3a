"""Files that come with Sahip and are not code: the call centre to start from, the examples."""

from pathlib import Path


def shipped(name: str) -> Path:
    """The folder of that name: inside this package when installed, at the top of the source tree otherwise."""
    installed = Path(__file__).parent / "shipped" / name
    return installed if installed.exists() else Path(__file__).parents[1] / name
