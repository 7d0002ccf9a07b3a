"""Run by Alembic: uses the connection it is handed, and knows the tables only when a revision is being written."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from records.database import AwareDateTime


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Revisions name SQLAlchemy's types alone, so that they do not depend on ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, AwareDateTime) else False


attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["metadata"],
    render_as_batch=True,
    render_item=render_item,
)
context.run_migrations()
