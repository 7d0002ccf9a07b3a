"""What finds a page's faults against people who cannot see it finds them, also where strange scripts are forbidden."""

from playwright.sync_api import Page

from tests.axe import breaches

POLICY = {"Content-Security-Policy": "script-src 'self'"}
FAULTY = '<!doctype html><html lang="tr"><title>Masa</title><main><button></button><img src="data:,">'


def test_a_button_without_a_name_and_a_picture_without_words_are_found(page: Page) -> None:
    page.route("http://desk.test/", lambda route: route.fulfill(body=FAULTY, content_type="text/html", headers=POLICY))
    page.goto("http://desk.test/")
    assert [each.partition(":")[0] for each in breaches(page)] == ["button-name", "image-alt"]
    page.evaluate("document.querySelector('button').textContent = 'Cevapla'")
    page.evaluate("document.querySelector('img').alt = ''")
    assert breaches(page) == []
