"""Two people in two browsers: edit, propose, comment, conflict, approve, and take back.

One has no mouse, the other a phone.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page
from visiting import VisitPage

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import Server, StartServer

Pair = tuple[Server, str, str]


@pytest.fixture(scope="module")
def pair(start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A service, and the tokens of two editors."""
    folder = tmp_path_factory.mktemp("pair")
    tokens = Tokens(folder)
    ada, bo = (tokens.create(name, AccessRole.EDITOR) for name in ("ada", "bo"))
    return start_module_server(data_dir=folder), ada, bo


FORM = "/edit/tools/nrtk"
HERS = "تضيف التشويش إلى صور الاختبار."
HIS = "给测试图像加入天气与运动。"
"""What each of them writes: Ada in Arabic, Bo in Chinese."""


class Keyboard:
    """Somebody who has no mouse: goes from control to control by Tab, and types.

    Args:
        page: what is open.
    """

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, to: Locator) -> None:
        """Press Tab until a control has the focus; it must be in sight there."""
        to.wait_for()
        for _ in range(150):
            if to.evaluate("(one) => one === document.activeElement"):
                box = to.bounding_box()
                assert box is not None
                assert to.evaluate(
                    """(one) => {
                      const box = one.getBoundingClientRect();
                      const top = document.elementFromPoint(box.x + box.width / 2, box.y + 4);
                      return one.contains(top) || top?.contains(one);
                    }"""
                ), "It is behind something else, or out of sight."
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("No number of Tabs leads there.")

    def write(self, to: Locator, text: str) -> None:
        """Replace the text of a field."""
        self.go(to)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def press(self, button: Locator) -> None:
        """Press a button or follow a link."""
        self.go(button)
        self.page.keyboard.press("Enter")


class Mouse:
    """Somebody who points and clicks.

    Args:
        page: what is open.
    """

    def __init__(self, page: Page) -> None:
        self.page = page

    def write(self, to: Locator, text: str) -> None:
        """Replace the text of a field."""
        to.fill(text)

    def press(self, button: Locator) -> None:
        """Press a button or follow a link."""
        button.click()


Person = Keyboard | Mouse


def edit(person: Person, token: str, purpose: str) -> None:
    """Write the purpose of a tool into its form, and look at what would change."""
    page = person.page
    page.locator("#form[data-ready]").wait_for()
    if not page.get_by_label("Token").input_value():
        person.write(page.get_by_label("Token"), token)
    person.write(page.locator("[data-field=purpose] textarea"), purpose)
    page.locator(".state", has_text="It can be saved").wait_for()
    person.press(page.get_by_role("button", name="Review and save"))


def propose(person: Person, title: str) -> None:
    """Propose what the open review shows."""
    page = person.page
    dialog = page.locator("dialog[open]")
    person.write(dialog.get_by_label("What is it for?"), title)
    person.press(dialog.get_by_role("button", name="Propose it instead"))
    page.wait_for_url("**/proposals/*")


def save(person: Person) -> None:
    """Save what the open review shows."""
    person.press(person.page.locator("dialog[open]").get_by_role("button", name="Save"))
    person.page.wait_for_url(lambda address: "/edit/" not in address)


def say(person: Person, token: str, words: str, act: str) -> None:
    """Say something about a proposal on its page."""
    place = person.page.locator(".decide[data-ready]")
    place.wait_for()
    if not place.get_by_label("Token").input_value():
        person.write(place.get_by_label("Token"), token)
    if words:
        person.write(place.get_by_label("Your words"), words)
    person.press(place.get_by_role("button", name=act))


def shown(person: Person, words: str) -> None:
    """Wait until a page shows some words."""
    person.page.locator("main").get_by_text(words).first.wait_for()


def they_edit_at_once(hers: Keyboard, his: Mouse, ada: str, bo: str) -> None:
    """Both have the form open. Bo saves first; Ada sees what he wrote, and keeps hers on top."""
    hers.page.locator("#form[data-ready]").wait_for()
    edit(his, bo, HIS)
    save(his)
    shown(his, HIS)
    hers.write(hers.page.get_by_label("Token"), ada)
    hers.write(hers.page.locator("[data-field=purpose] textarea"), HERS)
    hers.page.locator(".state", has_text="bo changed this on").wait_for()
    hers.press(hers.page.get_by_role("button", name="Choose what to keep"))
    clash = hers.page.locator("dialog[open]", has_text="bo changed it meanwhile")
    clash.wait_for()
    asked = clash.locator("[data-asked=purpose]")
    assert [HIS, HERS] == asked.locator("> ul").all_inner_texts()
    hers.go(asked.get_by_label("What bo wrote"))
    hers.page.keyboard.press("ArrowDown")
    hers.press(clash.get_by_role("button", name="Go on"))
    hers.page.locator(".state", has_text="It can be saved").wait_for()
    hers.press(hers.page.get_by_role("button", name="Review and save"))
    assert HIS in hers.page.locator("dialog[open] .went").inner_text()


