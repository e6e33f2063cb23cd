"""Checks that two programs did the same work: the same routes, and on random pages the same main text and links.

Input: the plan of the site and the output folders. Output: differences, as lines; none when the work is the same.
What may differ: attributes and spacing of the HTML, class names, style sheets and other files that are no pages. What
may not: which pages there are, their words, where their links lead, and the bytes of all files by more than 15 %.
"""

import random
import unicodedata
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from .plan import PAGE_SIZE, Plan
from .shared import BASE_URL

SAMPLE = 100
LISTS_IN_SAMPLE = 30
BYTES_MAY_DIFFER = 0.15
SHOWN = 5
INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup time u var".split()
)
# Files besides pages that both must write.
COMPANIONS = ("sitemap.xml", "robots.txt")
STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "--", "—": "---"})


def routes(output: Path) -> set[str]:
    """The addresses of the pages under `output`, and the files that are expected beside them."""
    pages = ["/" + file.relative_to(output).as_posix() for file in output.rglob("*.html")]
    companions = [f"/{name}" for name in COMPANIONS if (output / name).exists()]
    return {page.removesuffix("index.html") for page in pages} | set(companions)


@lru_cache(maxsize=2)
def expected_routes(plan: Plan) -> frozenset[str]:
    """What the plan says there must be."""
    lists: dict[str, int] = {}
    for page in range(plan.pages):
        for name in [plan.section_name(plan.section_of(page)), *(f"tags/{term}" for term in plan.terms(page))]:
            lists[name] = lists.get(name, 0) + 1
    found = {"/", "/404.html", "/tags/"} | {f"/{name}" for name in COMPANIONS}
    found |= {f"/{plan.path(page).removesuffix('.md')}/" for page in range(plan.pages)}
    for name, count in lists.items():
        further = range(2, -(-count // PAGE_SIZE) + 1)
        found |= {f"/{name}/"} | {f"/{name}/page/{number}/" for number in further}
    return frozenset(found)


def route_differences(plan: Plan, name: str, output: Path) -> list[str]:
    """Routes that are missing or too many in one output."""
    expected, found = expected_routes(plan), routes(output)
    missing = [f"{name} did not write {route}" for route in sorted(expected - found)]
    return _first(missing) + _first([f"only {name} wrote {route}" for route in sorted(found - expected)])


def page_differences(plan: Plan, one: tuple[str, Path], other: tuple[str, Path]) -> list[str]:
    """Differences of text and links on the sample."""
    differences = []
    for route in sample(plan):
        a, b = (read(output, route) for _, output in (one, other))
        differences += _compare(route, "text", (one[0], a.words), (other[0], b.words))
        differences += _compare(route, "links", (one[0], a.links), (other[0], b.links))
    return _first(differences)


def dead_links(plan: Plan, name: str, output: Path) -> list[str]:
    """Links from the sample to a page or heading of the site that is not there."""
    found, known = [], routes(output)
    for route in sample(plan):
        for link in read(output, route).links:
            address, anchor = urldefrag(link)
            if not address.startswith(BASE_URL):
                continue
            target = "/" + address.removeprefix(BASE_URL)
            if target not in known or (anchor and anchor not in read(output, target).ids):
                found.append(f"{name}: dead link on {route}: {link}")
    return _first(found)


def byte_differences(one: tuple[str, Path], other: tuple[str, Path]) -> list[str]:
    """One line when the outputs differ in size by too much."""
    sizes = {name: size_of(output) for name, output in (one, other)}
    if max(sizes.values()) <= min(sizes.values()) * (1 + BYTES_MAY_DIFFER):
        return []
    return ["the outputs differ by over 15 % in size: " + ", ".join(f"{name} {size}" for name, size in sizes.items())]


def size_of(output: Path) -> int:
    """Bytes of all files in an output."""
    return sum(file.stat().st_size for file in output.rglob("*") if file.is_file())


def files_in(output: Path) -> int:
    """How many files an output has."""
    return sum(1 for file in output.rglob("*") if file.is_file())


def sample(plan: Plan) -> list[str]:
    """The front page, the list of terms, random lists with their further pages, and random pages, some with code."""
    every = expected_routes(plan) - {"/404.html", *(f"/{name}" for name in COMPANIONS)}
    pages = {f"/{plan.path(page).removesuffix('.md')}/" for page in range(plan.pages)}
    chosen = random.Random(f"{plan.seed}/sample")
    lists = sorted(every - pages)
    picked = ["/404.html", "/", "/tags/", *chosen.sample(lists, min(LISTS_IN_SAMPLE, len(lists)))]
    return picked + chosen.sample(sorted(pages), min(SAMPLE - len(picked), len(pages)))


class Page(HTMLParser):
    """The words in `<main>`, and all links and ids, of one page."""

    def __init__(self, address: str):
        super().__init__(convert_charrefs=True)
        self.address = address
        self.links: list[str] = []
        self.ids: set[str] = set()
        self._text: list[str] = []
        self._depth = 0

    @property
    def words(self) -> list[str]:
        return unicodedata.normalize("NFC", "".join(self._text)).translate(STRAIGHT).split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._depth += tag == "main"
        self._gap(tag)
        if values.get("id"):
            self.ids.add(values["id"] or "")
        if tag == "a" and values.get("href") is not None:
            self.links.append(urljoin(self.address, values["href"] or ""))

    def handle_endtag(self, tag: str) -> None:
        self._gap(tag)
        self._depth -= tag == "main"

    def handle_data(self, data: str) -> None:
        if self._depth:
            self._text.append(data)

    def _gap(self, tag: str) -> None:
        if tag not in INLINE:
            self._text.append(" ")


def read(output: Path, route: str) -> Page:
    """Reads the page at a route; a page that is not there is empty."""
    page = Page(urljoin(BASE_URL, route))
    file = output / (route.strip("/") + "/index.html" if route.endswith("/") else route.strip("/")).lstrip("/")
    if file.exists():
        page.feed(file.read_text(encoding="utf-8"))
        page.close()
    return page


def _compare(route: str, what: str, one: tuple[str, list[str]], other: tuple[str, list[str]]) -> list[str]:
    (_, a), (_, b) = one, other
    if a == b:
        return []
    place = next((at for at, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    around = slice(max(0, place - 3), place + 5)
    shown = [f"    {name}: {' '.join(items[around])}" for name, items in (one, other)]
    return [f"{what} of {route} differ at {place}:", *shown]


def _first(lines: list[str]) -> list[str]:
    shown = lines[: SHOWN * 3]
    return shown + ([f"... and {len(lines) - len(shown)} lines more"] if len(lines) > len(shown) else [])
