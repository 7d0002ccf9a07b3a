from cases.survey import Figures


def test_no_answers_are_no_data() -> None:
    nothing = Figures(scale=5, answers=0, counts={})
    assert nothing.mean is None and nothing.satisfied is None
