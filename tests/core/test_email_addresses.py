"""One rule for addresses: which spellings are one mailbox, and what is refused with what words."""

import pytest
from allauth.account import app_settings
from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.socialaccount import forms as social_forms
from allauth.utils import get_form_class
from django import forms
from django.apps import apps
from django.contrib.auth.forms import PasswordResetForm
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.validators import validate_email
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Upper
from django.urls import URLResolver, get_resolver
from django.utils import translation
from wagtail.admin.forms.choosers import EmailLinkChooserForm
from wagtail.models import Page

from network.models import ContactMessage
from samrum.core.email_addresses import canonical, mailbox
from samrum.core.form_fields import EmailAddressField
from samrum.core.letters import send_letter
from samrum.core.model_fields import EmailAddressField as EmailAddressColumn
from samrum.users.models import User
from tests.factories import UserFactory

HOUSE = ("samrum.", "home.", "network.", "members.")

OFFER = [
    "offer3@example.org",
    "Offer3@EXAMPLE.org",
    "offer3@ｅxample.org",
    "ｏffer3@example.org",
    "offer3＠example.org",
    "offer3﹫example.org",
    "offer3@example。org",
    "offer3@example.org.",
    " offer3@example.org ",
    "\u00a0offer3@example.org\u3000",
    "\toffer3@example.org\r\n",
    "\ufeffoffer3@example.org",
    "\u200boffer3@example.org\u200b",
    "offer3@example.org\u202c",
    "\u202aoffer3@example.org\u202c",
    "offer3@example.org\u2028",
    "\u00adoffer3@example.org\u00ad",
    "offer³@example.org",
]
SAME = [(spelling, "offer3@example.org") for spelling in OFFER] + [
    ("info@räksmörgås.se", "info@xn--rksmrgs-5wao1o.se"),
    ("info@xn--rksmrgs-5wao1o.se", "info@xn--rksmrgs-5wao1o.se"),
    ("INFO@RÄKSMÖRGÅS.SE", "info@xn--rksmrgs-5wao1o.se"),
    ("info@ra\u0308ksmo\u0308rga\u030as.se", "info@xn--rksmrgs-5wao1o.se"),
    ("INFO@XN--RKSMRGS-5WAO1O.SE", "info@xn--rksmrgs-5wao1o.se"),
    ("a@straße.example", "a@xn--strae-oqa.example"),
    ("anna.ek+samrum@kommun.se", "anna.ek+samrum@kommun.se"),
    ("lisa.o'brien@kommun.se", "lisa.o'brien@kommun.se"),
    ("a@b.example", "a@b.example"),
    ("a@b.test", "a@b.test"),
]
INVISIBLE = "Adressen innehåller ett tecken som inte syns"
REFUSED = [
    ("offer3@exam\u00adple.org", INVISIBLE),
    ("off\u00ader3@example.org", INVISIBLE),
    ("offer3@\u200bexample.org", INVISIBLE),
    ("offer3\u202c@example.org", INVISIBLE),
    ("offer3@exam\ufeffple.org", INVISIBLE),
    ("offer3@exam\u2060ple.org", INVISIBLE),
    ("offer3@example\u200d.org", INVISIBLE),
    ("offer3@exam\ufe0fple.org", INVISIBLE),
    ("offer3@exam\U000e0061ple.org", INVISIBLE),
    ("offer3@exam\u3164ple.org", INVISIBLE),
    ("offer3\x00@example.org", INVISIBLE),
    ("offer3@example.org\x08", INVISIBLE),
    ("a@example.org\nBcc: b@example.org", INVISIBLE),
    ("a@example.org\tb@example.org", INVISIBLE),
    ("å@räksmörgås.se", "a–z före @"),
    ("å@xn--rksmrgs-5wao1o.se", "a–z före @"),
    ("а@example.org", "a–z före @"),
    ("=?utf-8?q?y1=0d=0a?=@kommun.se", "giltig e-postadress"),
    ("=?UTF-8?B?YQ==?=@kommun.se", "giltig e-postadress"),
    ("a=?utf-8?q?b?=@kommun.se", "giltig e-postadress"),
    ("a@=?utf-8?q?kommun?=.se", "giltig e-postadress"),
    ('"anna ek"@kommun.se', "giltig e-postadress"),
    ('"anna"@kommun.se', "giltig e-postadress"),
    ("'anna'@kommun.se", "giltig e-postadress"),
    ("'anna@kommun.se'", "giltig e-postadress"),
    ("`anna@kommun.se", "giltig e-postadress"),
    ("Anna Ek <anna@kommun.se>", "giltig e-postadress"),
    ("<anna@kommun.se>", "giltig e-postadress"),
    ("mailto:anna@kommun.se", "giltig e-postadress"),
    ("anna@kommun.se(kommentar)", "giltig e-postadress"),
    ("anna @kommun.se", "giltig e-postadress"),
    ("anna@kommun\u00a0.se", "giltig e-postadress"),
    ("a@kommun.se, b@kommun.se", "giltig e-postadress"),
    ("a@kommun.se;b@kommun.se", "giltig e-postadress"),
    ("a@b@kommun.se", "giltig e-postadress"),
    ("a@[127.0.0.1]", "giltig e-postadress"),
    ("a@[IPv6:::1]", "giltig e-postadress"),
    ("a@127.0.0.1", "giltig e-postadress"),
    ("a@localhost", "giltig e-postadress"),
    ("a@kommun", "giltig e-postadress"),
    ("a@kommun.s", "giltig e-postadress"),
    ("a@kommun..se", "giltig e-postadress"),
    ("a@kommun.se..", "giltig e-postadress"),
    ("a..b@kommun.se", "giltig e-postadress"),
    (".a@kommun.se", "giltig e-postadress"),
    ("a@-kommun.se", "giltig e-postadress"),
    ("a@kom_mun.se", "giltig e-postadress"),
    ("a@xn--ls8h.se", "giltig e-postadress"),
    ("a\\@kommun.se", "giltig e-postadress"),
    ("@kommun.se", "giltig e-postadress"),
    ("a@", "giltig e-postadress"),
    ("a", "giltig e-postadress"),
    ("\ud800@kommun.se", INVISIBLE),
    ("x" * 65 + "@kommun.se", "giltig e-postadress"),
    ("x@" + "kommun." * 40 + "se", "för lång"),
    ("x" * 100_000 + "@kommun.se", "för lång"),
]


