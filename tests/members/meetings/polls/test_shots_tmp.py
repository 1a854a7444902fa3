import datetime, os
import pytest
from playwright.sync_api import sync_playwright
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from members.meetings import deciding
from tests import browser as chromium
from tests.members.factories import MembershipFactory, OrganisationFactory
from tests.members.meetings.factories import answers, meeting_in, propose, seat

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

@pytest.mark.django_db(transaction=True)
def test_shots(live_server, leader, reader, room, undecided, meeting, member, organiser):
    undecided.seats = 4; undecided.save()
    days = [undecided.proposals.create(start_date=timezone.localdate()+datetime.timedelta(days=n), start_time=datetime.time(9) if n%2 else None, end_time=datetime.time(15,30) if n%2 else None, part_of_day="whole" if n%2==0 else "") for n in (-1,20,27,35,41)]
    days[3].end_date = days[3].start_date + datetime.timedelta(days=1); days[3].save()
    names = ["Åsa Lindqvist","Karl-Johan af Södermanlandström","Örjan Ek","Britta Nyman","Hemlig Person","Eva Zetterberg"]
    for i, n in enumerate(names):
        f, l = n.split(" ",1)
        p = MembershipFactory(room=room, user__first_name=f, user__last_name=l, hidden_profile=i==4, organisation=OrganisationFactory(short_name=["Ängelholm","Upplands Väsby","Region Västernorrland"][i%3]))
        for j, d in enumerate(days):
            if (i+j)%5 != 4: answers(d, p, ["yes","if_need_be","no","yes"][(i*j+i)%4])
        seat(meeting, p)
    answers(days[1], member); answers(days[2], member, "no")
    prel = meeting_in(room, title="Preliminär träff om att följa upp", state="preliminary", days=50)
    def u(name, m, *more): return reverse(f"room_meetings:{name}", args=["trygga", m.pk, *more])
    pages = {
      "poll": (reader, u("poll", undecided)),
      "appointment": (leader, u("appointment", undecided)),
      "dated": (leader, u("appointment", meeting)),
      "prel": (leader, u("appointment", prel)),
      "decide": (leader, u("decide", undecided, days[2].pk)),
      "move": (leader, u("move", meeting)),
      "cancel": (leader, u("cancel", meeting)),
      "reopen": (leader, u("reopen", meeting)),
      "withdraw": (leader, u("withdraw_proposal", undecided, days[2].pk)),
    }
    os.makedirs("/tmp/polls_shots", exist_ok=True)
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        for width in (390, 1280, 320):
            for scheme in ("light","dark"):
                if width == 320 and scheme == "dark": continue
                for name, (client, url) in pages.items():
                    ctx = b.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
                    ctx.add_cookies([{"name":"sessionid","value":client.cookies["sessionid"].value,"url":live_server.url}])
                    def css(route):
                        import re
                        m = re.search(r"((?:components/)?[\w-]+\.css)", route.request.url.split("?")[0].replace("/css/","/"))
                        tail = route.request.url.split("?")[0]
                        tail = ("components/" if "/components/" in tail else "") + tail.rsplit("/",1)[1]
                        route.fulfill(path="/work/main/site/samrum/static/css/"+tail, content_type="text/css")
                    ctx.route("**/*.css*", css)
                    page = ctx.new_page(); page.goto(live_server.url+url)
                    if width != 320: page.screenshot(path=f"/tmp/polls_shots/{name}-{width}-{scheme}.png", full_page=True)
                    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                    if over > 0: print("OVERFLOW", name, width, over)
                    res = Axe().run(page)
                    for v in res.response["violations"]: print("AXE", name, width, scheme, v["id"], [n["target"] for n in v["nodes"]][:3])
                    ctx.close()
        b.close()
