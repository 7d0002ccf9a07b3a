"""Writing a flow somebody asked for, without writing over one somebody has."""

from pathlib import Path

from engine.errors import FileNotWritten


def write_new(file: Path, text: str) -> None:
    """Raises FileNotWritten when it is there already, or cannot be written."""
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(text)
    except FileExistsError:
        raise FileNotWritten(f"{file} is there already: name another file.") from None
    except OSError as trouble:
        raise FileNotWritten(f"{file} could not be written: {trouble.strerror}.") from None
