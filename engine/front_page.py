"""What a browser is shown at `/`: that this is Sahip, and where to go."""

from html import escape

PLACES = (
    ("/api/docs", "API belgeleri", "API documents"),
    ("/readyz", "çağrı alabilir mi", "whether it can take calls"),
    ("/healthz", "çalışıyor mu", "whether it is alive"),
    ("/metrics", "ölçümler (Prometheus)", "numbers (Prometheus)"),
)
PHONE = ("/phone", "denemek için telefonlar", "telephones to try it with")
PAGE = """<!doctype html>
<html lang="tr">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sahip</title>
</head>
<body style="font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem">
<h1>Sahip</h1>
<p>Bu adreste bir çağrı merkezi telefonlara cevap veriyor. Burada bulunanlar:</p>
<p lang="en">A call centre answers its telephones at this address. What is here:</p>
<ul>
%(rows)s
</ul>
</body>
</html>
"""


def front_page(*, demo: bool) -> str:
    """The page; a demo has telephones to try it with."""
    places = (PHONE, *PLACES) if demo else PLACES
    return PAGE % {"rows": "\n".join(_row(*place) for place in places)}


def _row(path: str, turkish: str, english: str) -> str:
    return f'<li><a href="{path}">{path}</a> – {escape(turkish)} / <span lang="en">{escape(english)}</span></li>'
