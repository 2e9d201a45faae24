"""Dates as people and programs write them: each is one month, or is refused with its readings."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.pipeline.dates import EPOCH, DateOrder, days_of, in_order, moments_of

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
FORMS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d %b %Y", "%d %B %Y", "%B %d, %Y", "%b. %d, %Y"),
    *("%d-%b-%Y", "%d-%b-%y", "%Y-%b-%d", "%A, %B %d, %Y", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S.%f"),
    *("%Y-%m-%dT%H:%M:%S+01:00", "%d %B %Y %I:%M %p", "%a %b %d %Y", "%dth of %B %Y", "%Y-%m", "%m/%Y"),
    *("%Y%m", "%B %Y", "%b-%y", "%b '%y", "%Y %B", "%m-%Y", "%Y.%m"),
)
"""Each says which month it is, whatever day."""
NO_DATES = (
    *("", " ", "2025", "25", "3/25", "Mar 25", "25-Mar", "2025-13", "2025-00", "2/30/2025"),
    *(
        "0/3/2025",
        "1999-12",
        "2100-01",
        "12:30",
        "٢٠٢٥-٠٣",
        "2025-03-14 and 2025-04-14",
        "March",
        "45",
        "99999",
    ),
    *("next March", "March April 2025", "3//2025", "2025-3-" + "9" * 30, "1" * 5000, "-2025-03", "Q1 2025"),
)


@given(DAYS, st.sampled_from(FORMS))
def test_a_date_that_says_its_month_has_one_reading(day: date, form: str) -> None:
    [found] = days_of(day.strftime(form))
    assert found.month_text == f"{day:%Y-%m}"


@given(DAYS, st.sampled_from("/-. "), st.sampled_from(("%Y", "%y")))
def test_a_date_of_numbers_with_the_year_last_has_the_readings_of_both_orders(
    day: date, mark: str, year: str
) -> None:
    text = day.strftime(f"%m{mark}%d{mark}{year}")
    readings = {each.month_text for each in days_of(text)}
    assert f"{day:%Y-%m}" in readings
    if day.day > 12 and year == "%Y":
        assert len(readings) == 1
    if day.day <= 12 and day.day != day.month:
        assert len(readings) > 1
        assert in_order(text, DateOrder.MONTH_FIRST) == day.isoformat()
        other = day.strftime(f"%d{mark}%m{mark}{year}")
        assert in_order(other, DateOrder.DAY_FIRST) == day.isoformat()


@given(DAYS)
def test_a_number_is_the_day_that_excel_counts(day: date) -> None:
    number = (day - EPOCH).days
    for text in (str(number), f"{number}.0", f"{number}.75"):
        assert [str(each) for each in days_of(text)] == [day.isoformat()]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_has_no_reading(text: str) -> None:
    assert days_of(text) == []


@given(st.text("0123456789/-.,' MarchT:apmz", max_size=20), st.sampled_from((None, *DateOrder)))
def test_whatever_a_cell_holds_its_readings_are_in_different_months(
    text: str, order: DateOrder | None
) -> None:
    found = days_of(text, order)
    assert len({each.month_text for each in found}) == len(found)
    assert len(found) <= 1 or order is None
    moments_of(text)


@given(
    st.integers(946_771_200, 4_102_358_400).map(lambda second: datetime.fromtimestamp(second, UTC)),
    st.sampled_from(
        ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%d %b %Y, %H:%M:%S", "%B %d, %Y %I:%M:%S %p")
    ),
)
def test_a_moment_is_read_in_each_form(moment: datetime, form: str) -> None:
    assert moments_of(moment.strftime(form)) == [moment]
    there = moment.astimezone(timezone(timedelta(hours=-7, minutes=-30)))
    assert moments_of(there.isoformat()) == [moment]


@pytest.mark.parametrize("text", ["2025-03", "2025-03-14 24:00", "2025-03-14 13:00 pm", "2025-03-14 12:60"])
def test_what_is_no_moment_has_no_reading(text: str) -> None:
    assert moments_of(text) == []
