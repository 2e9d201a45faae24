"""From the ways in which people write the name of a jurisdiction to its key.

A text is made plain (`domain.plain`, `words`), read in every way it could be meant (`reading`, `members`),
looked up (`index`, `lookup`) and decided on (`resolver`, with `minor_divisions`, `police` and `several`).
`aliases` and `zips` are files of an operator; `report` scores it all on `names.csv`.
"""
