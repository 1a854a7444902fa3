"""What each group may and may not do, over HTTP."""

import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image
from wagtail.models import GroupPagePermission, Task, Workflow, WorkflowState

from home.models import StandardPage
from network.groups import EDITORS, NETWORK_LEADS, REVIEW, REVIEWERS
from samrum.media.models import SamrumDocument, SamrumImage
from tests.factories import NetworkPageFactory, StandardPageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_member(client):
    """Sign in as a new member of a group."""

    def sign_in(group: str):
        user = UserFactory()
        if group:
            user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return user

    return sign_in


def text_page(title: str, **more) -> dict:
    """What the page editor sends."""
    return {
        "title": title,
        "slug": "en-sida",
        "lead": "",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        **more,
    }


def test_wagtails_own_groups_and_workflow_are_gone(db):
    assert set(Group.objects.values_list("name", flat=True)) == {EDITORS, REVIEWERS, NETWORK_LEADS}
    assert list(Workflow.objects.values_list("name", flat=True)) == [REVIEW]
    assert list(Task.objects.values_list("name", flat=True)) == [REVIEW]


def test_set_up_again_keeps_what_an_administrator_changed(db):
    group = Group.objects.get(name=EDITORS)
    group.permissions.add(Permission.objects.get(codename="view_user"))
    group.page_permissions.filter(permission__codename="lock_page").delete()
    before = GroupPagePermission.objects.count()
    Group.objects.create(name="Editors")
    call_command("setup_site", stdout=io.StringIO())
    assert group.permissions.filter(codename="view_user").exists()
    assert GroupPagePermission.objects.count() == before
    assert Group.objects.filter(name="Editors").exists(), "a group that somebody made later is theirs"


@pytest.mark.parametrize(
    ("group", "may_create", "may_publish"),
    [(EDITORS, True, True), (NETWORK_LEADS, True, False), (REVIEWERS, False, False), ("", False, False)],
)
def test_create_and_publish(client, home, as_member, group, may_create, may_publish):
    as_member(group)
    address = f"/admin/pages/add/home/standardpage/{home.pk}/"
    assert (client.get(address).status_code == 200) is may_create
    client.post(address, text_page("En sida", **{"action-publish": "1"}))
    page = StandardPage.objects.filter(title="En sida").first()
    assert (page is not None) is may_create
    assert bool(page and page.live) is may_publish


@pytest.mark.parametrize(
    ("group", "may_edit", "may_publish"),
    [(EDITORS, True, True), (NETWORK_LEADS, True, False), (REVIEWERS, True, True), ("", False, False)],
)
def test_edit_what_others_made(client, home, as_member, group, may_edit, may_publish):
    page = StandardPageFactory(parent=home, title="Före")
    as_member(group)
    client.post(
        f"/admin/pages/{page.pk}/edit/", text_page("Efter", slug=page.slug, **{"action-publish": "1"})
    )
    page.refresh_from_db()
    assert (page.get_latest_revision_as_object().title == "Efter") is may_edit
    assert (page.title == "Efter") is may_publish
    client.post(f"/admin/pages/{page.pk}/unpublish/")
    page.refresh_from_db()
    assert page.live is not may_publish


@pytest.mark.parametrize(
    ("group", "may_delete"), [(EDITORS, True), (NETWORK_LEADS, False), (REVIEWERS, True), ("", False)]
)
def test_delete_a_published_page(client, home, as_member, group, may_delete):
    page = StandardPageFactory(parent=home)
    as_member(group)
    client.post(f"/admin/pages/{page.pk}/delete/")
    assert StandardPage.objects.filter(pk=page.pk).exists() is not may_delete


@pytest.mark.parametrize("group", [EDITORS, NETWORK_LEADS, REVIEWERS])
def test_nobody_deletes_or_adds_a_front_page(client, home, as_member, group):
    as_member(group)
    client.post(f"/admin/pages/{home.pk}/delete/")
    home.refresh_from_db()
    assert client.get(f"/admin/pages/add/home/homepage/{home.get_parent().pk}/").status_code in (302, 403)


@pytest.mark.parametrize(
    ("group", "may"), [(EDITORS, True), (NETWORK_LEADS, True), (REVIEWERS, False), ("", False)]
)
def test_upload_files(client, as_member, group, may):
    as_member(group)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    files = {"file": SimpleUploadedFile("bild.png", picture.getvalue(), "image/png"), "title": "Bild"}
    client.post("/admin/images/add/", files)
    assert SamrumImage.objects.exists() is may
    client.post(
        "/admin/documents/multiple/add/",
        {"title": "Fil", "files[]": SimpleUploadedFile("fil.txt", b"text", "text/plain")},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert SamrumDocument.objects.exists() is may


@pytest.mark.parametrize(
    ("address", "groups"),
    [
        ("/admin/", {EDITORS, REVIEWERS, NETWORK_LEADS}),
        ("/admin/pages/", {EDITORS, REVIEWERS, NETWORK_LEADS}),
        ("/admin/users/", set()),
        ("/admin/groups/", set()),
        ("/admin/sites/", set()),
        ("/admin/locales/", set()),
        ("/admin/collections/", set()),
        ("/admin/workflows/list/", set()),
        ("/admin/redirects/", set()),
        ("/admin/images/add/", {EDITORS, NETWORK_LEADS}),
        ("/admin/documents/multiple/add/", {EDITORS, NETWORK_LEADS}),
        ("/admin/snippets/network/buildingblock/", {EDITORS}),
        ("/admin/settings/network/contactsettings/", {EDITORS}),
        ("/admin/meddelanden/", {EDITORS, NETWORK_LEADS}),
    ],
)
@pytest.mark.parametrize("group", [EDITORS, REVIEWERS, NETWORK_LEADS, ""])
def test_addresses(client, as_member, address, groups, group):
    as_member(group)
    response = client.get(address, follow=False)
    while response.status_code == 302 and response["Location"].startswith(address):
        response = client.get(response["Location"])
    assert (response.status_code == 200) is (group in groups)


def test_a_draft_passes_the_review(client, home, as_member):
    lead = as_member(NETWORK_LEADS)
    page = StandardPageFactory(parent=home, title="Utkast", live=False, owner=lead)
    client.post(
        f"/admin/pages/{page.pk}/edit/", text_page("Utkast", slug=page.slug, **{"action-submit": "1"})
    )
    state = WorkflowState.objects.get()
    assert state.workflow.name == REVIEW
    task = state.current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=(page.pk, "approve", task.pk))
    client.post(address, {"comment": ""})
    page.refresh_from_db()
    assert not page.live, "only reviewers approve"
    as_member(REVIEWERS)
    assert "Utkast" in client.get("/admin/").text
    client.post(address, {"comment": "Bra!"})
    page.refresh_from_db()
    assert page.live


def test_what_a_reviewer_corrects_while_approving_is_published(client, home, as_member):
    lead = as_member(NETWORK_LEADS)
    page = StandardPageFactory(parent=home, title="Utkast", live=False, owner=lead)
    page.get_workflow().start(page, lead)
    as_member(REVIEWERS)
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    client.post(f"/admin/pages/{page.pk}/edit/", text_page("Rättat", slug=page.slug, **approval))
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "Rättat")


def test_review_can_send_back(client, home, as_member):
    lead = as_member(NETWORK_LEADS)
    page = NetworkPageFactory(parent=home, live=False, owner=lead)
    state = page.get_workflow().start(page, lead)
    as_member(REVIEWERS)
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=(page.pk, "reject", state.current_task_state.pk)
    )
    client.post(address, {"comment": "Datum saknas"})
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    page.refresh_from_db()
    assert not page.live
