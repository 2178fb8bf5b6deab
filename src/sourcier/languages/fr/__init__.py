"""French: lexicons and the name of its spaCy pipeline, all data."""
