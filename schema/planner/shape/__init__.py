"""The shape of the answer: generated Python that makes it of a record."""
