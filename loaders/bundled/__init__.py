"""The data that come with the program, in `data/`: read completely or not at all.

`bundled` lists them in load order, `load` loads one, `stamp` tells whether the graph holds them already.
`sample` is the log of synthetic requests.
"""
