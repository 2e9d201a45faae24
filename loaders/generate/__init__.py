"""Synthetic request logs that match the published figures; every row is marked synthetic.

Who asks (`requesters`), when (`months`), what for (`wishes`), how it ends (`outcomes`) and which site is
chosen (`preference`) are drawn block by block (`block`) over the same data that the graph holds
(`reference`, `world`), and written as CSV or JSON Lines (`log`).
"""

from loaders.generate.arguments import GenerateArguments
from loaders.generate.log import Summary, generate, write
from loaders.generate.reference import Reference

__all__ = ["GenerateArguments", "Reference", "Summary", "generate", "write"]
