"""Every page there is, area by area."""

from console.pages import floor, language
from console.pages.page import Page

PAGES: tuple[Page, ...] = (*language.PAGES, *floor.PAGES)
