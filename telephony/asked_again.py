"""How often the network asks us once more about a leg we called or led somewhere, where a request does not get through.

Told in the fragment of each URL, which is neither sent nor signed. It may ask because every answer of ours is kept: the
same request, once more, is answered the same.
"""

from typing import Final

OVERRIDES: Final = "rc=4&rp=ct,rt,5xx&ct=2000&rt=7000"
"""Four times, after no connection, no answer or the error of a server. 2 s to connect, and 7 s to answer: longer than
we need where a database has vanished, and twice within the 15 s the network has for all of them."""


def asked_again(url: str) -> str:
    return f"{url}#{OVERRIDES}"
