"""Several files as one zip."""

import io
import tracemalloc
import zipfile

import pytest

from members.files import archive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def opened(response) -> zipfile.ZipFile:
    content = b"".join(response.streaming_content)
    assert len(content) == int(response["Content-Length"])
    return zipfile.ZipFile(io.BytesIO(content))


def test_a_zip_holds_the_files_under_their_names(client, make_file):
    make_file(b"ett", "Åtgärder.pdf")
    make_file(b"tv\xc3\xa5", "Åtgärder.pdf")
    make_file(b"tre", "ÅTGÄRDER.pdf")
    make_file(b"fyra", "../../x.pdf")
    response = client.get("/test/zip")
    found = opened(response)
    assert found.testzip() is None
    assert {entry.filename: found.read(entry) for entry in found.filelist} == {
        "Åtgärder.pdf": b"ett",
        "Åtgärder (2).pdf": b"tv\xc3\xa5",
        "ÅTGÄRDER (3).pdf": b"tre",
        "x.pdf": b"fyra",
    }
    # Names are UTF-8, and say so.
    assert all(entry.flag_bits & 0x800 or entry.filename.isascii() for entry in found.filelist)
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Bilagor%20%C3%A5.zip"
    assert response["Cache-Control"] == "private, no-store"


def test_head_tells_the_length(client, make_file):
    make_file()
    head = client.head("/test/zip")
    assert head.content == b"" and head["Content-Length"] == client.get("/test/zip")["Content-Length"]
    assert client.post("/test/zip").status_code == 405


def test_a_missing_file_is_said_in_its_place(client, make_file, caplog):
    make_file(b"ett", "a.pdf")
    lost = make_file(b"borta", "b.pdf")
    lost.file.storage.delete(lost.file.name)
    found = opened(client.get("/test/zip"))
    assert set(found.namelist()) == {"a.pdf", "b.pdf.txt"}
    assert "saknas" in found.read("b.pdf.txt").decode()
    assert "missing" in caplog.text


def test_a_file_that_vanishes_in_the_middle_breaks_the_answer_off(client, make_file):
    lost = make_file(b"borta")
    response = client.get("/test/zip")
    lost.file.storage.delete(lost.file.name)
    with pytest.raises(FileNotFoundError):
        list(response.streaming_content)


def test_too_much_at_once_is_refused_with_words(client, make_file, monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 25)
    make_file()
    make_file()
    assert client.get("/test/zip").status_code == 200
    make_file()
    response = client.get("/test/zip")
    assert response.status_code == 413
    assert "För mycket på en gång" in response.content.decode()


def test_a_zip_waits_for_a_slot(client, make_file, settings):
    settings.DOWNLOADS_AT_ONCE = 0
    make_file()
    assert client.get("/test/zip").status_code == 429


def test_a_zip_is_never_whole_in_memory(client, make_file):
    make_file(bytes(40 * 1024 * 1024))
    response = client.get("/test/zip")
    tracemalloc.start()
    assert sum(len(block) for block in response.streaming_content) > 40 * 1024 * 1024
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000
