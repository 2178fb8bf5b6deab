"""Stories: what many records say together, and where they differ."""
