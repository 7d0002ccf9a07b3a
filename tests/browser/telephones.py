"""The telephone page as a person uses it."""

from playwright.sync_api import Locator, Page, expect


class Telephones:
    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, language: str = "") -> None:
        self.page.goto(f"{self.url}/phone" + (f"?lang={language}" if language else ""))
        expect(self.page.locator("body[data-ready]")).to_be_attached()

    def take(self, name: str) -> Locator:
        """Take the telephone of somebody the page suggests."""
        drawer = self.page.locator(".drawer:not([open]) summary")
        if drawer.count():
            drawer.click()
        self.page.get_by_role("button", name=name).first.click()
        return self.phone(name)

    def phone(self, name: str) -> Locator:
        card = self.page.get_by_role("article", name=name)
        expect(card).to_be_visible()
        return card

    def calls(self, name: str) -> Locator:
        card = self.take(name)
        card.get_by_role("button", name="Ara", exact=True).click()
        return card

    def hears(self, card: Locator, text: str) -> None:
        expect(card.get_by_role("log")).to_contain_text(text)

    def presses(self, card: Locator, keys: str) -> None:
        for key in keys:
            card.get_by_role("button", name=f"{key} tuşu", exact=True).click()

    def record(self, text: str) -> Locator:
        """The newest row of the inspector with this in it."""
        return self.page.locator(".record").filter(has_text=text).first
