"""Which requests each actor makes. The whole is every route x actor; what cannot make a difference is left out:

whoever is refused at the door, as having no place in the room or not leading it, is refused before anything is looked up,
so one thing of each kind is enough for them (`member` asks for every one all the same);
public pages are the same for everybody, so two who have signed in stand for all; a link with a token asks at most whose
account this is; and whoever may not enter the admin is refused at its door, whoever that is.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.cache import cache
from django.test import override_settings

from .browser import Answer, Browser
from .forms import Forms, with_files
from .judge import Judge
from .policies import Policy
from .visits import ADMIN_SEARCHES, Visit, library_hooks, visits
from .world import ADMINS, World

BUTTONS = ("do", "answer", "decision", "language", "send")
FILES = ("/fil/", ".zip", "/mandat/")
RIGHTFUL = ("organiser", "contributor", "neighbour_organiser", "member", "administrator")
SIGNED_IN_ON_PUBLIC = ("member", "administrator")
# The one whom a link was sent to, those who have one of their own, and those whom it does not concern.
WITH_A_LINK = ("anonymous", "invited", "applicant", "member", "administrator")
AT_THE_ADMIN = {"anonymous", "outsider", "organiser", *ADMINS}


class Step(NamedTuple):
    visit: Visit
    method: str = "GET"
    language: str = "sv"
    data: dict | None = None
    headers: dict[str, str] = {}
    query: str = ""
    by_nginx: bool = False


class Matrix:
    def __init__(self, world: World):
        self.world = world
        self.browser = Browser(world)
        self.judge = Judge(world, self.browser)
        self.visits = visits(world)

    def steps(self, actor: str) -> Iterator[Step]:
        for visit in self.visits:
            if visit.policy is Policy.ADMIN:
                if actor in AT_THE_ADMIN:
                    yield Step(visit)
            elif visit.policy is Policy.TOKEN:
                if actor in WITH_A_LINK:
                    yield from self._all_methods(visit)
            elif visit.policy is Policy.PUBLIC:
                yield from self._public(actor, visit)
            elif visit.place is None and visit.route.door is not None:
                yield Step(visit)
            elif visit.place and not self._is_let_in(actor, visit):
                yield from self._from_outside(visit)
            elif visit.place is None or visit.is_first or (_is_file(visit) and actor in visit.seen_by):
                yield from self._all_methods(visit)
            else:
                yield Step(visit)
                if actor not in visit.seen_by:
                    yield Step(visit, "POST")
        yield from self._searches(actor)
        yield from self._posts(actor)

    def _from_outside(self, visit: Visit) -> Iterator[Step]:
        if visit.is_first and visit.place is self.world.a:
            yield from self._all_methods(visit)
        elif visit.is_first:
            yield Step(visit)

    def _posts(self, actor: str) -> Iterator[Step]:
        routes = set()
        for visit, body in self.posts:
            is_outside = visit.place and not self._has_place(actor, visit)
            if not is_outside or visit.route.text not in routes:
                yield Step(visit, "POST", "sv", body)
            routes.add(visit.route.text)

    def take(self, actor: str, step: Step) -> Answer:
        url = step.visit.url + step.query
        data = None if step.data is None else with_files(step.data)
        with override_settings(ACCEL_PREFIX="/private/" if step.by_nginx else ""):
            answer = self.browser.ask(actor, url, step.method, data, step.language, **step.headers)
        if actor in step.visit.seen_by:
            answer.headers.pop("X-Accel-Redirect", "")  # nginx keeps it to itself
        return answer

    def findings(self, actor: str, step: Step) -> list[str]:
        return self.described(actor, step, self.take(actor, step))

    def described(self, actor: str, step: Step, answer: Answer) -> list[str]:
        """What should not be in the answer, and to whom it was given."""
        said = f"{step.query} {step.data}"
        found = self.judge.findings(actor, step.visit, answer, step.language, said)
        asked = f"{actor} {step.method} {step.visit.url}{step.query} ({step.language}) {step.data or ''}"
        return [f"{asked}: {text}" for text in found]

    def _has_place(self, actor: str, visit: Visit) -> bool:
        return actor in visit.place.reads | visit.place.outside

    def _is_let_in(self, actor: str, visit: Visit) -> bool:
        return actor in self.judge.let_in(visit) or (actor == "member" and self._has_place(actor, visit))

    def _all_methods(self, visit: Visit) -> Iterator[Step]:
        yield Step(visit)
        yield Step(visit, language="en")
        yield Step(visit, "HEAD")
        yield Step(visit, "POST", "en", {})
        if _is_file(visit):
            yield Step(visit, headers={"HTTP_RANGE": "bytes=0-200"})
            yield Step(visit, language="en", headers={"HTTP_IF_NONE_MATCH": self.etags.get(visit.url, "*")})
            yield Step(visit, by_nginx=True)

    def _public(self, actor: str, visit: Visit) -> Iterator[Step]:
        if actor == "anonymous" or (actor in SIGNED_IN_ON_PUBLIC and "?q=" not in visit.url):
            yield Step(visit)
        if actor == "anonymous" and "?q=" not in visit.url:
            yield Step(visit, "HEAD")
            yield Step(visit, "POST", data={})
            yield Step(visit, headers={"HTTP_RANGE": "bytes=0-200"})

    def _searches(self, actor: str) -> Iterator[Step]:
        for visit in self.visits:
            if visit.place in (self.world.a, self.world.b) and visit.route.text.endswith("/bibliotek/"):
                if actor in visit.place.reads and visit.policy is Policy.ROOM:
                    yield from (Step(visit, query=f"?q={hook}") for hook in library_hooks(self.world))
            elif actor in ADMINS and visit.url in ADMIN_SEARCHES:
                yield from (Step(visit, query=f"?q={hook}") for hook in self.world.people_hooks)

    # What the rightful readers find

    @cached_property
    def etags(self) -> dict[str, str]:
        """Also what the caches hold from now on is theirs."""
        files = [visit for visit in self.visits if _is_file(visit)]
        answers = {
            visit.url: self.browser.ask(reader, visit.url)
            for visit in files
            for reader in RIGHTFUL
            if visit.place and reader in visit.place.reads & visit.seen_by
        }
        return {url: answer.headers["ETag"] for url, answer in answers.items() if "ETag" in answer.headers}

    @cached_property
    def posts(self) -> list[tuple[Visit, dict]]:
        """What the forms on their pages would send, each body once."""
        by_path = {visit.url: visit for visit in self.visits}
        found: dict[tuple[str, str], tuple[Visit, dict]] = {}
        for visit in self.visits:
            for reader in self._form_readers(visit):
                cache.clear()
                answer = self.browser.ask(reader, visit.url)
                if "html" not in answer.headers.get("Content-Type", ""):
                    continue
                for address, body in Forms(visit.url, answer.body.decode()).posts:
                    if to := by_path.get(urlsplit(address).path):
                        chosen = [body.get(name, "") for name in BUTTONS]
                        found.setdefault((to.url, str([*body, *chosen])), (to, body))
        return list(found.values())

    def _form_readers(self, visit: Visit) -> list[str]:
        if visit.policy in (Policy.ADMIN, Policy.PUBLIC) or "/konto/" in visit.url:
            return []
        if visit.policy is Policy.TOKEN:
            return ["anonymous", "invited"]
        if visit.policy is Policy.SIGNED_IN:
            return ["member"]
        if visit.place is not self.world.a:
            return []
        return [
            reader for reader in ("organiser", "contributor") if reader in visit.seen_by & visit.place.reads
        ]


def _is_file(visit: Visit) -> bool:
    return bool(visit.place) and any(part in visit.url for part in FILES)
