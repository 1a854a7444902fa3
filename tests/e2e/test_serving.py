"""The demo site stands as `make run` serves it."""


def test_front_page_has_its_bundled_style_sheet_and_nothing_from_elsewhere(page, demo_site):
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    response = page.goto("/")
    assert response.status == 200
    assert page.title()
    assert all(url.startswith((demo_site, "data:")) for url in requested)
    style_sheets = [url for url in requested if url.endswith(".css")]
    assert len(style_sheets) == 1
    assert "@import" not in page.request.get(style_sheets[0]).text()
