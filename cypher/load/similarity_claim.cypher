// A run over the lists begins: from now on, an earlier run writes nothing more.
CYPHER 25
MERGE (g:Graph {key: 'graph'})
SET g.similarityRun = $run
