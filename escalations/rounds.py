"""The clock goes round once a second and hands to the workers whatever in a room must be looked at."""

from datetime import timedelta
from typing import Final

EARLY: Final = timedelta(milliseconds=500)
"""What is due before half a second is over is handed over in this round: in the next one it would be late."""