def they_discuss_a_proposal(hers: Keyboard, his: Mouse, ada: str, bo: str) -> str:
    """She proposes it. He asks; she answers, and may not approve what is hers."""
    propose(hers, "Say what NRTK is for")
    first = hers.page.url
    his.page.goto("/proposals")
    his.press(his.page.get_by_role("link", name="Say what NRTK is for"))
    shown(his, HERS)
    say(his, bo, "从哪里来的?", "Comment")
    shown(his, "从哪里来的?")
    hers.page.reload()
    shown(hers, "从哪里来的?")
    say(hers, ada, "من الدليل.", "Comment")
    shown(hers, "من الدليل.")
    acts = hers.page.locator(".decide")
    acts.get_by_text("somebody else must approve it").wait_for()
    assert acts.get_by_role("button", name="Approve").is_disabled()
    assert acts.get_by_role("button", name="Withdraw").is_enabled()
    hers.page.goto("/tools/nrtk")
    shown(hers, "1 open proposal would change this")
    hers.page.goto(first)
    return first


def he_overtakes_and_declines_it(hers: Keyboard, his: Mouse, bo: str, first: str) -> None:
    """He writes the same field meanwhile, so that her proposal cannot be made."""
    his.page.goto(FORM)
    edit(his, bo, f"{HIS}再一次。")
    save(his)
    his.page.goto(first)
    shown(his, "It cannot be made now.")
    shown(his, "من الدليل.")
    say(his, bo, "", "Ask for changes")
    shown(his, "what should be changed")
    assert not his.page.get_by_role("button", name="Withdraw").count()  # it is hers
    say(hers, "", "等一下。", "Comment")  # her token is in the tab
    shown(hers, "等一下。")
    say(his, bo, "", "Approve")
    shown(his, "ada: 等一下。")
    say(his, bo, "", "Approve")
    his.page.locator(".told").get_by_text("later changes touched the same things").wait_for()
    say(his, bo, "", "Decline")
    shown(his, "why you decline it")
    say(his, bo, "Overtaken, please propose it again.", "Decline")
    his.page.locator(".lead .badge").get_by_text("declined").wait_for()
    hers.page.reload()
    shown(hers, "Overtaken, please propose it again.")


def she_proposes_again_and_takes_it_back(hers: Keyboard, his: Mouse, ada: str, bo: str) -> None:
    """He approves the second one. She takes it back, and both see what he wrote."""
    hers.page.goto(FORM)
    edit(hers, ada, f"{HERS} {HIS}")
    propose(hers, "Say it for both")
    his.page.goto(hers.page.url)
    say(his, bo, "Good.", "Approve")
    his.page.locator(".lead .badge").get_by_text("approved").wait_for()
    hers.page.reload()
    hers.press(hers.page.get_by_role("link", name=re.compile(r"^change \d")).first)
    shown(hers, f"{HERS} {HIS}")

    hers.press(hers.page.get_by_text("Take this change back"))
    if not hers.page.get_by_label("Token").input_value():
        hers.write(hers.page.get_by_label("Token"), ada)
    hers.press(hers.page.get_by_role("button", name="Take it back"))
    hers.page.get_by_role("heading", name="Take back change").wait_for()
    hers.press(hers.page.get_by_text("It took change").get_by_role("link"))
    shown(hers, "This was taken back")
    assert not hers.page.get_by_text("Take this change back").count()
    for person in (hers, his):
        person.page.goto("/tools/nrtk")
        shown(person, f"{HIS}再一次。")


def test_two_people_work_on_one_thing_and_lose_nothing(pair: Pair, visit: VisitPage) -> None:
    """Each sees what the other did, and nothing is written over unseen."""
    server, ada, bo = pair
    one = visit(FORM, url=server.url)
    other = visit(FORM, url=server.url, width=390)
    hers, his = Keyboard(one.page), Mouse(other.page)
    they_edit_at_once(hers, his, ada, bo)
    first = they_discuss_a_proposal(hers, his, ada, bo)
    he_overtakes_and_declines_it(hers, his, bo, first)
    she_proposes_again_and_takes_it_back(hers, his, ada, bo)
    his.page.goto("/proposals")
    assert 2 == his.page.get_by_role("rowheader").count()
    his.page.goto("/changes")
    for words in ("ada", "bo", "Take back change"):
        shown(his, words)
    shown(his, "Proposal 2: something was said or decided.")
    his.press(his.page.get_by_role("link", name="Say it for both (proposal 2").last)
    shown(his, "1 thing: 1 changed.")  # what a proposal is made of is no thing of the catalogue
    found = [*one.problems, *other.problems]
    assert [] == [problem for problem in found if "status of 4" not in problem]
