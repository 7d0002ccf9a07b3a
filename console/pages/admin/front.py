"""`/admin`: what can be kept in order here, and for whom."""

from console.pages.admin.section import sections
from console.pages.page import LEADING, Page, Shown, Visit


def _front(visit: Visit) -> Shown:
    return {"sections": sections(visit.viewer)}


PAGES = (Page(path="/admin", roles=LEADING, shows=_front, template="admin/front.html"),)
