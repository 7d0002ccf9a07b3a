"""`python -m simulator`: a stand-in for Twilio on a port of this machine. `… play FILE` plays a script and ends.

The account's token comes in SIMULATOR_AUTH_TOKEN, the secret of its API key in SIMULATOR_API_KEY_SECRET: command lines
are everybody's to read.
"""

import argparse
import os
import signal
import sys
from pathlib import Path

from simulator.account import Account
from simulator.play import play_file
from simulator.server import start_server

ASKED_TO_END = (signal.SIGTERM, signal.SIGINT)


def main() -> None:
    if sys.argv[1:2] == ["play"]:
        raise SystemExit(play_file(sys.argv[2:]))
    wanted = _arguments()
    token = os.environ.get("SIMULATOR_AUTH_TOKEN") or Account().auth_token
    secret = os.environ.get("SIMULATOR_API_KEY_SECRET")
    keys = ((wanted.api_key_sid, secret),) if wanted.api_key_sid and secret else ()
    account = Account(sid=wanted.account_sid, auth_token=token, api_keys=keys)
    signal.pthread_sigmask(signal.SIG_BLOCK, ASKED_TO_END)  # before there are threads, so that none of them is asked
    server = start_server(wanted.port, account, speed=wanted.speed, leaps=wanted.leaps, seed=wanted.seed,
                          guests=wanted.guest)  # fmt: skip
    print(f"Twilio stand-in on {server.url} for account {account.sid}", flush=True)
    signal.sigwait(ASKED_TO_END)
    server.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=4450)
    parser.add_argument("--account-sid", default=Account().sid)
    parser.add_argument("--api-key-sid", default="", help="an API key of the account, with its secret beside the token")
    parser.add_argument("--speed", type=float, default=1.0, help="how many times faster than the wall clock")
    parser.add_argument("--seed", type=int, help="the same ids and the same accidents each time; else new ones")
    parser.add_argument("--leaps", type=Path, help="a file that tells others how far the clock has been moved on")
    parser.add_argument("--guest", action="append", default=[], help="a page's origin, for browser clients")
    return parser.parse_args()


if __name__ == "__main__":
    main()
