from __future__ import annotations

import pytest
from typescript import evaluate

# By pyproj 3.7.2 (PROJ 9.5.1), `+proj=aea +R=1` with the parallels, meridian and middle of each part:
# x = at + scale * (x of the point - x of the middle), y downwards.
POINTS = [
    ("Houston", -95.3698, 29.7604, 510.427679, 509.231111),
    ("Portland, Maine", -70.2553, 43.6591, 913.656600, 135.001793),
    ("Los Angeles", -118.2437, 34.0522, 86.812131, 363.118880),
    ("Key West", -81.78, 24.5551, 794.405887, 604.452493),
    ("Northwest Angle", -95.0567, 49.3451, 512.162774, 63.020907),
    ("Anchorage", -149.9003, 61.2181, 168.830791, 541.865523),
    ("Attu, beyond the date line", 173.18, 52.9, 16.157355, 567.885515),
    ("Ketchikan", -131.6461, 55.3422, 245.085085, 569.708285),
    ("Honolulu", -157.8583, 21.3069, 307.959947, 545.590373),
    ("San Juan", -66.1057, 18.4655, 911.363060, 567.947365),
    ("Mayagüez", -67.1397, 18.2013, 866.803457, 579.859045),
]
NOT_DRAWN = [
    ("Guam", 144.7937, 13.4443),
    ("Pago Pago", -170.702, -14.2781),
    ("Saipan", 145.7545, 15.1979),
    ("St. Thomas", -64.9307, 18.3381),
]


def test_points_stand_where_an_independent_program_puts_them() -> None:
    found = projected([(longitude, latitude) for _, longitude, latitude, *_ in POINTS])
    for (name, _, _, x, y), point in zip(POINTS, found, strict=True):
        assert point == pytest.approx([x, y], abs=1e-5), name


def test_points_of_territories_that_are_not_drawn_have_no_place_on_the_map() -> None:
    assert projected([(longitude, latitude) for _, longitude, latitude in NOT_DRAWN]) == [None] * 4


def projected(points: list[tuple[float, float]]) -> list[list[float] | None]:
    script = (
        "import { project } from './map/projection.ts'; answer(points.map((point) => project(...point)));"
    )
    return evaluate(script, points=points)  # type: ignore[no-any-return]
