"""A map with marks: where they lie, how large they are."""

from tidewaiter.surfaces.kit.world import Amount, world_of


def test_marks_are_in_proportion_and_lie_where_countries_are() -> None:
    drawn = world_of(
        [Amount("AUS", "Australia", 25, 0), Amount("JPN", "Japan", 100, 25), Amount("", "?", 9, 9),
         Amount("SGP", "Singapore", 0, 0)]
    )  # fmt: skip
    japan, australia = drawn.marks
    assert japan.title == "Japan: 25 / 100"
    assert japan.radius == 2 * australia.radius == 2 * japan.inner
    assert australia.inner == 0
    # eastern half; Japan above the equator, Australia below it
    assert japan.x > drawn.width / 2 < australia.x
    assert japan.y < drawn.height / 2 < australia.y


def test_nothing_is_drawn_of_nothing() -> None:
    assert world_of([]).marks == ()
