// Of the jurisdiction n: what it is compared by, under the names of loaders/similarity/features.py.
key: n.key,
kind: n.kind,
compared_as: n.comparedAs,
state: n.state,
division: n.division,
census_region: n.censusRegion,
log_population: n.logPopulation,
log_density: n.logDensity,
urban_class: n.urbanClass,
county: n.county,
members: coalesce(n.counties, []),
latitude: n.location.latitude,
longitude: n.location.longitude
