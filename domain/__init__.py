"""The words and the numbers of the field: vocabularies, names, months, and the formulas of the ranking."""
