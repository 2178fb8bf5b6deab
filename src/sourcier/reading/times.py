from sourcier.reading.draft import Draft


def read_times(draft: Draft) -> None:
    """To be written."""
