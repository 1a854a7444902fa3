"""Asks the database for entries: FTS5 on SQLite, tsvector on PostgreSQL. `schema` makes what is asked here.

`matching` gives the keys of all hits in one scope, unranked, from the index alone; `ranked` weighs a few of them, for it
must read every place where a word stands. `search` is both: what most probably fits is weighed, the rest follows. Terms
are letters and digits alone (see analysis), so they can be quoted into the query languages.
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import connections, router

from .analysis import Query, Term

if TYPE_CHECKING:
    from .models import SearchEntry

MAX_HITS = 1000
# So many are weighed: title hits, then others, the newest first.
RANKED = 200
# Of words that more entries hold together, the words themselves weigh no more than what begins with them: the database
# counts each way to be found over all hits.
COMMON = 1000
TITLE_WEIGHT = 10.0  # a word in the title counts as so many in the text
TAIL_WEIGHT = 0.3  # and the end of a compound as so much of a word

# All hits in one value: a row for each costs three times as much.
SQLITE_MATCHING = "SELECT group_concat(rowid) FROM {table}_fts WHERE {table}_fts MATCH %(match)s"
# From the oldest on: of a common word the index is not read from its beginning.
SQLITE_RANKED = """
    SELECT rowid FROM {table}_fts
    WHERE {table}_fts MATCH %(match)s AND rowid >= %(oldest)s
        AND +rowid IN (SELECT value FROM json_each(%(keys)s))
    ORDER BY bm25({table}_fts, 0.0, %(title_weight)s, 1.0, %(title_tail_weight)s, %(tail_weight)s), rowid DESC
"""
# Functions of the table's own (schema.CreateSearchIndex).
POSTGRESQL_MATCHING = {
    False: "SELECT {table}_hits(%(match)s::tsquery, %(scope)s)",
    True: "SELECT {table}_title_hits(%(match)s::tsquery, %(scope)s)",
}
POSTGRESQL_RANKED = """
    SELECT id FROM {table} WHERE id = ANY(%(keys)s)
    ORDER BY
        %(title_weight)s * ts_rank(title_vector, %(match)s::tsquery)
            + ts_rank(vector, %(match)s::tsquery, 1) DESC,
        id DESC
"""


def search(model: type["SearchEntry"], query: Query, scope: Any) -> list[int]:
    """The keys of at most MAX_HITS entries within `scope` that hold all terms, best first."""
    strict = query.strict
    found = sorted(matching(model, strict, scope), reverse=True)
    titles = set(matching(model, strict, scope, in_title=True))
    # A stable sort: title hits first, the newest first among them and among the others.
    likely = sorted(found, key=lambda key: key not in titles)[:MAX_HITS]
    best = ranked(model, strict, likely[:RANKED], len(found)) + likely[RANKED:]
    if query == strict or len(best) == MAX_HITS:
        return best
    more = sorted(set(matching(model, query, scope)) - set(found), reverse=True)[: MAX_HITS - len(best)]
    return best + ranked(model, query, more[:RANKED], len(more)) + more[RANKED:]


def matching(model: type["SearchEntry"], query: Query, scope: Any, in_title: bool = False) -> list[int]:
    """The keys of all entries within `scope` that hold all terms, in no order."""
    connection = connections[router.db_for_read(model)]
    if connection.vendor == "sqlite":
        sql = SQLITE_MATCHING
        values = {"match": _fts5_within(model, query, scope, in_title)}
    else:
        sql = POSTGRESQL_MATCHING[in_title]
        values = {"match": _tsquery(query), "scope": scope}
    with connection.cursor() as cursor:
        cursor.execute(sql.format(table=model._meta.db_table), values)
        found = cursor.fetchone()[0] or []
    return json.loads(f"[{found}]") if isinstance(found, str) else found


def ranked(model: type["SearchEntry"], query: Query, keys: list[int], hits: int) -> list[int]:
    """Those of `keys` whose entries hold all terms, best first. `hits` is how many entries do."""
    if not keys:
        return []
    connection = connections[router.db_for_read(model)]
    sqlite = connection.vendor == "sqlite"
    sql = (SQLITE_RANKED if sqlite else POSTGRESQL_RANKED).format(table=model._meta.db_table)
    weighed = hits <= COMMON
    values: dict[str, Any] = {"title_weight": TITLE_WEIGHT}
    if sqlite:
        values |= {"tail_weight": TAIL_WEIGHT, "title_tail_weight": TAIL_WEIGHT * TITLE_WEIGHT}
        values |= {"match": _fts5(query, weighed), "keys": json.dumps(keys), "oldest": min(keys)}
    else:
        values |= {"match": _tsquery(query, weighed), "keys": keys}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [key for (key,) in cursor.fetchall()]


def _fts5_within(model: type["SearchEntry"], query: Query, scope: Any, in_title: bool) -> str:
    """The scope is a word of a column of its own: the index answers for it, no row is read."""
    value = str(scope)
    if not value.isalnum():
        raise ValueError(f"{value!r} is more than one word.")
    column = model._meta.get_field(model.scope_field).column  # type: ignore[union-attr]
    words = _fts5(query)
    if in_title:
        words = "{title_stems title_tails} : (" + words + ")"
    elif any(value in (term.stem, *term.parts, *sum(term.apart, ())) for term in query.terms):
        # The scope is no word of any text.
        words = f"- {column} : ({words})"
    return f'{column} : "{value}" AND ({words})'


# What a word is found as, each a list of words that must all be there, with whether longer words do.
Ways = Iterator[list[tuple[str, bool]]]


def _ways(term: Term, weighed: bool) -> Ways:
    # What begins with a word holds the word itself too, so that is asked for only where it shall weigh more.
    if weighed or not term.is_prefix:
        yield [(term.stem, False)]
    if term.is_prefix:
        yield [(term.stem, True)]
    for words in (term.parts, *term.apart):
        if words:
            yield [(word, False) for word in words]


def _fts5(query: Query, weighed: bool = False) -> str:
    def one(words: list[tuple[str, bool]]) -> str:
        return "(" + " AND ".join(f'"{word}" *' if longer else f'"{word}"' for word, longer in words) + ")"

    return " AND ".join("(" + " OR ".join(map(one, _ways(term, weighed))) + ")" for term in query.terms)


def _tsquery(query: Query, weighed: bool = False) -> str:
    def one(words: list[tuple[str, bool]]) -> str:
        return "(" + " & ".join(f"'{word}':*" if longer else f"'{word}'" for word, longer in words) + ")"

    return " & ".join("(" + " | ".join(map(one, _ways(term, weighed))) + ")" for term in query.terms)
