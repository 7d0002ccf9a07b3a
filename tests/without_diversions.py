"""A copy of the shipped centre whose queues lead nobody into flows: for a test that has flows of its own alone."""

import re
from pathlib import Path


def lead_nobody_elsewhere(folder: Path) -> None:
    path = folder / "policy.yaml"
    told = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"    diversions:\n(      - .*flow:.*\n)+", "", told), encoding="utf-8")
