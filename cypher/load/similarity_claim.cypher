// A run over the lists begins: from here on, one that began before it writes nothing more.
CYPHER 25
MERGE (g:Graph {key: 'graph'})
SET g.similarityRun = $run
