"""What became of the mutants, beside what was looked at and found to be no mistake."""

from collections import Counter
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.mutation.trial import LONG

EQUIVALENT = Path(__file__).with_name("equivalent.yaml")


def equivalent() -> dict[str, str]:
    """Mutant's name → why no test can tell it from the original."""
    entries = YAML(typ="safe").load(EQUIVALENT.read_text(encoding="utf-8")) or []
    return {name: entry["why"] for entry in entries for name in entry["mutants"]}


class Report:
    def __init__(self, *, whole: bool) -> None:
        self.whole = whole
        self.excused = equivalent()
        self.verdicts: list[dict[str, Any]] = []

    def hear(self, verdict: dict[str, Any]) -> None:
        self.verdicts.append(verdict)

    @property
    def survivors(self) -> list[dict[str, Any]]:
        found = [each for each in self.verdicts if not each["killer"] and each["name"] not in self.excused]
        return sorted(found, key=lambda each: (each["file"], each["line"]))

    @property
    def outdated(self) -> list[str]:
        """Excuses for mutants that are no more, or that a test kills now."""
        alive = {each["name"] for each in self.verdicts if not each["killer"]}
        known = {each["name"] for each in self.verdicts}
        return sorted(name for name in self.excused if name not in alive and (self.whole or name in known))

    @property
    def is_good(self) -> bool:
        return bool(self.verdicts) and not self.survivors and not self.outdated

    def __str__(self) -> str:
        lines = []
        for each in self.survivors:
            never = "" if each["tried"] else "  (no test runs this)"
            lines += [f"routing/lua/{each['file']}.lua:{each['line']}: survives{never}", f"  {each['name']}"]
        lines += [f"equivalent.yaml: killed, or no more: {name}" for name in self.outdated]
        killed = Counter(bool(each["killer"]) for each in self.verdicts)[True]
        late = sum(any(file in each["killer"] for file in LONG) for each in self.verdicts)
        excused = len(self.verdicts) - killed - len(self.survivors)
        lines.append(
            f"{len(self.verdicts)} mutants: {killed} killed ({late} only by the long tests), "
            f"{excused} equivalent, {len(self.survivors)} survive"
        )
        return "\n".join(lines)
