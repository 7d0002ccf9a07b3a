"""`/reports`: who may read which figures, and where."""

from console.pages.page import WATCHING, Page
from console.pages.reports.shown import report_csv, report_list, report_page
from console.pages.reports.staffing import staffing_page

PAGES = (
    Page(path="/reports", roles=WATCHING, shows=report_list, template="reports/list.html"),
    Page(path="/reports/staffing", roles=WATCHING, shows=staffing_page, template="reports/staffing.html"),
    Page(path="/reports/<report>", roles=WATCHING, shows=report_page, template="reports/report.html"),
    Page(path="/reports/<report>/list.csv", roles=WATCHING, shows=report_csv),
)
