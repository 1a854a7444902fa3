"""The admin's forms for pages, which know the parent of a page that is not in the tree yet."""

from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm

from .reserved import is_reserved, reserved_message


class PageForm(WagtailAdminPageForm):
    def clean(self):
        cleaned_data = super().clean()
        slug = cleaned_data.get("slug")
        if slug and is_reserved(slug, self.parent_page.depth, type(self.instance)):
            self.add_error("slug", reserved_message(slug))
        return cleaned_data


class PageCopyForm(CopyForm):
    def clean(self):
        cleaned_data = super().clean()
        slug = cleaned_data.get("new_slug")
        parent = cleaned_data.get("new_parent_page") or self.page.get_parent()
        if slug and is_reserved(slug, parent.depth, self.page.specific_class):
            self.add_error("new_slug", reserved_message(slug))
        return cleaned_data
