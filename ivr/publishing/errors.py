"""Why something is not published, rolled back or found. The docstring is the message."""

from collections.abc import Sequence

from ivr.errors import FlowUnknown


class VersionUnknown(Exception):
    """The flow has no such version, or several begin like that."""

    def __init__(self, flow: str, told: str) -> None:
        super().__init__(f"The flow `{flow}` has no version {told}: `sahip flow versions {flow}` shows those it has.")


class NothingToPublish(Exception):
    """What was to be published is in force already."""


class PublishedMeanwhile(Exception):
    """Somebody published in the meantime: look at what they changed, and publish on top of it.

    `flows` are those of ours that changed since `base`; `present` is the release in force.
    """

    def __init__(self, flows: Sequence[str], *, present: str, by: str) -> None:
        what = ", ".join(f"`{flow}`" for flow in flows) or "flows"
        super().__init__(
            f"Somebody published {what} meanwhile ({by}); release {present} is in force now. "
            f"Compare, and publish on base {present}."
        )
        self.flows, self.present, self.by = tuple(flows), present, by


class NoSuchFlow(Exception):
    """There is no flow of this name where it was looked for."""

    def __init__(self, flow: str, where: str, near: str = "") -> None:
        super().__init__(f"There is no flow `{flow}` {where}{near}.")


class FlowOutdated(FlowUnknown):
    """A flow was published for another version of this program, which this one cannot read."""

    def __init__(self, flow: str) -> None:
        super().__init__(f"The version of `{flow}` that was published cannot be read any more: publish `{flow}` anew.")
