"""Which centre a flow from elsewhere is brought into."""

from pathlib import Path

import click

from engine.centre_folder import centre_here
from engine.policy_file import read_policy
from ivr.studio.importing import Imported, Into, imported
from ivr.yaml_file import nearest


def brought_in(file: Path, language: str, queue: str | None) -> Imported:
    """The flow with queues of the policy that is here. Raises FlowInvalid."""
    policy = read_policy(centre_here() / "policy.yaml")
    if queue is not None and queue not in policy.queues:
        raise click.BadParameter(f"there is no queue `{queue}`{nearest(queue, sorted(policy.queues))}")
    into = Into(queues=frozenset(policy.queues), queue=queue or policy.default_queue, reader=language)
    return imported(file, into)
