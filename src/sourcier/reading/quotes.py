from sourcier.reading.draft import Draft


def read_quotes(draft: Draft) -> None:
    """To be written."""
