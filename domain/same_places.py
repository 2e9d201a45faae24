"""Places that GeoNames has twice: the key of the double, and the key of the place.

Equal names near each other that one place of the Census bears, or none; a part of a city that the Census does
not know, with the people of the whole city (West Raleigh); and former places that are a part of another.
`data/build.py` finds them and leaves them out; a test compares this list with data/places_review.csv.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAME_PLACES: Final[Mapping[str, str]] = {
    "us-place:10300443": "us-place:5173354",  # Sugarcreek Police Dept, OH: Sugarcreek
    "us-place:4059870": "us-place:4062577",  # East Florence, AL: Florence
    "us-place:4154031": "us-place:4165565",  # East Naples, FL: Naples
    "us-place:4154047": "us-place:4168228",  # East Pensacola Heights, FL: Pensacola
    "us-place:4164166": "us-place:4164167",  # Miami Gardens, FL: Miami Gardens
    "us-place:4251841": "us-place:4232679",  # Upper Alton, IL: Alton
    "us-place:4277554": "us-place:4277555",  # Pomona, KS: Pomona
    "us-place:4297999": "us-place:4297983",  # Lexington-Fayette, KY: Lexington
    "us-place:4333190": "us-place:4333177",  # Metairie Terrace, LA: Metairie
    "us-place:4385018": "us-place:4391812",  # East Independence, MO: Independence
    "us-place:4450687": "us-place:4428667",  # West Gulfport, MS: Gulfport
    "us-place:4498303": "us-place:4487042",  # West Raleigh, NC: Raleigh
    "us-place:4504225": "us-place:4504621",  # South Vineland, NJ: Vineland
    "us-place:4592487": "us-place:4592485",  # Red Hill, SC: Red Hill
    "us-place:4608418": "us-place:4608408",  # Brentwood Estates, TN: Brentwood
    "us-place:4619947": "us-place:4612862",  # East Chattanooga, TN: Chattanooga
    "us-place:4645421": "us-place:4641239",  # New South Memphis, TN: Memphis
    "us-place:4756955": "us-place:4762894",  # East Hampton, VA: Hampton
    "us-place:4780011": "us-place:4779999",  # Portsmouth Heights, VA: Portsmouth
    "us-place:4786714": "us-place:4788158",  # South Suffolk, VA: Suffolk
    "us-place:4792867": "us-place:4771075",  # West Lynchburg, VA: Lynchburg
    "us-place:4833505": "us-place:4839822",  # East Norwalk, CT: Norwalk
    "us-place:4839745": "us-place:4843564",  # North Stamford, CT: Stamford
    "us-place:4845519": "us-place:4844309",  # West Torrington, CT: Torrington
    "us-place:4903976": "us-place:4905687",  # North Peoria, IL: Peoria
    "us-place:4922459": "us-place:8449910",  # LaPorte, IN: La Porte
    "us-place:4930511": "us-place:4930505",  # Beverly Cove, MA: Beverly
    "us-place:4937232": "us-place:4937230",  # Framingham Center, MA: Framingham
    "us-place:4945588": "us-place:4933002",  # North Chicopee, MA: Chicopee
    "us-place:4951305": "us-place:4930956",  # South Boston, MA: Boston
    "us-place:4951473": "us-place:4946863",  # South Peabody, MA: Peabody
    "us-place:4970940": "us-place:4970938",  # Madawaska, ME: Madawaska
    "us-place:4979245": "us-place:4979244",  # South Portland Gardens, ME: South Portland
    "us-place:5037790": "us-place:5037784",  # Minnetonka Mills, MN: Minnetonka
    "us-place:5039796": "us-place:5039798",  # Norwood (historical), MN: Norwood Young America
    "us-place:5048493": "us-place:5044315",  # Saint Augusta, MN: Saint Augusta
    "us-place:5052361": "us-place:5022025",  # West Coon Rapids, MN: Coon Rapids
    "us-place:5053593": "us-place:5039798",  # Young America (historical), MN: Norwood Young America
    "us-place:5085688": "us-place:5084868",  # East Concord, NH: Concord
    "us-place:5097839": "us-place:5097836",  # Borough of Far Hills, NJ: Far Hills
    "us-place:5104405": "us-place:5104404",  # Sayreville Junction, NJ: Sayreville
    "us-place:5104637": "us-place:5104638",  # Shrewsbury, NJ: Shrewsbury
    "us-place:5143620": "us-place:5106834",  # West Albany, NY: Albany
    "us-place:5146666": "us-place:5146667",  # Bay View, OH: Bay View
    "us-place:5206710": "us-place:5206709",  # Pocono Mountain Lake Estates, PA: Pocono Mountain Lake Estates
    "us-place:5214810": "us-place:5214809",  # Sun Valley, PA: Sun Valley
    "us-place:5240656": "us-place:6424355",  # Saint Johnsbury, VT: St Johnsbury
    "us-place:5264870": "us-place:5258957",  # North La Crosse, WI: La Crosse
    "us-place:5301692": "us-place:7261646",  # LeChee, AZ: LeChee
    "us-place:5317071": "us-place:5317058",  # Tempe Junction, AZ: Tempe
    "us-place:5326305": "us-place:5326297",  # Barstow Heights, CA: Barstow
    "us-place:5530937": "us-place:5530932",  # Socorro Mission Number 1 Colonia, TX: Socorro
    "us-place:5561194": "us-place:5571109",  # Central Valley (historical), CA: Shasta Lake
    "us-place:5565711": "us-place:5553637",  # Indianola, CA: Indianola
    "us-place:5598542": "us-place:5598538",  # Lewiston Orchards, ID: Lewiston
    "us-place:5781070": "us-place:5781061",  # Sandy Hills, UT: Sandy
    "us-place:5850554": "us-place:7262761",  # Makakilo City, HI: Makakilo
    "us-place:5852774": "us-place:5852773",  # Punaluu, HI: Punalu‘u
    "us-place:7160204": "us-place:4838652",  # City of Milford (balance), CT: Milford
    "us-place:7174365": "us-place:5809402",  # City of Sammamish, WA: Sammamish
    "us-place:7259034": "us-place:4367734",  # St. Charles, MD: Saint Charles
    "us-place:7259061": "us-place:4370616",  # Suitland-Silver Hill, MD: Suitland
    "us-place:7259823": "us-place:8479411",  # Greater Northdale, FL: Northdale
    "us-place:7262464": "us-place:5406421",  # Vincent, CA: Vincent
    "us-place:7262527": "us-place:5320513",  # Whetstone, AZ: Whetstone
    "us-place:8605040": "us-place:4115412",  # Hot Springs National Park, AR: Hot Springs
}
