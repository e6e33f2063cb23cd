"""What both sites hold word for word: names, the style sheet, the footer. And the folder in which a measure has its sites."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .plan import Plan

MEMORY = Path("/dev/shm")

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


@contextmanager
def folder(purpose: str, parent: Path | None, keep: bool) -> Iterator[Path]:
    """A folder of its own, in `parent` or where the system has temporary ones; gone at the end unless it is kept."""
    made = Path(tempfile.mkdtemp(prefix=f"guidepost-{purpose}-", dir=parent))
    try:
        yield made
    finally:
        if keep:
            print(f"kept: {made}")
        else:
            shutil.rmtree(made)


def in_memory() -> Path | None:
    """Where files lie in memory, when the system has such a place."""
    return MEMORY if MEMORY.is_dir() else None


def menu_sections(plan: Plan) -> range:
    """The sections that the main menu names."""
    return range(min(4, plan.sections))
