"""Every page there is, area by area."""

from console.pages import floor, language, studio
from console.pages.desk import every_part as desk
from console.pages.page import Page

PAGES: tuple[Page, ...] = (
    *language.PAGES,
    *desk.PAGES,
    *floor.PAGES,
    *studio.PAGES,
)
