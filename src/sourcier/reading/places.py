from sourcier.reading.draft import Draft


def read_places(draft: Draft) -> None:
    """To be written."""
