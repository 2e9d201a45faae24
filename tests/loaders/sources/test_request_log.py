"""The contract of a request log row, and its reading."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path

import orjson
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.months import month_index, month_text
from domain.vocabulary import AssistanceType, RequestStatus
from graph.errors import DataInvalid, InvalidInput
from loaders.pipeline.contract import problems
from loaders.sources.requests.contract import NOT_DOCUMENTED, RequestRow
from loaders.sources.requests.log import read_requests
from loaders.sources.requests.properties import request_properties

CELLS = {
    "request_id": "2023-0042",
    "month": "2023-05",
    "jurisdiction": "Houston, TX",
    "jurisdiction_type": "city",
    "jurisdiction_key": "us-place:4699066",
    "state": "TX",
    "fips": "48201",
    "agency_type": "municipal_police",
    "sworn_band": "1000+",
    "sworn_band_basis": "estimated",
    "asker_role": "command_staff",
    "grantee": "true",
    "models": "model:co-responder; model:cit",
    "topics": "topic:co-response",
    "assistance_types": "phone_call;visit_hosted",
    "sites": f"site:tucson-pd;{NOT_DOCUMENTED}",
    "status": "completed",
    "matched_month": "2023-06",
    "days_to_match": "12",
    "closed_month": "2023-09",
    "counting_rule": "program_overview",
    "synthetic": "true",
}
LEAST = {
    "request_id": "a",
    "month": "2023-05",
    "jurisdiction": "x",
    "jurisdiction_type": "tribal",
    "state": "AZ",
    "status": "received",
}


def write_csv(path: Path, *rows: dict[str, str], header: list[str] | None = None) -> Path:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", newline="") as file:
        writer = csv.DictWriter(file, header or list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@given(st.integers(2000 * 12, 2099 * 12 + 11))
def test_month_index_and_text_are_inverse(index: int) -> None:
    assert month_index(month_text(index)) == index


def test_month_index_counts_from_january() -> None:
    assert month_index("2023-05") == 12 * 2023 + 4


def test_properties_are_camel_case_and_months_are_indexes() -> None:
    assert request_properties(RequestRow.model_validate(CELLS)) == {
        "key": "request:2023-0042",
        "month": 24280,
        "monthText": "2023-05",
        "status": "COMPLETED",
        "state": "TX",
        "jurisdictionType": "CITY",
        "agencyType": "MUNICIPAL_POLICE",
        "swornBand": "FROM_1000",
        "swornBandBasis": "ESTIMATED",
        "askerRole": "COMMAND_STAFF",
        "grantee": True,
        "assistanceTypes": ["PHONE_CALL", "VISIT_HOSTED"],
        "matchedMonth": 24281,
        "daysToMatch": 12,
        "closedMonth": 24284,
        "undocumentedSites": 1,
        "countingRule": "PROGRAM_OVERVIEW",
        "synthetic": True,
    }


def test_unknown_fields_leave_no_property() -> None:
    assert request_properties(RequestRow.model_validate(LEAST)) == {
        "key": "request:a",
        "month": 24280,
        "monthText": "2023-05",
        "status": "RECEIVED",
        "state": "AZ",
        "jurisdictionType": "TRIBAL",
        "assistanceTypes": [],
        "undocumentedSites": 0,
        "countingRule": "OTHER",
        "synthetic": False,
    }


def test_contact_and_narrative_columns_never_enter_a_row() -> None:
    private = {"contact_name": "Jo Doe", "email": "jo@example.org", "phone": "555 010 0199", "narrative": "…"}
    row = RequestRow.model_validate(CELLS | private)
    assert row == RequestRow.model_validate(CELLS)
    assert not {"contact_name", "email", "phone", "narrative"} & set(row.model_dump())


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz"])
def test_csv_is_read_with_its_lists(tmp_path: Path, suffix: str) -> None:
    [row] = read_requests(write_csv(tmp_path / f"log{suffix}", CELLS))
    assert row.models == ["model:co-responder", "model:cit"]
    assert row.assistance_types == [AssistanceType.PHONE_CALL, AssistanceType.VISIT_HOSTED]
    assert row.sites == ["site:tucson-pd", NOT_DOCUMENTED]
    assert row.status is RequestStatus.COMPLETED


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_json_lines_hold_arrays_and_mean_the_same(tmp_path: Path, suffix: str) -> None:
    lists = {"models", "topics", "assistance_types", "sites", "jurisdiction_key"}
    document = {
        name: cell.replace(" ", "").split(";") if name in lists else cell for name, cell in CELLS.items()
    }
    line = orjson.dumps(document | {"grantee": True, "synthetic": True}) + b"\n"
    path = tmp_path / f"log{suffix}"
    path.write_bytes(gzip.compress(line) if suffix.endswith(".gz") else line)
    assert list(read_requests(path)) == [RequestRow.model_validate(CELLS)]


def test_empty_cells_byte_order_mark_and_crlf_are_read(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    text = f"{','.join([*LEAST, 'fips', 'sites'])}\r\n{','.join(LEAST.values())},,\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert list(read_requests(path)) == [RequestRow.model_validate(LEAST)]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"month": "2023-5-32"}, "month", "'2023-5-32'"),
        ({"month": "2023-13"}, "month", "YYYY-MM"),
        ({"month": "٢٠٢٣-٠٥"}, "month", "YYYY-MM"),
        ({"request_id": "jo@example.org"}, "request_id", "letters, digits"),
        ({"jurisdiction_type": "hamlet"}, "jurisdiction_type", "one of city, county"),
        ({"state": "tt"}, "state", "two capital letters"),
        ({"fips": "1001"}, "fips", "leading zeros"),
        ({"agency_type": "police"}, "agency_type", "municipal_police"),
        ({"sworn_band": "12"}, "sworn_band", "10-49"),
        ({"asker_role": "Chief Jo Doe"}, "asker_role", "never a name"),
        ({"grantee": "perhaps"}, "grantee", "true or false"),
        ({"models": "co-responder"}, "models", "'co-responder'"),
        ({"models": "model:cit;model:cit"}, "models", "twice"),
        ({"topics": "model:cit"}, "topics", "topic:rural"),
        ({"assistance_types": "fax"}, "assistance_types", "phone_call"),
        ({"sites": "Houston PD"}, "sites", NOT_DOCUMENTED),
        ({"status": "finis"}, "status", "referred_elsewhere"),
        ({"counting_rule": "all"}, "counting_rule", "program_overview"),
        ({"matched_month": "2023-04"}, "matched_month", "before month 2023-05"),
        ({"closed_month": "2023-05"}, "closed_month", "before 2023-06"),
        ({"status": "in_progress"}, "closed_month", "is open"),
        ({"status": "scoping", "closed_month": None}, "status", "before a match"),
        ({"matched_month": None}, "matched_month", "need the month"),
        ({"days_to_match": "-1"}, "days_to_match", "0 to 3,650"),
        ({"days_to_match": "3651"}, "days_to_match", "0 to 3,650"),
        ({"days_to_match": "9.5"}, "days_to_match", "whole days"),
        ({"sites": None, "matched_month": None}, "matched_month", "days_to_match"),
        ({"sites": None}, "sites", NOT_DOCUMENTED),
        ({"sworn_band_basis": None}, "sworn_band_basis", "estimated"),
        ({"jurisdiction_key": "us-county:48201;us-county:48157"}, "jurisdiction_key", "multi-jurisdiction"),
    ],
)
def test_a_bad_value_is_named_with_field_and_remedy(
    change: dict[str, str | None], field: str, said: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        RequestRow.model_validate(CELLS | change)
    [problem] = problems(caught.value, RequestRow)
    assert problem.field == field
    assert said in str(problem)
    assert problem.remedy


def test_every_problem_of_a_row_is_reported_and_long_values_are_cut(tmp_path: Path) -> None:
    bad = CELLS | {"state": "x" * 1000, "status": "finis"}
    path = write_csv(tmp_path / "log.csv", CELLS, bad)
    with pytest.raises(
        DataInvalid, match=r"^log.csv, line 3: field state: got 'xxx.* \| field status: "
    ) as caught:
        list(read_requests(path))
    assert len(str(caught.value)) < 400


def test_line_numbers_count_the_lines_of_quoted_cells(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "log.csv", CELLS | {"jurisdiction": "Houston,\nTX"}, CELLS | {"fips": "1"})
    with pytest.raises(DataInvalid, match=r"log\.csv, line 4: field fips"):
        list(read_requests(path))


def test_several_counties_may_ask_together() -> None:
    both = {"jurisdiction_type": "multi-jurisdiction", "jurisdiction_key": "us-county:48201;us-county:48157"}
    assert len(RequestRow.model_validate(CELLS | both).jurisdiction_key) == 2


def test_a_required_field_that_is_missing_is_named() -> None:
    with pytest.raises(ValidationError) as caught:
        RequestRow.model_validate({name: cell for name, cell in CELLS.items() if name != "state"})
    assert [str(problem) for problem in problems(caught.value, RequestRow)] == [
        "field state: is missing; write a state's two capital letters, such as TX, or its name"
    ]


def test_a_log_without_a_required_column_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("request_id,month\n")
    with pytest.raises(
        DataInvalid,
        match=r"^log\.csv, line 1: missing column jurisdiction, jurisdiction_type, state, status",
    ):
        list(read_requests(path))


def test_a_workbook_means_the_same_as_a_csv_file(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    with xlsxwriter.Workbook(path) as book:
        month = book.add_format({"num_format": "mmm yyyy"})
        for name, row in {"Notes": {"about": "this log"}, "Log": CELLS}.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, row.keys())
            sheet.write_row(1, 0, row.values())
        # As a person types them: a month as a date, a county's digits as a number.
        sheet.write_datetime(1, list(CELLS).index("month"), date(2023, 5, 1), month)
        sheet.write_number(1, list(CELLS).index("fips"), 48201)
        sheet.write_boolean(1, list(CELLS).index("grantee"), True)
    assert list(read_requests(path, sheet="Log")) == [RequestRow.model_validate(CELLS)]


def test_a_log_in_another_encoding_is_read_when_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    cells = LEAST | {"jurisdiction": "Doña Ana"}
    path.write_bytes(f"{','.join(cells)}\n{','.join(cells.values())}\n".encode("cp1252"))
    assert [row.jurisdiction for row in read_requests(path, encoding="cp1252")] == ["Doña Ana"]
    with pytest.raises(DataInvalid, match="line 2: field jurisdiction: has the byte 0xf1"):
        list(read_requests(path))


def test_a_file_that_cannot_be_opened_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="No such file"):
        list(read_requests(tmp_path / "absent.csv"))
    with pytest.raises(InvalidInput, match=r"log\.txt: unknown suffix, known are \.csv"):
        list(read_requests(tmp_path / "log.txt"))
