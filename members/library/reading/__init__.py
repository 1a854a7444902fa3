"""The library as its readers see it: the list and its search, a resource, downloads, notes, following."""
