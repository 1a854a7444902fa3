"""Django's PostgreSQL backend, whose requests wait for locks no longer than they have patience (`base`)."""
