"""Pages are cut and numbered so that every one of them can be reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.views import Pagination, pages_of
from wenming.views.view import PER_PAGE


def test_twenty_records_make_a_page() -> None:
    """CONTENT.md: a column is paginated; the template and the feeds rely on the number."""
    assert PER_PAGE == 20
    assert [len(page) for page in pages_of(range(41))] == [20, 20, 1]
    assert [len(page) for page in pages_of(range(40))] == [20, 20]


def test_nothing_makes_one_empty_page() -> None:
    """A new column has its page before it has a record."""
    assert pages_of([]) == [()]


@given(st.lists(st.integers()), st.integers(1, 30))
def test_pages_hold_every_item_once_and_in_order(items: list[int], per_page: int) -> None:
    """Pagination partitions; only the last page may be shorter."""
    pages = pages_of(items, per_page)
    assert [item for page in pages for item in page] == items
    assert all(len(page) == per_page for page in pages[:-1])
    assert len(pages[-1]) <= per_page


def test_the_first_page_has_the_address_of_the_listing() -> None:
    """The others are numbered from 2."""
    pagination = Pagination("/honors/", 2, 3)
    assert [pagination.page(number) for number in (1, 2, 3)] == [
        "/honors/",
        "/honors/page/2/",
        "/honors/page/3/",
    ]


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [(1, None, "/a/page/2/"), (2, "/a/", "/a/page/3/"), (3, "/a/page/2/", None)],
)
def test_a_page_knows_the_one_before_and_the_one_after(
    number: int, before: str | None, after: str | None
) -> None:
    """None at either end."""
    pagination = Pagination("/a/", number, 3)
    assert (pagination.previous, pagination.next) == (before, after)


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (1, 1, "1"),
        (1, 2, "1 2"),
        (1, 4, "1 2 3 4"),
        (1, 5, "1 2 3 4 5"),
        (1, 6, "1 2 3 … 6"),
        (4, 7, "1 2 3 4 5 6 7"),
        (4, 8, "1 2 3 4 5 6 7 8"),
        (4, 9, "1 2 3 4 5 6 … 9"),
        (5, 9, "1 2 3 4 5 6 7 8 9"),
        (6, 9, "1 … 4 5 6 7 8 9"),
        (6, 12, "1 … 4 5 6 7 8 … 12"),
        (12, 12, "1 … 10 11 12"),
        (250, 500, "1 … 248 249 250 251 252 … 500"),
    ],
)
def test_page_numbers_far_away_are_left_out(number: int, last: int, shown: str) -> None:
    """An ellipsis stands for two numbers or more, never for one."""
    numbers = Pagination("/a/", number, last).numbers()
    assert " ".join("…" if each is None else str(each) for each in numbers) == shown


@given(st.integers(1, 600).flatmap(lambda last: st.tuples(st.integers(1, last), st.just(last))))
def test_page_numbers_rise_and_hold_the_ends_and_the_page_itself(place: tuple[int, int]) -> None:
    """At most nine of them, whatever the length of the listing."""
    number, last = place
    shown = [*Pagination("/a/", number, last).numbers()]
    numbers = [each for each in shown if each is not None]
    assert numbers == sorted(set(numbers))
    assert {1, number, last} <= set(numbers) <= set(range(1, last + 1))
    assert len(shown) <= 9
    for index, each in enumerate(shown):
        if each is None:  # between two numbers that are more than two apart
            before, after = shown[index - 1], shown[index + 1]
            assert before is not None
            assert after is not None
            assert after - before > 2
