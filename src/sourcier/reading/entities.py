from sourcier.reading.draft import Draft


def read_entities(draft: Draft) -> None:
    """To be written."""
