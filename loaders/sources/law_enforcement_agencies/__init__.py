"""Law-enforcement agencies of public lists."""
