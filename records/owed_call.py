"""The one word by which a call we owe somebody is told from everything else that has a kind."""

from typing import Final

CALLBACK: Final = "callback"
"""The kind of a promise that somebody calls, of the attempts to reach them, and of the floor's deadlines for it; the
direction of its stay in line, in which nobody rang us: no figure about callers counts it."""
