"""The studio: what callers hear, who answers them and when, for those who are responsible for it."""

from console.pages.page import WATCHING, Page
from console.pages.studio.flow import drawing_style, flow, part_of_flow
from console.pages.studio.flows import flows
from console.pages.studio.hours import hours
from console.pages.studio.policy import centre_file, file_versions, policy
from console.pages.studio.prompts import prompts
from console.pages.studio.queues import queues

PAGES: tuple[Page, ...] = (
    Page(path="/studio", roles=WATCHING, shows=flows, template="studio/flows.html"),
    Page(path="/studio/drawing.css", roles=WATCHING, shows=drawing_style),
    Page(path="/studio/flows/<flow>", roles=WATCHING, shows=flow, template="studio/flow.html"),
    Page(path="/studio/flows/<flow>/parts/<part>", roles=WATCHING, shows=part_of_flow, template="studio/part.html"),
    Page(path="/studio/prompts", roles=WATCHING, shows=prompts, template="studio/prompts.html"),
    Page(path="/studio/queues", roles=WATCHING, shows=queues, template="studio/queues.html", stream="floor"),
    Page(path="/studio/parts/queues", roles=WATCHING, shows=queues, template="studio/parts/queues.html"),
    Page(path="/studio/hours", roles=WATCHING, shows=hours, template="studio/hours.html"),
    Page(path="/studio/policy", roles=WATCHING, shows=policy, template="studio/policy.html"),
    Page(path="/studio/policy/<file>", roles=WATCHING, shows=centre_file, template="studio/centre_file.html"),
    Page(
        path="/studio/policy/<file>/versions",
        roles=WATCHING,
        shows=file_versions,
        template="studio/parts/versions.html",
    ),
)
