"""What both sites hold word for word: names, the style sheet, the footer."""

from .plan import Plan

BASE_URL = "https://bench.example/"
SITE_TITLE = "Bench"
SITE_DESCRIPTION = "A made-up site for measuring"
FOOTER = "Made up for measuring. Nothing here is advice."
ROBOTS = "User-agent: *\nAllow: /\nSitemap: SITEMAP\n"

STYLE = """\
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70ch; padding: 1rem; }
nav ul, nav ol { display: flex; flex-wrap: wrap; gap: 1rem; list-style: none; padding: 0; }
table { border-collapse: collapse; }
td, th { border: 1px solid #999; padding: 0.25rem 0.5rem; }
pre { overflow-x: auto; padding: 1rem; }
"""


def menu_sections(plan: Plan) -> range:
    """The sections that the main menu names."""
    return range(min(4, plan.sections))
