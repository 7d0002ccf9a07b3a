"""What is said of an alert, in people's words."""

from typing import Final

from console.alerts.alert import CENTRE, Alert
from console.wording import Told, told

SHARES: Final = ("service_level", "abandonment")


def alert_told(alert: Alert) -> Told:
    """`destek: en uzun bekleyen 240 sn (sınır 180 sn)`."""
    where = "centre" if alert.subject == CENTRE else "queue"
    value, bound = _spelt(alert.metric, alert.value), _spelt(alert.metric, alert.bound)
    return told(f"alert_{where}_{alert.metric}", {"queue": alert.subject, "value": value, "bound": bound})


def _spelt(metric: str, value: float) -> str:
    """Shares as hundredths; everything else whole."""
    return f"{value * 100:.0f}" if metric in SHARES else f"{value:.0f}"
