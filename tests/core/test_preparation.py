"""`make run` prepares what has changed, and only that."""

import signal
import socket
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from samrum.core import preparation
from samrum.core.management.commands import serve


@pytest.fixture
def said() -> list[str]:
    return []


def test_migrated_database_is_left_alone(db, said, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    preparation.prepare_database(said.append)
    assert said == []


def test_interrupted_demo_is_taken_up_again(db, said, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    mark = tmp_path / preparation.DEMO_MARK
    mark.touch()
    called = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **options: called.append(name))
    preparation.prepare_database(said.append)
    assert called == ["setup_site", "load_demo"]
    assert not mark.exists()


def test_new_database_is_migrated_with_progress(said, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    called = []

    class Executor:
        def __init__(self, connection):
            self.loader = self
            self.graph = self

        def leaf_nodes(self):
            return []

        def migration_plan(self, targets):
            return [object()] * 100

    def command(name, stdout, **options):
        called.append(name)
        for _number in range(100):
            stdout.write("  Applying something... OK")

    monkeypatch.setattr(preparation, "MigrationExecutor", Executor)
    monkeypatch.setattr(preparation.connection.introspection, "table_names", list)
    monkeypatch.setattr(preparation, "call_command", command)
    preparation.prepare_database(said.append)
    assert called == ["migrate", "setup_site", "load_demo"]
    assert said[0] == "Database: 100 migrations"
    assert "  50 of 100" in said


def test_catalogues_are_compiled_when_older_than_their_source(said, settings, tmp_path, monkeypatch):
    source = tmp_path / "sv/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text("")
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(
        preparation, "call_command", lambda *args, **options: source.with_suffix(".mo").touch()
    )
    preparation.prepare_translations(said.append)
    assert len(said) == 1
    preparation.prepare_translations(said.append)
    assert len(said) == 1


def test_static_files_are_collected_once(said, settings, tmp_path):
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "a.css").write_text("a{}")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    preparation.prepare_static_files(said.append)
    assert Path(settings.STATIC_ROOT, "a.css").exists()
    preparation.prepare_static_files(said.append)
    assert len(said) == 1
    (folder / "a.css").write_text("a{color:red}")
    preparation.prepare_static_files(said.append)
    assert "red" in Path(settings.STATIC_ROOT, "a.css").read_text()


@pytest.mark.parametrize("port", ["nonsense", "0", "70000"])
def test_impossible_port_is_named(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(CommandError, match="not a port number"):
        call_command("serve")


def test_port_in_use_is_named(monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        with pytest.raises(CommandError, match="in use by another program"):
            call_command("serve")


def test_never_serves_a_real_site(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="own machine"):
        call_command("serve")


@pytest.fixture
def prepared(monkeypatch, tmp_path):
    """`serve` without preparation, on a free port, with a Procfile of its own."""
    for name in ("prepare_translations", "prepare_database", "prepare_static_files"):
        monkeypatch.setattr(serve, name, lambda say: None)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PORT", str(free.getsockname()[1]))
    (tmp_path / "Procfile").write_text("web: python -c 'print(1)'\nbroken: python -c 'raise SystemExit(3)'\n")
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield tmp_path
    for number, handler in handlers.items():  # honcho leaves its own
        signal.signal(number, handler)


def test_runs_what_the_procfile_names_and_passes_on_failure(prepared, settings):
    settings.BASE_DIR = prepared
    for only, status in (("web", 0), ("broken", 3)):
        with pytest.raises(SystemExit) as ended:
            call_command("serve", only=only)
        assert ended.value.code == status


def test_interruption_while_preparing_is_said(prepared, monkeypatch):
    def interrupted(say):
        raise KeyboardInterrupt

    monkeypatch.setattr(serve, "prepare_database", interrupted)
    with pytest.raises(CommandError, match="next start"):
        call_command("serve")


def test_address_is_told_when_the_site_answers(capsys, live_server):
    port = int(live_server.url.rsplit(":", 1)[1])
    serve.Command().announce(port)
    told = capsys.readouterr().out
    assert f"http://localhost:{port}/" in told
    assert "samrum-demo" in told and "redaktor@example.org" in told
