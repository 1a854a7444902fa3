"""A request that is cut off on its way is refused, whatever form it carries."""

from io import BytesIO

import pytest

pytestmark = pytest.mark.django_db
FORM = (
    b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.txt"\r\n\r\nhalf of a file'
)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [("multipart/form-data; boundary=x", FORM), ("application/x-www-form-urlencoded", b"name=A")],
)
def test_half_a_request_is_none(client, content_type, body):
    sent = {"CONTENT_LENGTH": str(len(body) + 1000), "wsgi.input": BytesIO(body)}
    answer = client.generic("POST", "/kontakt/skicka/", body, content_type, **sent)
    assert answer.status_code == 400
