"""Asking for many values in one statement, however many: databases bound how many parameters there may be."""

import json
from collections.abc import Collection

from sqlalchemy import ColumnElement, String, any_, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session


def among(
    session: Session, column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], values: Collection[str]
) -> ColumnElement[bool]:
    """Whether the column holds one of these texts."""
    if session.get_bind().dialect.name == "postgresql":
        return column == any_(cast(literal(list(values), ARRAY(String)), ARRAY(String)))
    return column.in_(select(func.json_each(json.dumps(list(values))).table_valued("value").c.value))
