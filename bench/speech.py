"""What it costs to understand a caller and to say a value.

    python -m bench.speech

Every figure is of one call, the median of many, on one core; the goal is a millisecond for whatever a caller says.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial

from ivr.speech.filling import filled
from ivr.speech.spoken_number import spoken_number, values_of
from ivr.speech.understanding import intent_of, meant
from ivr.speech.utterance import utterance, words_of

GOAL_MS = 1.0
ROUNDS = 500
OPTIONS = {
    "1": ("teslimat", "kargo", "siparişim", "ürün gelmedi"),
    "2": ("kurulum", "montaj", "onarım", "tamir", "servis", "arıza", "bozuldu"),
    "3": ("fatura", "ödeme", "borç", "taksit"),
    "4": ("şikâyet", "memnun değilim"),
    "5": ("dosyam", "durumu", "ne oldu"),
}
SHORT = "faturamı ödemek istiyorum"
LONG = "merhaba ben geçen hafta bir çamaşır makinesi aldım ama hala gelmedi bir yetkiliyle görüşmek istiyorum lütfen"
VALUES = {"due": "2026-11-25T14:30:00+00:00", "amount": "1250.50"}


def main() -> None:
    print(f"{'in words':<34}{'ms':>12}{'of the goal':>12}")
    for name, speech in (("short", SHORT), ("long", LONG)):
        show(f"an option, {name}", partial(meant, speech, "tr", OPTIONS))
        show(f"a wish, {name}", partial(intent_of, speech, "tr"))
    show("a number", lambda: spoken_number("sıfır beş yüz otuz iki yüz on bir kırk dört elli beş", "tr"))
    show("a value filled in", lambda: filled("{due:moment_dative} kadar {amount:money}", VALUES, "tr"))


def show(name: str, work: Callable[[], object]) -> None:
    took = statistics.median(timed(work) for _ in range(ROUNDS))
    print(f"{name:<34}{took:>12.3f}{took / GOAL_MS:>12.1%}")


def timed(work: Callable[[], object]) -> float:
    """As of a sentence that was never heard before; its words were."""
    words_of.cache_clear()
    utterance.cache_clear()
    values_of.cache_clear()
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
