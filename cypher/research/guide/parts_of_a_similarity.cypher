// Parts of a similarity
// Vinton County, OH, and the place most similar to it: five parts, their weights, and the sum beside the stored score
CYPHER 25
MATCH (:Jurisdiction {key: 'us-county:39163'})-[similar:SIMILAR_TO {rank: 1}]->(other:Jurisdiction)
WITH other, similar, [part IN [['size', 0.35, similar.size], ['density', 0.15, similar.density],
    ['setting', 0.30, similar.setting], ['region', 0.12, similar.region], ['distance', 0.08, similar.distance]]
  WHERE part[2] IS NOT NULL] AS known
WITH other, similar, known, reduce(all = 0.0, part IN known | all + part[1]) AS weight
WITH other, similar, [part IN known | {part: part[0], weight: part[1] / weight, value: part[2],
  contribution: part[1] / weight * part[2]}] AS parts
UNWIND parts + [{part: 'sum', weight: 1.0, value: similar.score,
  contribution: reduce(all = 0.0, part IN parts | all + part.contribution)}] AS line
RETURN line.part AS part, round(line.weight, 4) AS weight, line.value AS value,
  round(line.contribution, 4) AS contribution, other.name + ', ' + other.state AS place
