"""Every page there is, area by area."""

from console.pages import floor, language, own_account, recorded_sound, studio
from console.pages.admin import every_section as admin
from console.pages.desk import every_part as desk
from console.pages.page import Page
from console.pages.phone import device_check
from console.pages.reports import pages as reports

PAGES: tuple[Page, ...] = (
    *language.PAGES,
    *own_account.PAGES,
    *desk.PAGES,
    *device_check.PAGES,
    *recorded_sound.PAGES,
    *floor.PAGES,
    *studio.PAGES,
    *reports.PAGES,
    *admin.PAGES,
)