@pytest.mark.parametrize(("spelling", "expected"), SAME)
def test_spellings_of_one_mailbox(spelling, expected):
    assert canonical(spelling) == mailbox(spelling) == canonical(expected) == expected
    assert EmailAddressField().clean(spelling) == expected
    # And nothing on the way to the mail server reads it otherwise.
    validate_email(expected)
    letter = mail.EmailMessage("Hej", "Hej", "samrum@example.org", [expected]).message()
    assert letter["To"] == expected


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_is_no_mailbox_is_refused_in_swedish_once(text, words):
    with translation.override("sv"), pytest.raises(ValidationError) as refused:
        EmailAddressField().clean(text)
    (message,) = refused.value.messages
    assert words in message


# --- Nobody can forget it ---------------------------------------------------------------------------------------


def test_every_model_of_the_house_keeps_addresses_by_the_rule():
    fields = [
        field
        for model in apps.get_models()
        if model.__module__.startswith(HOUSE)
        for field in model._meta.get_fields()
        if isinstance(field, models.EmailField)
    ]
    assert len(fields) >= 7
    assert [field for field in fields if not isinstance(field, EmailAddressColumn)] == []


def forms_below(form: type[forms.BaseForm]) -> set[type[forms.BaseForm]]:
    return {form}.union(*(forms_below(other) for other in form.__subclasses__()))


def forms_of_others(resolver: URLResolver) -> set[type[forms.BaseForm]]:
    """Those that other people's views show, if ours do not stand in for them (settings.ACCOUNT_FORMS and the like)."""
    found = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found |= forms_of_others(entry)
        elif isinstance(
            form := getattr(getattr(entry.callback, "view_class", None), "form_class", None), type
        ):
            found.add(form)
    return found


def is_bare(field: forms.Field) -> bool:
    is_address = isinstance(field, forms.EmailField) or isinstance(field.widget, forms.EmailInput)
    return is_address and not isinstance(field, EmailAddressField)


