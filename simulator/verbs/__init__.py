"""The verbs. Importing this package registers the function of each."""

from simulator.verbs import dialling, gathering, leading_on, queueing, recording, referring, speaking, starting

__all__ = ["dialling", "gathering", "leading_on", "queueing", "recording", "referring", "speaking", "starting"]
