"""What can be found. A private index is a table of its own: subclass SearchEntry, never widen the public."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from . import analysis, engine

MAX_TEXT = 200_000  # characters of one entry; what comes after is not found


class SearchEntry(models.Model):
    """The text of one thing, narrow and beside its row; deleted with it.

    A subclass adds a one-to-one field to its thing and names in `scope_field` the column that every search
    must say a value for, so that none can forget whose things it looks among. Its migration ends with
    `search.schema.CreateSearchIndex`, which is told the same column.
    """

    scope_field = "language"

    language = models.CharField(_("language"), max_length=5)
    title = models.TextField(_("title"))
    text = models.TextField(_("text"), blank=True)
    title_stems = models.TextField(editable=False)
    text_stems = models.TextField(blank=True, editable=False)
    # Of compounds, in columns of their own: a part weighs less than a word.
    title_tails = models.TextField(blank=True, editable=False)
    text_tails = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def fill(self, title: str, text: str) -> None:
        """Set title and text and what the database needs to find them."""
        self.title, self.text = analysis.tidy(title), analysis.tidy(text[:MAX_TEXT])
        self.title_stems, self.title_tails = self._index(self.title)
        self.text_stems, self.text_tails = self._index(self.text)

    def _index(self, text: str) -> tuple[str, str]:
        stems = analysis.stems(text, self.language) + analysis.dates(text, self.language)
        return " ".join(stems), " ".join(analysis.tails(text, self.language))

    @classmethod
    def search(cls, query: analysis.Query, **scope: Any) -> list[int]:
        """The keys of the entries that hold all terms, best first, at most engine.MAX_HITS.

        Raises TypeError when `scope` does not name exactly the column of `scope_field`.
        """
        value = cls._scope(scope)
        return engine.search(cls, query, value) if query else []

    @classmethod
    def matching(cls, query: analysis.Query, in_title: bool = False, **scope: Any) -> list[int]:
        """The keys of all entries that hold all terms (in their title), in no order.

        Raises TypeError as `search` does.
        """
        value = cls._scope(scope)
        return engine.matching(cls, query, value, in_title) if query else []

    @classmethod
    def ranked(cls, query: analysis.Query, keys: list[int], hits: int) -> list[int]:
        """Some of the `hits` keys that `matching` gave, best first."""
        return engine.ranked(cls, query, keys, hits) if query else []

    @classmethod
    def _scope(cls, scope: dict[str, Any]) -> Any:
        if set(scope) != {cls.scope_field}:
            raise TypeError(f"A search in {cls.__name__} says {cls.scope_field}.")
        return scope[cls.scope_field]


class PageSearchEntry(SearchEntry):
    """A live public page."""

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="search_entry")

    class Meta:
        app_label = "core"
        indexes = [models.Index(fields=["language"], name="core_search_language")]


class PageSearchWord(models.Model):
    """A word of the public pages, folded: where suggestions come from. Emptied by rebuild_search alone."""

    language = models.CharField(max_length=5)
    word = models.CharField(max_length=analysis.MAX_STEM)

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="core_search_word_once")]

    def __str__(self) -> str:
        return self.word
