"""Django's SQLite backend, whose writers take turns (`base`)."""
