"""Which flow somebody means, by its name or by a file, and what is to be drawn of it."""

from collections.abc import Mapping
from pathlib import Path

from engine.centre_folder import centre_here
from ivr.drawing.difference_sheet import difference_sheet
from ivr.drawing.flow_sheet import sheet_of
from ivr.drawing.sheet import Sheet
from ivr.drawing.written import Written, written_in
from ivr.errors import FlowInvalid
from ivr.yaml_file import nearest


def drawn_sheet(flow: str, language: str, *, inside: bool, against: Path | None) -> Sheet:
    """Raises FlowInvalid when there is no such flow or its file cannot be read."""
    path = flow_path(flow)
    written = written_in(path)
    if against is not None:
        return difference_sheet(written_in(against), written, language)
    return sheet_of(written, language, _beside(path) if inside else None)


def flow_path(flow: str) -> Path:
    """The file of this name in the centre, or the file itself. Raises FlowInvalid."""
    if (path := Path(flow)).suffix in (".yaml", ".yml") or path.is_file():
        return path
    folder = centre_here() / "flows"
    if (path := folder / f"{flow}.yaml").is_file():
        return path
    names = sorted(path.stem for path in folder.glob("*.yaml"))
    raise FlowInvalid([f"{folder}: there is no flow `{flow}`{nearest(flow, names)}"])


def _beside(path: Path) -> Mapping[str, Written]:
    """Every flow in the same folder that can be read."""
    found = {}
    for each in sorted(path.parent.glob("*.yaml")):
        try:
            written = written_in(each)
        except FlowInvalid:
            continue
        found[written.flow.flow] = written
    return found
