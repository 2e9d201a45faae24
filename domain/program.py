"""Facts about the program."""

from __future__ import annotations

from typing import Final

# "14 learning sites": csgjusticecenter.org, Law Enforcement-Mental Health Learning Sites, and BJA's notice
# of their expansion (nine and, in April 2021, five more). Public sources document 12 of them.
CURRENT_SITES: Final = 14
