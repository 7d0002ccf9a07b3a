"""A queue narrowed by what a flow asks for: its rings, but only with agents who have these skills as well."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """`skills` is an expression as in the policy. The same words with other blanks between them are the same."""

    queue: str
    skills: str

    @property
    def tidy(self) -> str:
        return " ".join(self.skills.split())
