"""What must hold of one answer. Returns in words what does not."""

from collections.abc import Iterator

from .browser import Answer, Browser
from .canaries import Canary
from .policies import Policy
from .visits import Visit
from .world import ACTORS, ADMINS, World

IN_A_ROOM = (Policy.OWN_PLACE, Policy.ROOM, Policy.CONTRIBUTES, Policy.LEADS)
LOGIN = "/konto/login/"
NOWHERE = "/rum/finns-inte/"
NOT_THERE = {404, 405}
WORDS_AND_ICONS = ("admin/sprite/", "admin/jsi18n/")  # of the admin's pages: the same for everybody
FAILS_ON_PURPOSE = "admin/failwhale/"  # Wagtail's own, to see the page for errors
# What a letter may say: titles and who it is to. Never content.
IN_LETTERS = {
    "library.Resource.title", "users.User.first_name", "users.User.last_name", "members.Room.slug",
    "meetings.Preparation.title", "meetings.Registration.colleague_name",
    # Letters that organisers write themselves.
    "meetings.Message.subject", "meetings.Message.body",
}  # fmt: skip
# What goes to the person whom it is about, who has no account.
TO_STRANGERS = {"meetings.Registration.colleague_name"}
# An organiser has said that this is the address of the person who is named there.
NAMES, MENDED = {"users.User.first_name", "users.User.last_name"}, "/deltagare/<int:pk>/adress/"


