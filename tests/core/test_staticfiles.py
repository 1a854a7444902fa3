"""The style sheets: many small files for us, one for visitors."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

SOURCE = """@layer tokens, components;
@import "tokens.css" layer(tokens);
@import "components/line.css" layer(components);
@import "paper.css" print;
"""


@pytest.fixture
def sources(settings, tmp_path) -> Path:
    folder = tmp_path / "source"
    (folder / "css/components").mkdir(parents=True)
    (folder / "css/samrum.css").write_text(SOURCE)
    (folder / "css/tokens.css").write_text(":root { --pine: green; }")
    (folder / "css/components/line.css").write_text(".line { color: var(--pine); }")
    (folder / "css/paper.css").write_text("nav { display: none; }")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "samrum.core.staticfiles.BundlingStaticFilesStorage"}
    }
    return folder


def served() -> str:
    """Collect, and read the file that pages link to."""
    call_command("collectstatic", interactive=False, verbosity=0)
    name = staticfiles_storage.stored_name("css/samrum.css")
    assert re.fullmatch(r"css/samrum\.[0-9a-f]{12}\.css", name)
    assert Path(staticfiles_storage.path(name + ".br")).exists()
    return Path(staticfiles_storage.path(name)).read_text()


def test_visitors_fetch_one_file_with_the_layers_kept(sources):
    css = served()
    assert "@import" not in css
    assert "@layer tokens {\n:root { --pine: green; }\n}" in css
    assert "@layer components {\n.line { color: var(--pine); }\n}" in css
    assert "@media print {\nnav { display: none; }\n}" in css
    assert css.startswith("@layer tokens, components;")


def test_a_changed_part_is_seen_after_collecting_again(sources):
    served()
    (sources / "css/tokens.css").write_text(":root { --pine: darkgreen; }")
    assert "darkgreen" in served()
    (sources / "css/components/line.css").unlink()
    with pytest.raises(KeyError):
        served()


def test_a_dry_run_writes_nothing(sources, settings):
    call_command("collectstatic", interactive=False, verbosity=0, dry_run=True)
    assert not (settings.STATIC_ROOT / "css").exists()
