"""Keep captures and records, and find them again."""
