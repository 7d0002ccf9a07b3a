"""`python -m bench._serve_peers`: the routes we compare with, as `sahip web` serves ours."""

import os

from engine.processes import WEB_THREADS, WEB_WORKERS, serve

if __name__ == "__main__":
    serve("bench._peers:app", host="127.0.0.1", port=int(os.environ["PORT"]), workers=WEB_WORKERS, threads=WEB_THREADS)
