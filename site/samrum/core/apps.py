from importlib import import_module

from django.apps import AppConfig

from . import log_records


class CoreConfig(AppConfig):
    name = "samrum.core"
    label = "core"
    verbose_name = "Samrum"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        log_records.install()
        # Receivers and checks register themselves; they use models, which are not there before.
        import_module("samrum.core.admin_marks")
        import_module("samrum.core.checks")
        import_module("samrum.core.email_checks")
        import_module("samrum.core.fragments").listen()
        import_module("samrum.core.letter_attachments")
        import_module("samrum.core.page_life").listen()
        import_module("samrum.core.search.pages")
        import_module("samrum.core.verification.checks")
