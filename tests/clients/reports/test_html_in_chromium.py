"""A browser opens the HTML form: nothing leaves the page, nothing runs, the keyboard suffices, and it can be looked at.

The pictures stay in target/clients/reports/."""

from pathlib import Path

import pytest
from browser import Browser, Page

UNFOLD = "document.querySelectorAll('details').forEach(one => one.open = true)"


def url(file: Path) -> str:
    return file.resolve().as_uri()


@pytest.mark.parametrize("name", ["small", "hostile", "huge"])
def test_no_request_leaves_the_page_and_nothing_runs(browser: Browser, reports: Path, name: str) -> None:
    page = browser.open(url(reports / f"{name}.html"))
    page.run(UNFOLD)
    page.run("document.querySelectorAll('a').forEach(one => one.dispatchEvent(new MouseEvent('click', {bubbles: true})))")
    page.run("new Promise(done => setTimeout(done, 200))")
    assert {one.split("#")[0] for one in page.requests} == {url(reports / f"{name}.html")}
    assert page.complaints == [], "the policy forbids something that the page itself wants, or a script ran"
    assert page.run("document.scripts.length") == 0
    assert page.run("getComputedStyle(document.body).margin") == "0px", "the style sheet is in force"


def test_this_test_would_see_a_request(browser: Browser, tmp_path: Path) -> None:
    """The same eyes on a page that calls home, with and without our policy."""
    picture = "<img src=http://127.0.0.1:9/x.png>"
    (tmp_path / "open.html").write_text(picture)
    assert "http://127.0.0.1:9/x.png" in browser.open(url(tmp_path / "open.html")).requests
    policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"
    (tmp_path / "shut.html").write_text(policy + picture)
    shut = browser.open(url(tmp_path / "shut.html"))
    assert any("Content Security Policy" in complaint for complaint in shut.complaints)


def test_the_keyboard_suffices(browser: Browser, reports: Path) -> None:
    page = browser.open(url(reports / "small.html"))
    page.press("Tab")
    assert page.run("document.activeElement.className") == "skip"
    folded = "document.querySelector('.scenario.open > details')"
    assert not page.run(f"{folded}.open")
    for _ in range(60):
        page.press("Tab")
        if page.run(f"document.activeElement === {folded}.firstElementChild"):
            break
    page.press("Enter")
    assert page.run(f"{folded}.open")


def test_a_link_into_a_folded_scenario_opens_it(browser: Browser, reports: Path) -> None:
    page = browser.open(url(reports / "small.html"))
    anchor = page.run("document.querySelector('.scenario.pass .inside').id")
    page.run(f"document.querySelector('a[href=\"#{anchor}\"]').click()")
    page.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    top = page.run(f"document.getElementById('{anchor}').getBoundingClientRect().top")
    assert 0 <= top < 1000
    assert page.run(f"document.getElementById('{anchor}').closest('details').open")


def test_everything_has_a_name_for_those_who_listen(browser: Browser, reports: Path) -> None:
    page = browser.open(url(reports / "small.html"))
    page.run(UNFOLD)
    page.ask("Accessibility.enable")
    nodes = page.ask("Accessibility.getFullAXTree")["nodes"]
    shown = [node for node in nodes if not node.get("ignored")]
    told = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in shown]
    nameless = [role for role, name in told if role in {"link", "heading", "region", "group", "progressbar"} and not name.strip()]
    # A <details> is a group whose name is its summary's.
    assert [role for role in nameless if role != "group"] == []
    assert ("progressbar", "Checks met, official") in told
    assert any(name.startswith("Sequence diagram: 4 exchanges between client and ksef") for _, name in told)


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("dark", [False, True])
def test_it_fits_the_window_and_can_be_read(browser: Browser, reports: Path, width: int, *, dark: bool) -> None:
    for name in ("small", "hostile"):
        page = browser.open(url(reports / f"{name}.html"), dark=dark, width=width)
        page.run(UNFOLD)
        page.picture(reports / f"{name}-{width}-{'dark' if dark else 'light'}.png")
        assert page.run("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
        assert faint(page) == []


def faint(page: Page) -> list[str]:
    """Texts whose contrast with what lies under them is below 4.5 (WCAG 2.2, 1.4.3)."""
    return page.run(
        """(() => {
        const numbers = text => text.match(/[\\d.]+/g).map(Number);
        const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
        const under = node => {
            for (let at = node; at; at = at.parentElement) {
                const paint = numbers(getComputedStyle(at).backgroundColor);
                if (paint.length < 4 || paint[3] === 1) return paint;
            }
            return [255, 255, 255];
        };
        const faint = new Set();
        for (const node of document.querySelectorAll('body *')) {
            if (node.closest('.skip, title') || ![...node.childNodes].some(one => one.nodeType === 3 && one.data.trim())) continue;
            const style = getComputedStyle(node);
            const ink = numbers(node instanceof SVGElement ? style.fill : style.color);
            const [a, b] = [light(ink), light(under(node))].sort((x, y) => y - x);
            if ((a + .05) / (b + .05) < 4.5) faint.add(`${node.tagName}.${node.getAttribute('class')} ${ink} on ${under(node)}`);
        }
        return [...faint];
        })()"""
    )
