"""For other web servers than ours: `gunicorn -k gthread -w 2 --threads 4 wsgi:app`."""

from engine.wsgi import app

__all__ = ["app"]
