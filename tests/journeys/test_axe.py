"""axe finds nothing on the main pages: light on a phone in French, dark on a desk in Arabic."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext

from tests.journeys import walk
from tests.journeys.conftest import House, running
from tests.journeys.walk import ARABIC, DESK, FRENCH, PHONE, Walker

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
LOOKS = {"fr": (PHONE, "light"), "ar": (DESK, "dark")}
PUBLIC = (
    "/sign-in",
    "/",
    "/sessions/",
    "/sessions/{session}",
    "/sessions/{session}/register",
    "/programme/",
    "/search",
)
OFFICERS = ("/needs/", "/plans/{plan}", "/week/")


@pytest.fixture(scope="module")
def filled(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Filled"]:
    """A house where the walk has been: a plan that was approved, a session that is open."""
    with running(tmp_path_factory.mktemp("axe")) as house, pytest.MonkeyPatch.context() as patch:
        patch.delenv("CIC_SCREENS", raising=False)  # the walk itself is photographed by its own test
        yield Filled(browser, house)


class Filled:
    """Each look is a browser of its own; the officer's sign-in is shared."""

    def __init__(self, browser: Browser, house: House) -> None:
        self.setup_findings: dict[str, list[str]] = {}
        self.house, self.browser = house, browser
        for language in LOOKS:
            with self.context(language) as context:
                self.setup_findings[language] = self.findings(context, "/setup", language)
        with walk.context_of(browser, FRENCH, DESK) as context:
            officer = Walker(house, context.new_page(), FRENCH, "officer")
            walk.set_up(officer)
            walk.invite_the_elected(officer)
            need_id = walk.record_a_need(officer)
            walk.qualify(officer)
            plan = walk.make_a_plan(officer, need_id)
            with walk.context_of(browser, FRENCH, PHONE) as second:
                elected = Walker(house, second.new_page(), FRENCH, "elected")
                walk.approve(elected, house.wait_for_mail(walk.ELECTED), plan)
            session = walk.plan_a_session(officer, plan)
            walk.open_it(officer, session)
            self.ids = {"plan": plan, "session": session}
            self.signed_in = context.storage_state()

    def context(self, language: str) -> BrowserContext:
        size, scheme = LOOKS[language]
        words = FRENCH if language == "fr" else ARABIC
        return walk.context_of(self.browser, words, size, scheme=scheme, scripted=True)

    def findings(self, context: BrowserContext, path: str, language: str) -> list[str]:
        """What axe says of a page, one line for each element."""
        page = context.new_page()
        page.emulate_media(reduced_motion="reduce")
        answer = page.goto(f"{self.house.url}{path}?lang={language}")
        assert answer is not None, path
        assert answer.status == 200, f"{path}: {answer.status}"
        said = Axe().run(page, options=RULES).response
        page.close()
        assert len(said["passes"]) > 10, f"axe looked at too little of {path}"
        return [f"{path} {rule['id']}: {node['html'][:160]}" for rule in said["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("language", LOOKS)
def test_axe_finds_nothing(filled: Filled, language: str) -> None:
    said = list(filled.setup_findings[language])
    with filled.context(language) as context:
        for path in PUBLIC:
            said += filled.findings(context, path.format(**filled.ids), language)
        context.add_cookies(filled.signed_in["cookies"])  # type: ignore[arg-type]
        for path in OFFICERS:
            said += filled.findings(context, path.format(**filled.ids), language)
    assert said == []
