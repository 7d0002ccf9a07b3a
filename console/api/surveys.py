"""What callers thought: figures, never a mark where nobody answered."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from cases.survey import Figures, survey_figures, surveys
from console.api.fields import Moment
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.period import PeriodQuery
from records.database import reading


class ScaleShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    scale: int = Field(description="Ratings go from 1 to this.")
    answers: int
    mean: float
    satisfied: float = Field(description="The share of the two best ratings.")
    counts: Mapping[str, int] = Field(description="How often each rating was given.")


class SurveyShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    survey: str
    since: Moment
    until: Moment
    answers: int = Field(description="0: no data, and therefore no scales below.")
    scales: tuple[ScaleShown, ...] = Field(description="One for each scale that was used.")


def list_surveys(board: Board, asked: Asked) -> Page[SurveyShown]:
    """Every survey anybody ever answered, by name, with its figures."""
    since, until = asked.query.between(board.clock())
    with reading(board.database) as session:
        told = {name: survey_figures(session, name, since=since, until=until) for name in surveys(session)}
    return Page(items=tuple(_shown(name, figures, since, until) for name, figures in told.items()))


def show_survey(board: Board, asked: Asked) -> SurveyShown:
    """Of a survey nobody answered there are no figures."""
    name = asked.path["survey"]
    since, until = asked.query.between(board.clock())
    with reading(board.database) as session:
        return _shown(name, survey_figures(session, name, since=since, until=until), since, until)


def _shown(name: str, figures: list[Figures], since: Moment, until: Moment) -> SurveyShown:
    scales = tuple(_scale(one) for one in figures)
    return SurveyShown(survey=name, since=since, until=until, answers=sum(one.answers for one in scales), scales=scales)


def _scale(figures: Figures) -> ScaleShown:
    return ScaleShown(
        scale=figures.scale,
        answers=figures.answers,
        mean=round(figures.mean or 0, 2),
        satisfied=round(figures.satisfied or 0, 4),
        counts={str(rating): count for rating, count in figures.counts.items()},
    )


OPERATIONS = (
    Operation(method="GET", path="/surveys", scope="cases:read", summary="List surveys with their figures",
              does=list_surveys, answers=Page[SurveyShown], query=PeriodQuery),
    Operation(method="GET", path="/surveys/{survey}", scope="cases:read", summary="Show a survey's figures",
              does=show_survey, answers=SurveyShown, query=PeriodQuery),
)  # fmt: skip
