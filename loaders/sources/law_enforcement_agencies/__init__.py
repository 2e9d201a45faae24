"""Law-enforcement agencies of public lists: contract, source, and what types and places mean in them."""
