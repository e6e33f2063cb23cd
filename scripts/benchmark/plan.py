"""What is on each page of the made-up site, before any of it is written.

Input: the number of pages and a seed. Output: a `Plan`: sections; place, title, tags, headings and links of each page.
Everything follows from the seed, and each page from its own number, so a page can link to a heading of any other page
without that page being made first. Nothing here reads or writes files.
"""

import datetime
import random
from dataclasses import dataclass
from functools import lru_cache

PAGES_A_SECTION = 100
TERMS = 60
TERMS_A_PAGE = 4
PAGE_SIZE = 20
LINKS_A_PAGE = 6
CODE_EVERY = 10
TABLE_EVERY = 3
NEWEST = datetime.date(2025, 12, 31)
LANGUAGES = ("python", "rust", "bash", "json")

# Words of no meaning together: a benchmark must not read like advice.
ADJECTIVES = (
    "amber brisk calm deep early fine gentle hollow ivory jolly keen level mellow narrow open plain quiet round slow "
    "tall"
).split()
NOUNS = (
    "anchor bridge candle door engine field garden harbour island jacket kettle ladder meadow needle orchard paper "
    "quarry river saddle timber umbrella valley window yard zephyr barrel copper drum ember feather"
).split()
VERBS = "carries follows holds keeps leaves lifts meets moves opens passes rests shows takes turns warms".split()
TERM_NAMES = [f"{noun}-{kind}" for kind in ("north", "south") for noun in NOUNS][:TERMS]


@dataclass(frozen=True)
class Heading:
    """A heading with the id that GitHub, Hugo and Guidepost all give to such plain words."""

    level: int
    text: str

    @property
    def anchor(self) -> str:
        return self.text.lower().replace(" ", "-")


@dataclass(frozen=True)
class Plan:
    """A site of `pages` pages."""

    pages: int
    seed: int

    @property
    def sections(self) -> int:
        return max(2, self.pages // PAGES_A_SECTION)

    def section_of(self, page: int) -> int:
        return page * self.sections // self.pages

    def section_name(self, section: int) -> str:
        return f"s{section:0{max(2, len(str(self.sections - 1)))}}"

    def page_name(self, page: int) -> str:
        return f"p{page:0{max(4, len(str(self.pages - 1)))}}"

    def path(self, page: int) -> str:
        return f"{self.section_name(self.section_of(page))}/{self.page_name(page)}.md"

    def title(self, page: int) -> str:
        """Titles, weights and dates all give one order, so that programs that sort by any of them agree."""
        chosen = self._random(page, "title")
        return f"Note {page:06} on the {chosen.choice(ADJECTIVES)} {chosen.choice(NOUNS)}"

    def date(self, page: int) -> str:
        return (NEWEST - datetime.timedelta(days=page // 10)).isoformat()

    def terms(self, page: int) -> list[str]:
        return sorted(self._random(page, "terms").sample(TERM_NAMES, TERMS_A_PAGE))

    def headings(self, page: int) -> list[Heading]:
        """Six headings of the second level, each followed by one of the third."""
        chosen = self._random(page, "headings")
        words = chosen.sample(NOUNS, 12)
        return [Heading(2 + place % 2, f"The {chosen.choice(ADJECTIVES)} {word}") for place, word in enumerate(words)]

    def links(self, page: int) -> list[tuple[str, str]]:
        """Text and target of the page's links: some near, most anywhere, every second one to a heading."""
        chosen = self._random(page, "links")
        return [self._link(page, chosen, place) for place in range(LINKS_A_PAGE)]

    def has_code(self, page: int) -> bool:
        return page % CODE_EVERY == 0

    def has_table(self, page: int) -> bool:
        return page % TABLE_EVERY == 0

    def language(self, page: int) -> str:
        return LANGUAGES[page // CODE_EVERY % len(LANGUAGES)]

    def _link(self, page: int, chosen: random.Random, place: int) -> tuple[str, str]:
        near = place % 3 == 0
        target = min(self.pages - 1, page + 1 + place) if near else chosen.randrange(self.pages)
        anchor = f"#{chosen.choice(self.headings(target)).anchor}" if place % 2 else ""
        same_section = self.section_of(target) == self.section_of(page)
        path = f"{self.page_name(target)}.md" if same_section else f"../{self.path(target)}"
        return self.title(target), path + anchor

    def _random(self, page: int, purpose: str) -> random.Random:
        return random.Random(f"{self.seed}/{page}/{purpose}")


@lru_cache(maxsize=4)
def sentences(seed: int, count: int = 4000) -> list[str]:
    """A stock of sentences with some emphasis, strong words and code in them."""
    chosen = random.Random(f"{seed}/sentences")
    return [_sentence(chosen) for _ in range(count)]


def _sentence(chosen: random.Random) -> str:
    words = ["The"]
    for clause in range(chosen.randint(1, 3)):
        if clause:
            words += ["and", "the"]
        noun = chosen.choice(NOUNS)
        dressed = {0: f"*{noun}*", 1: f"**{noun}**", 2: f"`{noun}`"}.get(chosen.randrange(12), noun)
        words += [chosen.choice(ADJECTIVES), dressed, chosen.choice(VERBS), "the", chosen.choice(NOUNS)]
    return " ".join(words) + "."
