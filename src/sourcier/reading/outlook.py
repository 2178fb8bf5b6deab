from sourcier.reading.draft import Draft


def read_outlook(draft: Draft) -> None:
    """To be written."""
