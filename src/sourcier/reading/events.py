from sourcier.reading.draft import Draft


def read_events(draft: Draft) -> None:
    """To be written."""
