"""Uploading a document in the admin: after it, the editor reads what became of the names in it and what it does."""

from django.http import HttpResponse
from wagtail.admin import messages
from wagtail.documents.views.documents import CreateView, EditView


class _Told:
    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)  # type: ignore[misc]
        if "file" in form.changed_data:
            for remark in form.instance.remarks:
                messages.warning(self.request, remark)  # type: ignore[attr-defined]
        return response


class CreateDocument(_Told, CreateView):
    pass


class EditDocument(_Told, EditView):
    pass
