"""A sound file the centre does not have: callers would hear an error of the telephone network."""

from collections.abc import Iterator
from pathlib import Path

from ivr.checking.finding import Fault
from ivr.checking.nearest import near
from ivr.checking.subject import Subject


def unknown_audio(subject: Subject) -> Iterator[Fault]:
    files = _files(subject.surroundings.audio)
    for place in subject.places():
        for prompt in place.node.prompts():
            if prompt.file is not None and prompt.file not in files:
                yield Fault(
                    flow=place.flow.flow,
                    where=place.within(*prompt.where),
                    values={"file": prompt.file},
                    near=near(prompt.file, files),
                )


def _files(folder: Path | None) -> frozenset[str]:
    return frozenset(path.name for path in folder.iterdir()) if folder and folder.is_dir() else frozenset()
