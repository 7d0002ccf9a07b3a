"""Every page of `/admin`."""

from console.pages.admin import audit, front, keys, numbers, people, privacy, skills, system, webhooks
from console.pages.page import Page

PAGES: tuple[Page, ...] = (
    *front.PAGES,
    *people.PAGES,
    *skills.PAGES,
    *numbers.PAGES,
    *keys.PAGES,
    *webhooks.PAGES,
    *audit.PAGES,
    *privacy.PAGES,
    *system.PAGES,
)
