"""Somebody else holds the database's lock, or it takes no writes at all."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
from django.apps import apps
from django.db import connection, connections


@contextmanager
def write_locked() -> Iterator[None]:
    """A second connection, of no process of ours, keeps every writer out; readers go on."""
    connections.close_all()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        return
    with _server() as other:
        tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
        names = ", ".join(f'"{table}"' for table in tables)
        with other.transaction():
            other.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
            yield


@contextmanager
def read_only() -> Iterator[None]:
    """As a replica, or a full disk: every write is refused at once."""
    connections.close_all()
    if connection.vendor == "sqlite":
        # Each connection that is opened meanwhile.
        options = connection.settings_dict["OPTIONS"]
        commands = options["init_command"]
        options["init_command"] = f"{commands} PRAGMA query_only = ON;"
        try:
            yield
        finally:
            options["init_command"] = commands
            connections.close_all()
        return
    with _server() as other:
        name = connection.settings_dict["NAME"]
        other.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        try:
            yield
        finally:
            other.execute("SET default_transaction_read_only = off")
            other.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
            connections.close_all()


def _server() -> psycopg.Connection:
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    return psycopg.connect(**parameters, autocommit=True)