class Judge:
    def __init__(self, world: World, browser: Browser):
        self.world, self.browser = world, browser
        self.addresses = {user.email: actor for actor, user in world.users.items()}
        # Before any guard is taken away (test_guards): the tests share this judge, in whatever order they are run.
        self._refusals = {
            (actor, language): browser.ask(actor, NOWHERE, language=language).alike(NOWHERE)
            for actor in ACTORS
            for language in ("sv", "en")
        }

    def findings(
        self, actor: str, visit: Visit, answer: Answer, language: str = "sv", said: str = ""
    ) -> list[str]:
        """`said` is what the request itself holds: an answer may repeat it."""
        return [
            *self._status(actor, visit, answer, language),
            *self._secrets(actor, visit, answer, visit.url + said),
            *self._letters(visit, answer),
            *self._caching(visit, answer),
            *self._file(visit, answer),
        ]

    def seen(self, answer: Answer) -> set[str]:
        head, body = answer.sent
        return self.world.cage.spotted(head) | self.world.cage.spotted(body)

    # Words

    def _secrets(self, actor: str, visit: Visit, answer: Answer, said: str) -> Iterator[str]:
        for secret in self.seen(answer) - visit.reveals:
            canary = self.world.cage[secret]
            if secret in said:
                continue
            if actor not in canary.seen_by:
                yield f"shows {canary.field} of room {canary.room or 'none'}"
            elif (
                visit.place
                and canary.room not in ("", visit.place.key)
                and canary.field != "members.Room.slug"
            ):
                yield f"shows {canary.field} of room {canary.room} in room {visit.place.key}"

    def _letters(self, visit: Visit, answer: Answer) -> Iterator[str]:
        for letter in answer.letters:
            receivers = {self.addresses.get(address, "") for address in letter.to}
            text = f"{letter.subject}\n{letter.message}\n{letter.html_message}"
            for secret in self.world.cage.spotted(text.encode()):
                canary = self.world.cage[secret]
                if canary.field not in IN_LETTERS:
                    yield f"writes {canary.field} in a letter"
                elif self._is_told(canary, visit, receivers):
                    continue
                elif not receivers <= canary.seen_by | self._own(secret) | self._in_room(canary):
                    yield f"writes {canary.field} in a letter to {receivers}"

    def _is_told(self, canary: Canary, visit: Visit, receivers: set[str]) -> bool:
        """Whether it goes to the person whom it is about, whose address somebody has just given."""
        is_mended = canary.field in NAMES and visit.route.text.endswith(MENDED)
        return is_mended or (canary.field in TO_STRANGERS and receivers == {""})

    def _in_room(self, canary: Canary) -> frozenset[str]:
        """Those who lead read a draft once it is handed in; what all in the room see, the one who hides sees too."""
        place = next((place for place in self.world.places if place.key == canary.room), None)
        if place is None:
            return frozenset()
        hidden = {"hidden"} if place is self.world.a and place.reads <= canary.seen_by else set()
        return place.leads | hidden

    def _own(self, secret: str) -> set[str]:
        """Whose name it is."""
        return {
            actor
            for actor, user in self.world.users.items()
            if secret in f"{user.first_name} {user.last_name}"
        }

    # Status and headers

    def _status(self, actor: str, visit: Visit, answer: Answer, language: str) -> Iterator[str]:
        if answer.status >= 500 and visit.route.text != FAILS_ON_PURPOSE:
            yield f"answers {answer.status}: {answer.error[-1500:]}"
        elif visit.policy in IN_A_ROOM:
            yield from self._in_a_room(actor, visit, answer, language)
        elif visit.is_dead:
            if answer.status not in (404, 405, 410):
                yield f"answers {answer.status} to a dead link"
        elif visit.policy is Policy.ADMIN and actor != "anonymous" and actor not in ADMINS:
            if answer.status != 403 and not _leads_to_konto(answer):
                yield f"answers {answer.status}, not 403"
        elif (
            visit.policy in (Policy.ADMIN, Policy.SIGNED_IN)
            and actor == "anonymous"
            and answer.status not in (301, 302, 403, 404, 405)
            and visit.route.text not in WORDS_AND_ICONS
        ):
            yield f"answers {answer.status}, does not ask to sign in"

    def _in_a_room(self, actor: str, visit: Visit, answer: Answer, language: str) -> Iterator[str]:
        place = visit.place
        if actor == "anonymous":
            if not (answer.status == 302 and answer.headers["Location"].startswith(f"{LOGIN}?next=")):
                yield f"answers {answer.status}, does not ask to sign in"
        elif place is None or actor not in place.reads | place.outside:
            if answer.status != 403:
                yield f"answers {answer.status}, not 403"
            elif answer.body and answer.alike(visit.url) != self._refusals[actor, language]:
                yield "answers otherwise than for a room that does not exist"
        elif actor not in self.let_in(visit):
            if answer.status != 403:
                yield f"answers {answer.status}, not 403"
        elif actor not in visit.seen_by and answer.status not in NOT_THERE:
            yield f"answers {answer.status}, not 404"

    def let_in(self, visit: Visit) -> frozenset[str]:
        if visit.policy is Policy.OWN_PLACE:
            return visit.place.reads | visit.place.outside
        groups = {Policy.LEADS: "leads", Policy.CONTRIBUTES: "contributes", Policy.ROOM: "reads"}
        return getattr(visit.place, groups[visit.policy])

    def _file(self, visit: Visit, answer: Answer) -> Iterator[str]:
        is_file = "/fil/" in visit.url or ("/mandat/" in visit.url and visit.place) or ".zip" in visit.url
        if not is_file or answer.status not in (200, 206):
            return
        if "sandbox" not in answer.headers["Content-Security-Policy"]:
            yield "is sent without the policy of files"
        if answer.headers["X-Content-Type-Options"] != "nosniff":
            yield "is sent without nosniff"
        if answer.headers["Content-Type"] != "application/pdf" and not answer.headers[
            "Content-Disposition"
        ].startswith("attachment"):
            yield "is shown, not downloaded"

    def _caching(self, visit: Visit, answer: Answer) -> Iterator[str]:
        if visit.policy is not Policy.PUBLIC and visit.policy is not Policy.ADMIN:
            cache = answer.headers.get("Cache-Control", "")
            if "no-store" not in cache or "public" in cache:
                yield f"may be kept by a cache: {cache!r}"


def _leads_to_konto(answer: Answer) -> bool:
    return answer.status in (301, 302) and "/konto/" in answer.headers["Location"]


assert set(ACTORS) >= ADMINS
