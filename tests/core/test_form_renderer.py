"""The plain renderer draws what Django's own templates draw."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from samrum.core.form_renderer import PlainRenderer


class Form(forms.Form):
    name = forms.CharField(
        help_text="Hjälp", max_length=20, widget=forms.TextInput(attrs={"hidden": True, "title": False})
    )
    email = forms.EmailField()
    kept = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(widget=forms.Textarea)
    choice = forms.ChoiceField(choices=[("", "Ingen <b>"), ("1", "Ett"), ("2", "Två")], required=False)
    agreed = forms.BooleanField()


SENT = {"name": '"><script>', "email": "ett@två", "kept": "a&b", "text": "\n<i>\nrad", "choice": "2"}


@pytest.mark.parametrize("data", [None, {}, SENT])
def test_the_same_html_as_djangos(data):
    plain, usual = Form(data, renderer=PlainRenderer()), Form(data, renderer=DjangoTemplates())
    for name in plain.fields:
        assert parse_html(str(plain[name])) == parse_html(str(usual[name])), name


def test_what_somebody_wrote_stays_text():
    html = str(Form(SENT, renderer=PlainRenderer())["name"])
    assert "<script>" not in html
    assert "\n\n&lt;i&gt;" in str(Form(SENT, renderer=PlainRenderer())["text"])
