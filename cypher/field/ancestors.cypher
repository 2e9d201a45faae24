// The jurisdictions that contain `this`, directly or not: its county, region, state.
MATCH path = (this)-[:PART_OF]->{1,4}(node)
WITH node, min(length(path)) AS depth
WITH node, {depth: depth} AS edge
RETURN node, edge