# allauth shows ours in their place (settings.ACCOUNT_FORMS).
REPLACED = {"add_email": account_forms.AddEmailForm, "reset_password": account_forms.ResetPasswordForm}
# Shown to nobody: accounts are made by SKR, and passwords are asked for below /konto/.
CLOSED = {account_forms.SignupForm, social_forms.SignupForm, PasswordResetForm}
# A link in the text of a public page: no address that we write to.
CLOSED |= {EmailLinkChooserForm}


def test_every_form_takes_addresses_by_the_rule(client):
    theirs = forms_of_others(get_resolver())
    ours = {form for form in forms_below(forms.BaseForm) if form.__module__.startswith(HOUSE)}
    assert len(ours) > 40 and account_forms.AddEmailForm in theirs
    assert (
        sum(isinstance(field, EmailAddressField) for form in ours for field in form.base_fields.values()) >= 9
    )
    asked = (ours | theirs) - set(REPLACED.values()) - CLOSED
    bare = {
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in asked
        for name, field in getattr(form, "base_fields", {}).items()
        if is_bare(field)
    }
    assert bare == set()
    for name, form in REPLACED.items():
        assert get_form_class(app_settings.FORMS, name, form) in ours
    assert isinstance(get_form_class(app_settings.FORMS, "login", None)().fields["login"], EmailAddressField)
    assert not get_adapter().is_open_for_signup(None)


def test_the_forms_that_pages_and_settings_are_edited_with(db):
    for model in apps.get_models():
        if issubclass(model, Page) and model.__module__.startswith(HOUSE):
            for field in model.get_edit_handler().get_form_class().base_fields.values():
                assert not isinstance(field, forms.EmailField) or isinstance(field, EmailAddressField)


# --- Whatever way it takes to the database ----------------------------------------------------------------------


@pytest.mark.django_db
class TestStored:
    def test_saved_looked_up_and_changed_in_any_spelling(self):
        user = User.objects.create(email=" INFO@Räksmörgås.se")
        assert user.email == "info@xn--rksmrgs-5wao1o.se"
        for spelling in ("info@räksmörgås.se", "Info@xn--rksmrgs-5wao1o.se", "info＠räksmörgås.se"):
            assert User.objects.get(email=spelling) == user
            assert User.objects.get(email__iexact=spelling) == user
            assert User.objects.get(email__in=[spelling]) == user
            assert User.objects.get_by_natural_key(spelling) == user
            assert User.objects.with_address(spelling) == user
        User.objects.filter(pk=user.pk).update(email="Offer3@ｅxample.org")
        assert User.objects.values_list("email", flat=True).get() == "offer3@example.org"
        User.objects.bulk_create([User(email="B@example.org", password="!")])
        assert User.objects.filter(email="b@example.org").exists()

    @pytest.mark.parametrize("spelling", OFFER)
    def test_an_account_is_one_for_all_spellings(self, spelling):
        UserFactory(email="offer3@example.org")
        with pytest.raises(IntegrityError), transaction.atomic():
            UserFactory(email=spelling)
        with pytest.raises(ValidationError):
            User(email=spelling, first_name="A", password="!").full_clean()

    def test_the_database_itself_holds_accounts_apart_by_mailbox(self):
        UserFactory(email="offer3@example.org")
        other = UserFactory(email="annan@example.org")
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=other.pk).update(email=Upper(models.Value("offer3@example.org")))

    @pytest.mark.parametrize("text", ["a", "å@kommun.se", "=?utf-8?q?y1=0d=0a?=@kommun.se", "a@b\u200b.se"])
    def test_what_is_no_address_is_refused_and_not_found(self, text):
        for refused in (
            lambda: User.objects.create_user(text),
            lambda: User(email=text, first_name="A", password="!").full_clean(),
            lambda: ContactMessage(name="A", email=text, subject="A", body="A", fingerprint="1").full_clean(),
        ):
            with pytest.raises(ValidationError):
                refused()
        assert User.objects.with_address(text) is None

    def test_a_letter_goes_to_the_mailbox_or_to_nobody(self, mailoutbox):
        context = {"link": "https://example.org/", "front_page": "https://example.org/"}
        with pytest.raises(ValidationError):
            send_letter("password_reset", to="a@kommun.se, b@kommun.se", context=context, language="sv")

    def test_the_first_administrator(self, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "fyra-gula-paraplyer")
        call_command("createsuperuser", interactive=False, email="Ada@ｅxample.org", verbosity=0)
        assert User.objects.get().email == "ada@example.org"
