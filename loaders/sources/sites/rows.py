"""Rows of sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.months import january, month_text
from domain.vocabulary import TitleBasis, sworn_band
from loaders.pipeline.row import Row
from loaders.sources.sites.contract import CitedPage, Confirmed, Site
from loaders.sources.sites.page_title import title_from_address

# The 2021 sites were chosen in April (a site's own page says so); of the others only the year is known.
JOINED_IN_MONTH = {2021: 4}


def site_rows(sites: Iterable[Site], *, from_file: bool = False) -> Iterator[Row]:
    """`{key, fromFile, properties, serves, operates, topics, partners, sources}`."""
    for site in sites:
        yield {
            "key": site.key,
            "fromFile": from_file,
            "properties": _site_properties(site),
            "serves": list(site.serves),
            "operates": [
                {
                    "key": model.key,
                    "properties": {"basis": model.basis, "since": model.since} | _confirmed(model),
                }
                for model in site.models
            ],
            "topics": [{"key": topic.key, "properties": _confirmed(topic)} for topic in site.topics],
            "partners": [
                {
                    "key": partner.key,
                    "properties": {
                        "key": partner.key,
                        "name": partner.name,
                        "kind": partner.kind.value,
                        "note": partner.note,
                    },
                    "jurisdiction": partner.jurisdiction,
                    "confirmed": _confirmed(partner),
                }
                for partner in site.partners
            ],
            "sources": [
                {
                    "key": page.key,
                    "properties": {
                        "key": page.key,
                        "url": page.url,
                        "title": page.title or title_from_address(page.url),
                        "titleBasis": (TitleBasis.RECORDED if page.title else TitleBasis.ADDRESS).name,
                        "seenOn": page.seen_on,
                    },
                    "citedFor": _cited_for(site, page),
                }
                for page in site.sources
            ],
        }


def _cited_for(site: Site, page: CitedPage) -> list[str]:
    """The facts that a page is cited for, with those that name it in `confirmed_by`, each once."""
    confirmed = (name for name, fact in site.confirmed_facts() if fact.confirmed_by == page.key)
    staff = [name for name, number in _staff(site).items() if number is not None]
    facts = (staff if name == "personnel" else [name] for name in (*page.cited_for, *confirmed))
    return list(dict.fromkeys(name for names in facts for name in names))


def _staff(site: Site) -> dict[str, int | None]:
    return {
        "personnelTotal": site.personnel.total,
        "personnelSworn": site.personnel.sworn,
        "personnelCivilian": site.personnel.civilian,
    }


def _confirmed(fact: Confirmed | None, of: str = "") -> Row:
    """`lastConfirmed` and `confirmedBy`; of a fact among others of a node, `personnelLastConfirmed` …"""
    values = {
        "lastConfirmed": fact and fact.last_confirmed,
        "confirmedBy": fact and fact.confirmed_by,
    }
    return {of + name[0].upper() + name[1:]: value for name, value in values.items()} if of else values


def _site_properties(site: Site) -> Row:
    offered = site.assistance_offered
    joined = january(site.joined_year) + JOINED_IN_MONTH.get(site.joined_year, 1) - 1
    return {
        "key": site.key,
        "name": site.name,
        "state": site.state,
        "status": site.status.value,
        "statusBasis": site.status_basis,
        "agencyType": site.agency_type.name,
        "joinedYear": site.joined_year,
        "joinedYearInferred": site.joined_year_inferred,
        "joinedMonth": joined,
        "joinedMonthText": month_text(joined),
        "specialties": list(site.specialties),
        **_staff(site),
        "personnelBasis": site.personnel.basis,
        "swornBand": sworn_band(site.personnel.sworn),
        "populationServed": site.population.people,
        "populationServedYear": site.population.year,
        "populationServedBasis": site.population.basis,
        "monthlyCapacity": site.monthly_capacity,
        "assistanceOffered": offered if offered is None else [kind.name for kind in offered],
        "notes": site.notes,
        **_confirmed(site),
        **_confirmed(site.personnel, "personnel"),
        **_confirmed(site.population, "populationServed"),
        **_confirmed(site.assistance_confirmed, "assistance"),
        **_confirmed(site.direct_contact, "directContact"),
    }
