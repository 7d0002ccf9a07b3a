"""The centre's files as the console is shown them, and what a change of one would do to the whole."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from callbacks.centre_files import CentreFiles
from engine.centre import CentreInvalid, read_centre
from engine.policy_file import no_number_is_shown
from engine.rules_in_force import RulesInForce
from ivr.file_fault import moved
from ivr.publishing.kept_flow import kept
from ivr.publishing.present import present_release
from records.centre_file_version import files_in_force
from records.database import reading


def centre_files(
    folder: Path, database: Engine, rules: RulesInForce | None = None, *, number_is_set: bool = False
) -> CentreFiles:
    """`rules` are those of the process that asks; None where nobody's board is kept up to date.

    `number_is_set`: the settings say which number people see when we call them, and the policy need not.
    """
    problems = partial(problems_with, folder.absolute(), database, number_is_set=number_is_set)
    if rules is None:
        return CentreFiles(folder=folder, problems=problems)
    return CentreFiles(folder=folder, problems=problems, in_force=rules.parts, look_again=rules.look_again,
                       keep_looking=rules.keep_looking)  # fmt: skip


def problems_with(
    folder: Path, database: Engine, changed: Mapping[str, str], *, number_is_set: bool = False
) -> list[str]:
    """Every problem of the centre as it is in force, with these texts for files of these names.

    Places are told in `<name>.yaml`.
    """
    with reading(database) as session:
        texts = {name: version.source for name, version in files_in_force(session).items()}
        flows = {name: row.source for name, row in kept(session, present_release(session).versions).items()}
    with written_beside(folder, {**texts, **changed}, flows) as tried:
        try:
            policy = read_centre(tried).policy
        except CentreInvalid as invalid:
            return [moved(problem, f"{tried}/", "") for problem in invalid.problems]
    return [] if number_is_set or policy.caller_ids else [no_number_is_shown(Path("policy.yaml"))]


@contextmanager
def written_beside(folder: Path, texts: Mapping[str, str], flows: Mapping[str, str] | None = None) -> Iterator[Path]:
    """A folder with these texts for files of these names, and else with what lies in the centre's.

    `flows` stand there instead of those that lie in it, where any were ever published.
    """
    with TemporaryDirectory() as beside:
        tried = Path(beside)
        for each in folder.absolute().iterdir():
            if not (each.suffix == ".yaml" and each.stem in texts) and not (flows and each.name == "flows"):
                (tried / each.name).symlink_to(each)
        for name, text in texts.items():
            (tried / f"{name}.yaml").write_text(text, encoding="utf-8")
        for name, text in (flows or {}).items():
            (tried / "flows").mkdir(exist_ok=True)
            (tried / "flows" / f"{name}.yaml").write_text(text, encoding="utf-8")
        yield tried
