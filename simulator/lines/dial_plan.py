"""Numbers the network can dial, and what Twilio says of those it cannot."""

import re

from simulator.switches import Switches
from simulator.twiml.errors import TwimlError

SEPARATORS = re.compile(r"[\s().\-]")
FEWEST_DIGITS, MOST_DIGITS = 7, 15
LOCAL_COUNTRY = "+1"
"""Ten digits without a country are North American, as they are to Twilio."""

_CODES = """
1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82
84 86 90 91 92 93 94 95 98 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235
236 237 238 239 240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255 256 257 258 260 261 262 263
264 265 266 267 268 269 290 291 297 298 299 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375
376 377 378 379 380 381 382 383 385 386 387 389 420 421 423 500 501 502 503 504 505 506 507 508 509 590 591
592 593 594 595 596 597 598 599 670 672 673 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 690
691 692 850 852 853 855 856 880 886 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 992
993 994 995 996 998
"""
COUNTRY_CODES = frozenset(_CODES.split())
"""ITU-T E.164 country codes."""


def dialled_number(text: str, switches: Switches) -> str:
    """The number in E.164. Raises TwimlError where Twilio would not dial it: 13223 to 13227."""
    bare = SEPARATORS.sub("", text)
    if not re.fullmatch(r"\+?[0-9]+", bare):
        raise TwimlError(13223, f"{text!r} is not a telephone number")
    number = bare if bare.startswith("+") else _with_country(bare)
    country = country_code(number)
    if not country:
        raise TwimlError(13226, f"no country has the code {number} begins with")
    if not FEWEST_DIGITS <= len(number) - 1 <= MOST_DIGITS:
        raise TwimlError(13224, f"{number} is not a valid number")
    if number.startswith(tuple(sorted(switches.forbidden_prefixes))):
        raise TwimlError(13225, f"calls to {number} are forbidden")
    if switches.permitted_countries is not None and country not in switches.permitted_countries:
        raise TwimlError(13227, f"the account has no permission to call {country}")
    return number


def country_code(number: str) -> str:
    """The country code an E.164 number begins with, such as +90; "" for none."""
    return next((number[: 1 + size] for size in (1, 2, 3) if number[1 : 1 + size] in COUNTRY_CODES), "")


def _with_country(digits: str) -> str:
    return f"{LOCAL_COUNTRY}{digits}" if len(digits) == 10 else f"+{digits}"
