"""`/rum/<room>/bibliotek/`, and the files beside it."""

from django.urls import path

from .contributing import views as contributing
from .reading import downloads, views
from .review import figures_views
from .review import views as review

app_name = "library"
urlpatterns = [
    path("bibliotek/", views.resource_list, name="list"),
    path("bibliotek/<int:pk>/", views.resource, name="resource"),
    path("bibliotek/<int:pk>/folj/", views.follow, name="follow"),
    path("bibliotek/<int:pk>/anvandning/", views.add_note, name="add_note"),
    path("bibliotek/<int:pk>/anvandning/<int:note>/ta-bort/", views.remove_note, name="remove_note"),
    path("bibliotek/<int:pk>/version/<int:number>.zip", downloads.version_zip, name="version_zip"),
    path("bibliotek/valda.zip", downloads.chosen_zip, name="chosen_zip"),
    path("fil/<uuid:key>/<str:name>", downloads.file, name="file"),
    path("bibliotek/mina/", contributing.contributions, name="contributions"),
    path("bibliotek/bidra/", contributing.contribute, name="contribute"),
    path("bibliotek/bidra/<int:pk>/", contributing.draft, name="draft"),
    path("bibliotek/bidra/<int:pk>/radera/", contributing.delete_draft, name="delete_draft"),
    path("bibliotek/bidra/<int:pk>/ta-tillbaka/", contributing.take_back, name="take_back"),
    path("bibliotek/<int:pk>/ny-version/", contributing.renew, name="renew"),
    path("bibliotek/<int:pk>/ratta/", contributing.correct, name="correct"),
    path("leda/bibliotek/", review.queue, name="review_queue"),
    path("leda/bibliotek/siffror/", figures_views.downloads, name="figures"),
    path("leda/bibliotek/siffror.csv", figures_views.downloads_csv, name="figures_csv"),
    path("leda/bibliotek/granska/<int:pk>/", review.review, name="review"),
    path("leda/bibliotek/<int:pk>/", review.manage, name="manage"),
]
