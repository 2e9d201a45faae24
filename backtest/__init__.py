"""How well `recommendSites` would have done: each past request, ranked with what was known the month before.

A log (`past_request`) and a `graph_snapshot` become `trial`s. The `in_memory_ranker` computes the factors of
each as the API's statement does; `agreement` checks that. A `ranker` is the recommender, a simple rule, or
the recommender without a factor. `ranking` measures one list, `bootstrap` gives intervals, `evaluation` makes
the `report`, also of the log with its answers shuffled (`shuffle`). `tables` and `plot` show it.
"""
