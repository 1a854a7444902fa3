"""What the database needs beside the table of a SearchEntry, made by its migration."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory

# An index beside the table, kept by triggers. The stems are split at spaces: nothing else is left in them. All beginnings
# of words are in it, up to the length of «förtroendevald» and a little more: without them a word that also begins others
# is put together from all of them at each search (9 ms instead of 0.7 among 10,000 texts), and the index is a fifth.
SQLITE = (
    """CREATE VIRTUAL TABLE {table}_fts USING fts5(
        {scope}, title_stems, text_stems, title_tails, text_tails, content='{table}', content_rowid='id',
        prefix='3 4 5 6 7 8 9 10 11 12 13 14 15 16',
        tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER {table}_fts_insert AFTER INSERT ON {table} BEGIN
        INSERT INTO {table}_fts(rowid, {scope}, title_stems, text_stems, title_tails, text_tails)
        VALUES (new.id, new.{scope}, new.title_stems, new.text_stems, new.title_tails, new.text_tails); END""",
    """CREATE TRIGGER {table}_fts_delete AFTER DELETE ON {table} BEGIN
        INSERT INTO {table}_fts({table}_fts, rowid, {scope}, title_stems, text_stems, title_tails, text_tails)
        VALUES ('delete', old.id, old.{scope}, old.title_stems, old.text_stems, old.title_tails, old.text_tails); END""",
    """CREATE TRIGGER {table}_fts_update AFTER UPDATE ON {table} BEGIN
        INSERT INTO {table}_fts({table}_fts, rowid, {scope}, title_stems, text_stems, title_tails, text_tails)
        VALUES ('delete', old.id, old.{scope}, old.title_stems, old.text_stems, old.title_tails, old.text_tails);
        INSERT INTO {table}_fts(rowid, {scope}, title_stems, text_stems, title_tails, text_tails)
        VALUES (new.id, new.{scope}, new.title_stems, new.text_stems, new.title_tails, new.text_tails); END""",
    "INSERT INTO {table}_fts({table}_fts) VALUES ('rebuild')",
)
SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS {table}_fts_insert",
    "DROP TRIGGER IF EXISTS {table}_fts_delete",
    "DROP TRIGGER IF EXISTS {table}_fts_update",
    "DROP TABLE IF EXISTS {table}_fts",
)
# Texts and vectors lie beside the table, or a search in all of 10,000 entries reads through 15 MB instead of 2 to ask
# for their scope; unpacked, for ranking reads them.
POSTGRESQL = (
    """ALTER TABLE {table}
        ADD COLUMN title_vector tsvector GENERATED ALWAYS AS
            (setweight(to_tsvector('pg_catalog.simple', title_stems), 'A')
                || setweight(to_tsvector('pg_catalog.simple', title_tails), 'C')) STORED,
        ADD COLUMN vector tsvector GENERATED ALWAYS AS
            (setweight(to_tsvector('pg_catalog.simple', title_stems || ' ' || text_stems), 'A')
                || setweight(to_tsvector('pg_catalog.simple', title_tails || ' ' || text_tails), 'C')) STORED""",
    """ALTER TABLE {table} SET (toast_tuple_target = 128),
        ALTER COLUMN title_vector SET STORAGE EXTERNAL, ALTER COLUMN vector SET STORAGE EXTERNAL""",
    "CREATE INDEX {table}_title_vector ON {table} USING gin (title_vector) WITH (fastupdate = off)",
    "CREATE INDEX {table}_vector ON {table} USING gin (vector) WITH (fastupdate = off)",
    # With settings of their own: the planner thinks it cheap to read every row, for it does not know that each text
    # must be unpacked (50 ms instead of 3). `IS TRUE` keeps it from an index of the scope for the same reason.
    """CREATE FUNCTION {table}_hits(asked tsquery, wanted {scope_type}) RETURNS bigint[] LANGUAGE sql STABLE
        SET enable_seqscan = off
        AS 'SELECT array_agg(id) FROM {table} WHERE vector @@ asked AND ({scope} = wanted) IS TRUE'""",
    """CREATE FUNCTION {table}_title_hits(asked tsquery, wanted {scope_type}) RETURNS bigint[] LANGUAGE sql STABLE
        SET enable_seqscan = off
        AS 'SELECT array_agg(id) FROM {table} WHERE title_vector @@ asked AND ({scope} = wanted) IS TRUE'""",
)
POSTGRESQL_BACK = (
    "DROP FUNCTION IF EXISTS {table}_hits",
    "DROP FUNCTION IF EXISTS {table}_title_hits",
    "ALTER TABLE {table} DROP COLUMN IF EXISTS title_vector, DROP COLUMN IF EXISTS vector",
)


class CreateSearchIndex(Operation):
    """Makes the full-text index of the SearchEntry `model`; `scope` is the column of its `scope_field`.

    Django remakes a table on SQLite when it alters a column, and the triggers go with the old one: a migration
    that alters a SearchEntry ends with this operation again.
    """

    category = OperationCategory.SQL

    def __init__(self, model: str, scope: str = "language"):
        self.model = model
        self.scope = scope

    def deconstruct(self):
        return self.__class__.__name__, [self.model], {"scope": self.scope}

    def state_forwards(self, app_label, state) -> None:
        """Nothing that the models know of."""

    def database_forwards(
        self, app_label, schema_editor: BaseDatabaseSchemaEditor, from_state, to_state
    ) -> None:
        sqlite = schema_editor.connection.vendor == "sqlite"
        self._execute(app_label, schema_editor, to_state, SQLITE_BACK if sqlite else POSTGRESQL_BACK)
        self._execute(app_label, schema_editor, to_state, SQLITE if sqlite else POSTGRESQL)

    def database_backwards(
        self, app_label, schema_editor: BaseDatabaseSchemaEditor, from_state, to_state
    ) -> None:
        sqlite = schema_editor.connection.vendor == "sqlite"
        self._execute(app_label, schema_editor, from_state, SQLITE_BACK if sqlite else POSTGRESQL_BACK)

    def describe(self) -> str:
        return f"Create the full-text index of {self.model}"

    def _execute(self, app_label, schema_editor, state, statements) -> None:
        options = state.apps.get_model(app_label, self.model)._meta
        scope = next(field for field in options.concrete_fields if field.column == self.scope)
        names = {
            "table": options.db_table,
            "scope": self.scope,
            "scope_type": scope.db_type(schema_editor.connection),
        }
        for statement in statements:
            schema_editor.execute(statement.format(**names), params=None)
