"""Cities that are one government with their county: the key of the place, and that of the county.

Independent cities, and city-counties that the Census of Governments of 2022 counts as consolidated. The graph
has one jurisdiction for both, under the county's key (docs/decisions/one-government.md). `data/building/`
has the rule; a test compares its result with this list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CITY_COUNTIES: Final[Mapping[str, str]] = {
    "us-place:5879400": "us-county:02020",  # Anchorage: Anchorage Municipality, AK
    "us-place:5846901": "us-county:02100",  # Haines: Haines Borough, AK
    "us-place:5554072": "us-county:02110",  # Juneau: Juneau City and Borough, AK
    "us-place:5557293": "us-county:02220",  # Sitka: Sitka City and Borough, AK
    "us-place:5557317": "us-county:02230",  # Skagway: Skagway Municipality, AK
    "us-place:5558586": "us-county:02275",  # Wrangell: Wrangell City and Borough, AK
    "us-place:5558615": "us-county:02282",  # Yakutat: Yakutat City and Borough, AK
    "us-place:5391959": "us-county:06075",  # San Francisco: San Francisco County, CA
    "us-place:5415035": "us-county:08014",  # Broomfield: Broomfield County, CO
    "us-place:5419384": "us-county:08031",  # Denver: Denver County, CO
    "us-place:4140963": "us-county:11001",  # Washington: District of Columbia, DC
    "us-place:4160021": "us-county:12031",  # Jacksonville: Duval County, FL
    "us-place:4207400": "us-county:13021",  # Macon: Bibb County, GA
    "us-place:4180386": "us-county:13059",  # Athens: Clarke County, GA
    "us-place:4224412": "us-county:13101",  # Statenville: Echols County, GA
    "us-place:4188985": "us-county:13215",  # Columbus: Muscogee County, GA
    "us-place:4196919": "us-county:13239",  # Georgetown: Quitman County, GA
    "us-place:4180531": "us-county:13245",  # Augusta: Richmond County, GA
    "us-place:4217343": "us-county:13307",  # Preston: Webster County, GA
    "us-place:5856195": "us-county:15003",  # Honolulu: Honolulu County, HI
    "us-place:4259418": "us-county:18097",  # Indianapolis: Marion County, IN
    "us-place:5446643": "us-county:20071",  # Tribune: Greeley County, KS
    "us-place:4273837": "us-county:20209",  # Kansas City: Wyandotte County, KS
    "us-place:4297983": "us-county:21067",  # Lexington: Fayette County, KY
    "us-place:4299276": "us-county:21111",  # Louisville: Jefferson County, KY
    "us-place:4315588": "us-county:22033",  # Baton Rouge: East Baton Rouge Parish, LA
    "us-place:4330145": "us-county:22055",  # Lafayette: Lafayette Parish, LA
    "us-place:4335045": "us-county:22071",  # New Orleans: Orleans Parish, LA
    "us-place:4328010": "us-county:22109",  # Houma: Terrebonne Parish, LA
    "us-place:4347778": "us-county:24510",  # Baltimore: Baltimore city, MD
    "us-place:4944903": "us-county:25019",  # Nantucket: Nantucket County, MA
    "us-place:4407066": "us-county:29510",  # St. Louis: St. Louis city, MO
    "us-place:5637146": "us-county:30023",  # Anaconda: Deer Lodge County, MT
    "us-place:5642934": "us-county:30093",  # Butte: Silver Bow County, MT
    "us-place:5501344": "us-county:32510",  # Carson City: Carson City, NV
    "us-place:4560349": "us-county:42101",  # Philadelphia: Philadelphia County, PA
    "us-place:4644585": "us-county:47037",  # Nashville: Davidson County, TN
    "us-place:4638782": "us-county:47127",  # Lynchburg: Moore County, TN
    "us-place:4628109": "us-county:47169",  # Hartsville: Trousdale County, TN
    "us-place:4744091": "us-county:51510",  # Alexandria: Alexandria city, VA
    "us-place:4748993": "us-county:51520",  # Bristol: Bristol city, VA
    "us-place:4749715": "us-county:51530",  # Buena Vista: Buena Vista city, VA
    "us-place:4752031": "us-county:51540",  # Charlottesville: Charlottesville city, VA
    "us-place:4752186": "us-county:51550",  # Chesapeake: Chesapeake city, VA
    "us-place:4753671": "us-county:51570",  # Colonial Heights: Colonial Heights city, VA
    "us-place:4754358": "us-county:51580",  # Covington: Covington city, VA
    "us-place:4755280": "us-county:51590",  # Danville: Danville city, VA
    "us-place:4757673": "us-county:51595",  # Emporia: Emporia city, VA
    "us-place:4758023": "us-county:51600",  # Fairfax: Fairfax city, VA
    "us-place:4758390": "us-county:51610",  # Falls Church: Falls Church city, VA
    "us-place:4759986": "us-county:51620",  # Franklin: Franklin city, VA
    "us-place:4760059": "us-county:51630",  # Fredericksburg: Fredericksburg city, VA
    "us-place:4760376": "us-county:51640",  # Galax: Galax city, VA
    "us-place:4762894": "us-county:51650",  # Hampton: Hampton city, VA
    "us-place:4763231": "us-county:51660",  # Harrisonburg: Harrisonburg city, VA
    "us-place:4764826": "us-county:51670",  # Hopewell: Hopewell city, VA
    "us-place:4769339": "us-county:51678",  # Lexington: Lexington city, VA
    "us-place:4771075": "us-county:51680",  # Lynchburg: Lynchburg city, VA
    "us-place:4771401": "us-county:51683",  # Manassas: Manassas city, VA
    "us-place:4771414": "us-county:51685",  # Manassas Park: Manassas Park city, VA
    "us-place:4771808": "us-county:51690",  # Martinsville: Martinsville city, VA
    "us-place:4776024": "us-county:51700",  # Newport News: Newport News city, VA
    "us-place:4776222": "us-county:51710",  # Norfolk: Norfolk city, VA
    "us-place:4776585": "us-county:51720",  # Norton: Norton city, VA
    "us-place:4778626": "us-county:51730",  # Petersburg: Petersburg city, VA
    "us-place:4779923": "us-county:51735",  # Poquoson: Poquoson city, VA
    "us-place:4779999": "us-county:51740",  # Portsmouth: Portsmouth city, VA
    "us-place:4780837": "us-county:51750",  # Radford: Radford city, VA
    "us-place:4781708": "us-county:51760",  # Richmond: Richmond city, VA
    "us-place:4782167": "us-county:51770",  # Roanoke: Roanoke city, VA
    "us-place:4784112": "us-county:51775",  # Salem: Salem city, VA
    "us-place:4787440": "us-county:51790",  # Staunton: Staunton city, VA
    "us-place:4788158": "us-county:51800",  # Suffolk: Suffolk city, VA
    "us-place:4791259": "us-county:51810",  # Virginia Beach: Virginia Beach city, VA
    "us-place:4792522": "us-county:51820",  # Waynesboro: Waynesboro city, VA
    "us-place:4793846": "us-county:51830",  # Williamsburg: Williamsburg city, VA
    "us-place:4794120": "us-county:51840",  # Winchester: Winchester city, VA
}


def government(key: str) -> str:
    """The key of a jurisdiction's government: the county's for a city that is one with it, else its own."""
    return CITY_COUNTIES.get(key, key)
