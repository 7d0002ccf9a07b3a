"""A list for somebody's spreadsheet, as a file the browser keeps."""

from collections.abc import Iterable, Sequence

from flask import Response

from records.csv_writing import csv_of


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """`name` is the file's, without its ending; what would be carried out in a spreadsheet is made harmless."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(csv_of(head, rows), content_type="text/csv; charset=utf-8", headers=headers)
