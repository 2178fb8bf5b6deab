"""The library in the browser and as a REST API: pages, access, metrics. It shows and asks; the layers below know."""
