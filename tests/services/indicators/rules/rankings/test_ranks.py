"""Competition ranking on rounded scores."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.rankings.ranks import Contender, Place, rank

Table = list[dict[str, str]]


def contenders(**scores: str | None) -> list[Contender]:
    return [Contender(name, None if score is None else Decimal(score)) for name, score in scores.items()]


def ranks(places: list[Place]) -> list[tuple[int | None, str]]:
    return [(place.rank, place.key) for place in places]


def test_equal_scores_share_a_rank_and_the_next_is_skipped() -> None:
    places = rank(contenders(A="0.9", B="0.8", C="0.8", D="0.7"))
    assert ranks(places) == [(1, "A"), (2, "B"), (2, "C"), (4, "D")]
    assert [place.tied for place in places] == [False, True, True, False]


def test_the_published_tie_of_2022_comes_out(dti_ranking: Table) -> None:
    published = [int(row["rank"]) for row in dti_ranking]
    # Any scores that fall with the published rank: the two provinces ranked 15 are equal, the next is 17.
    ranked = rank(Contender(row["province"], 1 - Decimal(row["rank"]) / 100) for row in dti_ranking)
    assert [place.rank for place in ranked] == published
    assert [place.key for place in ranked if place.rank == 15] == ["Thanh Hóa", "Yên Bái"]


def test_scores_are_compared_as_published_not_as_computed() -> None:
    places = rank(contenders(A="0.800149", B="0.800051", C="0.80005", D="0.800049"))
    assert [(place.rank, place.score) for place in places] == [
        (1, Decimal("0.8001")),
        (1, Decimal("0.8001")),
        (1, Decimal("0.8001")),
        (4, Decimal("0.8000")),
    ]


def test_the_decimals_compared_can_be_chosen() -> None:
    assert ranks(rank(contenders(A="0.816", B="0.824", C="0.79"), places=2)) == [(1, "A"), (1, "B"), (3, "C")]


def test_ties_and_units_without_a_score_stand_in_the_order_they_came_in() -> None:
    named = [
        Contender("Ấp Bắc", None),
        Contender("Cà Mau", Decimal("0.5")),
        Contender("Đắk Lắk", Decimal("0.5")),
        Contender("Điện Biên", Decimal("0.5")),
        Contender("Huế", Decimal("0.6")),
        Contender("Yên Bái", None),
    ]
    places = rank(named)
    assert ranks(places) == [
        (1, "Huế"),
        (2, "Cà Mau"),
        (2, "Đắk Lắk"),
        (2, "Điện Biên"),
        (None, "Ấp Bắc"),
        (None, "Yên Bái"),
    ]
    assert places[-1].score is None
    assert not places[-1].tied


def test_nobody_gives_no_places() -> None:
    assert rank([]) == []


@given(st.lists(st.one_of(st.none(), st.decimals(0, 1, places=5)), max_size=30))
def test_a_rank_is_one_more_than_the_number_of_better_units(scores: list[Decimal | None]) -> None:
    places = rank(Contender(str(place), score) for place, score in enumerate(scores))
    assert len(places) == len(scores)
    shown = [place.score for place in places if place.score is not None]
    for place in places:
        if place.score is None:
            assert place.rank is None
        else:
            assert place.rank == 1 + sum(1 for score in shown if score > place.score)
            assert place.tied == (shown.count(place.score) > 1)
