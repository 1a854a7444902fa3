"""The database as every test finds it. Tests that commit (threads, child processes) get it back from a copy:
Django's own flush would leave it without pages, groups and languages, and is slower."""

import sqlite3
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, connections


class SQLiteSnapshot:
    def __init__(self):
        self.copy = sqlite3.connect(Path(settings.DATA_DIR) / f"snapshot-{Path(self.name).name}")
        connection.ensure_connection()
        connection.connection.backup(self.copy)

    @property
    def name(self) -> str:
        return str(connection.settings_dict["NAME"])

    def restore(self) -> None:
        connections.close_all()
        connection.ensure_connection()
        self.copy.backup(connection.connection)

    def drop(self) -> None:
        self.copy.close()


class PostgreSQLSnapshot:
    def __init__(self):
        connections.close_all()
        self.name = connection.settings_dict["NAME"]
        self.copy = f"{self.name}_snapshot"
        self.replace(self.copy, self.name)

    def restore(self) -> None:
        connections.close_all()
        self.replace(self.name, self.copy)

    def drop(self) -> None:
        with self.server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self.copy}"')

    def replace(self, name: str, template: str) -> None:
        with self.server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def server(self) -> psycopg.Connection:
        parameters = connection.get_connection_params() | {"dbname": "postgres"}
        parameters.pop("cursor_factory", None)
        parameters.pop("context", None)
        return psycopg.connect(**parameters, autocommit=True)


def take() -> SQLiteSnapshot | PostgreSQLSnapshot:
    return SQLiteSnapshot() if connection.vendor == "sqlite" else PostgreSQLSnapshot()
