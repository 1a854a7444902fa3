"""A small search engine: Swedish and English analysis in Python, matching and ranking in the database.

`analysis` turns text into stems and what a visitor writes into a query; `models` holds the entries; `engine`
asks the database (FTS5 or tsvector); `schema` makes what it asks; `pages` keeps the public index; `results`,
`snippets` and `spelling` serve the page.
"""
