"""What axe-core finds against WCAG 2.1 AA on a page that is open in a browser (axe/ beside the browser's tests)."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "browser" / "axe" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def breaches(page: Page, within: str = "body") -> list[str]:
    """Each as `rule: element: what is wrong`, of what is shown now inside the element of this selector."""
    page.evaluate(f"() => {{ if (!window.axe) {{ {_source()} }} }}")
    options = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
    found = page.evaluate("([within, options]) => axe.run(within, options)", [within, options])
    return [_told(breach["id"], node) for breach in found["violations"] for node in breach["nodes"]]


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def _told(rule: str, node: dict[str, Any]) -> str:
    return f"{rule}: {node['html'][:160]}: {' '.join(node['failureSummary'].split())}"
