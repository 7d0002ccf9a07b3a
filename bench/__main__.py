"""`make bench`: every benchmark, one after the other, each printing its figures as ratios within its own run.

python -m bench [--quick]
"""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    here = Path(__file__).parent
    benches = sorted(file.stem for file in here.glob("*.py") if not file.stem.startswith("_"))
    return max(
        [subprocess.call([sys.executable, "-m", f"bench.{name}", *sys.argv[1:]], cwd=here.parent) for name in benches]
    )


if __name__ == "__main__":
    sys.exit(main())
