"""The centre's files as the console is shown them, and what a change of one would do to the whole."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from callbacks.centre_files import CentreFiles
from engine.centre import CentreInvalid, read_centre


def centre_files(folder: Path) -> CentreFiles:
    return CentreFiles(folder=folder, problems=partial(problems_with, folder.absolute()))


def problems_with(folder: Path, changed: Mapping[str, str]) -> list[str]:
    """Every problem of the centre with these texts for files of these names; places are told in `<name>.yaml`."""
    with TemporaryDirectory() as beside:
        tried = Path(beside)
        for each in folder.iterdir():
            if each.suffix != ".yaml" or each.stem not in changed:
                (tried / each.name).symlink_to(each)
        for name, text in changed.items():
            (tried / f"{name}.yaml").write_text(text, encoding="utf-8")
        try:
            read_centre(tried)
        except CentreInvalid as invalid:
            return [problem.replace(f"{tried}/", "") for problem in invalid.problems]
    return []
