"""A process of the running demo: one of our commands (`python -m engine.demo_role web`), with the demo's settings
whatever is set.

Apart from `engine/demo.py`, which fills the demo's house: who serves in it need not read how.
"""

import os

from engine.cli import main
from engine.demo_settings import keep_to, new_demo


def take_part() -> None:
    """In a folder where nobody keeps a `.env`."""
    demo = new_demo()
    keep_to(demo)
    os.chdir(demo.settings().valkey_folder)
    main()


if __name__ == "__main__":
    take_part()
