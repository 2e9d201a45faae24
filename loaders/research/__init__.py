"""An export for research: the graph as tables, with a dictionary, a citation and licenses.

`export.py` has the order of the steps; most other files make one of the files of the folder.
"""
