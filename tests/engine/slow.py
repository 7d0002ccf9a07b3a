"""An application that takes for ever to import."""

import threading

print("importing", flush=True)
threading.Event().wait(60)
