"""How well `recommendSites` would have done: past requests, each ranked with what was known the month before.

A log (`request`) over what the graph knows (`ground`) becomes `trial`s. The `twin` answers each as the
statement of the API does, `agreement` holds it to that; `contenders` are the recommender, its rivals and
itself without a factor. `ranking` measures one list, `bootstrap` says how sure a difference is, `judge` puts
it together as a `report`, also of the log with its answers shuffled (`shuffle`); `tables` and `plot` show it.
"""
