"""Which flow somebody means, by its name, a version or a file, and what is to be drawn of it."""

from collections.abc import Mapping
from pathlib import Path

from engine.centre_folder import centre_here
from ivr.drawing.difference_sheet import difference_sheet
from ivr.drawing.flow_sheet import sheet_of
from ivr.drawing.sheet import Sheet
from ivr.errors import FlowInvalid
from ivr.language.written import Written, read_written
from ivr.yaml_file import nearest


def drawn_sheet(flow: str, language: str, *, inside: bool, version: str, against: str | None) -> Sheet:
    """Raises FlowInvalid when there is no such flow or its file cannot be read, and as `FlowDesk.found` does."""
    written = _version(flow, version)
    if against is not None:
        before = read_written(Path(against)) if Path(against).is_file() else _version(flow, against)
        return difference_sheet(before, written, language)
    return sheet_of(written, language, _beside(written.path) if inside else None)


def _version(flow: str, version: str) -> Written:
    """The file needs no settings; versions are in the records."""
    if version == "file":
        return read_written(flow_path(flow))
    from engine.demo_settings import source_here
    from engine.flow_desk import FlowDesk

    kept = FlowDesk(source_here().settings()).found(flow, version)
    return Written(flow=kept.flow, path=centre_here() / "flows" / f"{flow}.yaml", text=kept.source)


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
            written = read_written(each)
        except FlowInvalid:
            continue
        found[written.flow.flow] = written
    return found
