"""Reading an answer to a message: TwiML for messages, or plain text to be sent back as it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

UNREADABLE = 12100
SCHEMA_WARNING = 12200
MESSAGE_ATTRIBUTES = frozenset({"to", "from", "action", "method", "statusCallback"})


class DocumentError(Exception):
    """`code` is Twilio's."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A message to be sent: to whom and from where "" leaves as in the one answered."""

    body: str
    to: str = ""
    from_: str = ""
    callback: str = ""
    media: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Redirect:
    url: str
    method: str = "POST"


@dataclass(frozen=True, kw_only=True)
class Document:
    """`warnings` are codes and texts of what Twilio passes over."""

    replies: tuple[Reply, ...] = ()
    redirect: Redirect | None = None
    warnings: tuple[tuple[int, str], ...] = ()


def read_answer(body: bytes, content_type: str) -> Document:
    """Raises DocumentError where Twilio would turn to the fallback URL."""
    if content_type.partition(";")[0].strip() == "text/plain":
        text = body.decode("utf-8", "replace")
        return Document(replies=(Reply(body=text),) if text.strip() else ())
    if not body.strip():
        return Document()
    return _read(_root(body))


def _root(body: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise DocumentError(UNREADABLE, "a document type is not allowed")
    try:
        root = ElementTree.fromstring(body)  # noqa: S314  # no entities get this far
    except (ElementTree.ParseError, ValueError) as error:
        raise DocumentError(UNREADABLE, f"Document parse failure: {error}") from error
    if root.tag != "Response":
        raise DocumentError(UNREADABLE, f"the root is {root.tag}, not Response")
    return root


def _read(root: ElementTree.Element) -> Document:
    """Verbs after a Redirect are out of reach."""
    replies: list[Reply] = []
    warnings: list[tuple[int, str]] = []
    for verb in root:
        if verb.tag == "Redirect":
            found = Redirect(url=(verb.text or "").strip(), method=verb.get("method", "POST").upper())
            return Document(replies=tuple(replies), redirect=found, warnings=tuple(warnings))
        if verb.tag in ("Message", "Sms"):
            warnings += [(SCHEMA_WARNING, f"{verb.tag} has no {name}") for name in set_apart(verb)]
            replies.append(_reply(verb))
        else:
            warnings.append((SCHEMA_WARNING, f"{verb.tag} is no verb of a message's answer"))
    return Document(replies=tuple(replies), warnings=tuple(warnings))


def set_apart(verb: ElementTree.Element) -> Iterator[str]:
    """The attributes the verb does not have."""
    return (name for name in verb.keys() if name not in MESSAGE_ATTRIBUTES)  # noqa: SIM118  # an Element is no dict


def _reply(verb: ElementTree.Element) -> Reply:
    bodies = [verb.text or "", *(child.text or "" for child in verb if child.tag == "Body")]
    return Reply(
        body="".join(bodies).strip(),
        to=verb.get("to", ""),
        from_=verb.get("from", ""),
        callback=verb.get("statusCallback", "") or verb.get("action", ""),
        media=tuple((child.text or "").strip() for child in verb if child.tag == "Media"),
    )
