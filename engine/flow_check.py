"""Checking the flows of a centre, or one of them, and telling what was found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.care_file import read_care
from engine.centre import surroundings_of
from engine.dips_file import read_dips
from engine.flow_folder import FLOWS, centre_of
from engine.hours_file import read_hours
from engine.numbers_file import read_numbers
from engine.policy_doubts import doubts_about
from engine.policy_file import read_policy, see_that_diversions_lead_to
from ivr.checking.check import NAMES, check, subject_of
from ivr.checking.finding import Finding
from ivr.checking.packs import PACKS
from ivr.checking.person.time_to_person import ToPerson, to_person
from ivr.checking.surroundings import Surroundings
from ivr.checking.wording import worded
from ivr.errors import FlowInvalid
from ivr.language.written import Written, read_written
from ivr.yaml_file import read_mapping


@dataclass(frozen=True, kw_only=True)
class Checked:
    """`worst` are the longest ways to a person, by entry; `numbers` tells which flow answers which number."""

    findings: Sequence[Finding]
    worst: Sequence[ToPerson]
    surroundings: Surroundings
    flows: int

    @property
    def errors(self) -> int:
        return sum(finding.level == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        return len(self.findings) - self.errors


def check_flows(path: Path | None, packs: Sequence[str] = ()) -> Checked:
    """The flows of the centre, of this folder or this file. Raises FlowInvalid with all that cannot be read.

    `packs` are rules of regulators to be asked as well.
    """
    only = path if path is not None and path.is_file() else None
    centre = _centre_for(path)
    folder = _folder_of_flows(path, centre)
    known, files = _surroundings(centre), _files(folder, only)
    written = _all_read(files, only)
    if only is None and folder.resolve() == (centre / FLOWS).resolve():
        _see_that_numbers_lead_to(written, centre / "numbers.yaml")
        see_that_diversions_lead_to([one.flow.flow for one in written], centre / "policy.yaml")
    findings = check(known, written, [rule for pack in packs for rule in PACKS[pack]])
    walkable = not {finding.rule for finding in findings} & {rule.name for rule in NAMES}
    worst = to_person(subject_of(known, written)) if walkable else []
    if only is None:
        doubts = doubts_about(read_policy(centre / "policy.yaml"), centre / "policy.yaml")
        return Checked(findings=[*doubts, *findings], worst=worst, surroundings=known, flows=len(written))
    name = written[-1].flow.flow
    return Checked(
        findings=[finding for finding in findings if finding.flow == name],
        worst=[one for one in worst if one.flow == name],
        surroundings=known,
        flows=1,
    )


def _centre_for(path: Path | None) -> Path:
    """The centre the path lies in; for flows that lie elsewhere, the configured one."""
    try:
        return centre_of(path)
    except FlowInvalid:
        return centre_of(None)


def _folder_of_flows(path: Path | None, centre: Path) -> Path:
    if path is None or path.is_file() or (path / FLOWS).is_dir():
        return centre / FLOWS
    return path


def _files(folder: Path, only: Path | None) -> list[Path]:
    """Every file of flows; the one that was asked about is the last, and stands for the flow of its name."""
    others = [path for path in sorted(folder.glob("*.yaml")) if only is None or path.resolve() != only.resolve()]
    files = [*others, only] if only else others
    if not files:
        raise FlowInvalid([f"{folder}: there is no flow in this folder"])
    return files


def _surroundings(centre: Path) -> Surroundings:
    calendars = read_hours(centre / "hours.yaml")
    policy, care = read_policy(centre / "policy.yaml", calendars.named), read_care(centre / "care.yaml")
    known = surroundings_of(centre, policy, care, calendars)
    known = replace(known, hosts=read_dips(centre / "dips.yaml").names)
    numbers = read_mapping(centre / "numbers.yaml") if (centre / "numbers.yaml").exists() else {}
    return replace(known, numbers={str(number): _flow_of(answer) for number, answer in numbers.items()})


def _see_that_numbers_lead_to(written: Sequence[Written], numbers: Path) -> None:
    """What cannot be published for its numbers is not called right. Raises FlowInvalid."""
    if numbers.exists():
        read_numbers(numbers, [one.flow.flow for one in written])


def _flow_of(answer: Any) -> str:
    return str(answer.get("flow")) if isinstance(answer, dict) else str(answer)


def _all_read(files: Sequence[Path], only: Path | None) -> list[Written]:
    """Each flow once: two files of one name are a mistake, unless one of them is the file that was asked about."""
    written: dict[str, Written] = {}
    problems: list[str] = []
    for path in files:
        try:
            one = read_written(path)
        except FlowInvalid as invalid:
            problems += invalid.problems
            continue
        name = one.flow.flow
        if written.pop(name, None) and path != only:
            problems.append(f"{path}:1:1: flow: another file has a flow `{name}` already")
        written[name] = one
    if problems:
        raise FlowInvalid(problems)
    return list(written.values())


def lines_of(checked: Checked, language: str) -> Iterator[str]:
    """For people: each finding with its place, then the longest ways to a person, then the sum."""
    for finding in checked.findings:
        where = ": ".join(filter(None, (finding.place, worded(f"level_{finding.level}", language, {}), finding.part)))
        yield f"{where}: {finding.told(language)}"
        if advice := finding.advice(language):
            yield f"    {advice}"
    if checked.worst:
        yield worded("time_to_person", language, {})
    for worst in checked.worst:
        yield from _worst(worst, checked.surroundings, language)
    values = {"flows": checked.flows, "errors": checked.errors, "warnings": checked.warnings}
    yield worded("sum", language, values)


def _worst(worst: ToPerson, known: Surroundings, language: str) -> Iterator[str]:
    numbers = ", ".join(number for number, flow in known.numbers.items() if flow == worst.flow)
    entry = {"entry": f"{numbers} {worst.flow}".strip()}
    if worst.seconds is None or worst.keys is None:
        yield worded("no_way_to_person", language, entry)
        return
    yield worded("longest", language, {**entry, "seconds": round(worst.seconds.amount), "keys": worst.presses})
    yield f"    {worst.seconds.trail}"


def as_data(checked: Checked, language: str) -> dict[str, Any]:
    """For programs."""
    return {
        "errors": checked.errors,
        "warnings": checked.warnings,
        "findings": [_finding(finding, language) for finding in checked.findings],
        "time_to_person": [_to_person(worst, checked.surroundings) for worst in checked.worst],
    }


def _finding(finding: Finding, language: str) -> dict[str, Any]:
    file, line, column = finding.place.rsplit(":", 2)
    return {
        "level": finding.level,
        "rule": finding.rule,
        "flow": finding.flow,
        "node": finding.node,
        "file": file,
        "line": int(line),
        "column": int(column),
        "message": finding.told(language),
        "hint": finding.advice(language),
    }


def _to_person(worst: ToPerson, known: Surroundings) -> dict[str, Any]:
    return {
        "flow": worst.flow,
        "numbers": [number for number, flow in known.numbers.items() if flow == worst.flow],
        "seconds": round(worst.seconds.amount, 1) if worst.seconds else None,
        "keys": worst.presses if worst.keys else None,
        "way": [str(step) for step in worst.seconds.trail.steps()] if worst.seconds else [],
    }
