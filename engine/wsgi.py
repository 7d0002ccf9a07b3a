"""The applications a web server asks for, built when it does: `engine.wsgi:app` and `engine.wsgi:live`."""

from typing import Any

from engine.logging import start_logging
from engine.settings import read_settings
from engine.standing import stay


def __getattr__(name: str) -> Any:
    if name not in ("app", "live"):
        raise AttributeError(name)
    settings = read_settings()
    start_logging(as_json=settings.mode == "production")
    if name == "app":
        from engine.web import web_app

        return _standing(web_app(settings))
    from engine.live import live_app

    return _standing(live_app(settings))


def _standing(app: Any) -> Any:
    stay()
    return app
