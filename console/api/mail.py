"""Letters that customers write: a mail server, or whoever fetches mail, hands them in as they came."""

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from callbacks.mail.reading import LONGEST, NoLetter
from callbacks.receiving import receive_letter
from console.api.operation import Asked, Operation
from console.api.problem import Problem


class LandedShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    message_id: str
    case_number: str | None = Field(description="null: a machine wrote it and it is about no case of ours.")
    repeated: bool = Field(description="It had been handed in before, and nothing has changed.")
    new_case: bool


def post_mail(board: Board, asked: Asked) -> LandedShown:
    """Put a letter on the case it is about, or on a new one; the case's owner learns of it.

    The body is the whole letter, RFC 822, with its headers. Handed in twice it is one letter. A mail server's report
    that a letter of ours did not arrive is understood.
    """
    try:
        return LandedShown.model_validate(receive_letter(board, asked.body))
    except NoLetter as odd:
        raise Problem(422, f"This is no letter: {odd}.") from None


OPERATIONS = (
    Operation(method="POST", path="/mail", scope="messages:write", summary="Hand in a letter a customer wrote",
              does=post_mail, answers=LandedShown, raw="message/rfc822", longest=LONGEST, kept=False),
)  # fmt: skip
