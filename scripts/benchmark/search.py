"""What the search costs: bytes, requests and rounds in a real browser, and the time that its index takes to build.

Input: a number of pages. Output: figures, beside those of Pagefind where npm can fetch it. The text is made up, of coined words that
are as frequent as words are (Zipf 1949, with the shift of Mandelbrot 1953): a few everywhere, most on few pages, and new ones on every
page. Each page has a subject whose words it repeats.
"""

import gzip
import json
import os
import random
import shutil
import subprocess
from bisect import bisect
from itertools import accumulate
from pathlib import Path

from . import measure, programs, shared
from .programs import Program, Unusable

WORDS_A_PAGE = 430
COMMON_WORDS = 6_000
SUBJECTS = 300
WORDS_A_SUBJECT = 120
QUERIES = 40
BEGINNINGS = "b br c cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl st t tr v w z".split()
MIDDLES = "a e i o u ai ea io ou".split()
ENDS = ["", "n", "r", "l", "s", "t", "m", "nd", "st", "x"]
PAGEFIND = "pagefind@1.5.2"
BROWSER_FOLDER = Path(__file__).resolve().parents[2] / "tests/browser"

SETTINGS = """\
title: Bench
base_url: https://bench.example/
status: live
publisher: {{name: Bench}}
theme: bench
outputs: {{search: {search}, feeds: false, identifiers: false, short_links: false, host_files: false}}
"""
PAGE = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{ page.title }}</title></head>
<body><main data-search-text><h1>{{ page.title }}</h1>{{ body | safe }}</main></body></html>
"""


class Words:
    """Coined words, the same for the same seed."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.made: set[str] = set()
        self.common = [self.coin() for _ in range(COMMON_WORDS)]
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(COMMON_WORDS)))
        self.subjects = [[self.coin() for _ in range(WORDS_A_SUBJECT)] for _ in range(SUBJECTS)]

    def coin(self) -> str:
        while True:
            syllables = self.random.choices((1, 2, 3, 4), (1, 6, 5, 2))[0]
            choice = self.random.choice
            word = "".join(choice(BEGINNINGS) + choice(MIDDLES) for _ in range(syllables)) + choice(ENDS)
            if len(word) > 2 and word not in self.made:
                self.made.add(word)
                return word

    def text(self, subject: list[str], own: list[str], count: int) -> list[str]:
        pick = self.random.random
        return [
            own[int(pick() * len(own))] if (part := pick()) < 0.03
            else subject[int(pick() ** 2 * len(subject))] if part < 0.3
            else self.common[bisect(self.weights, pick() * self.weights[-1])]
            for _ in range(count)
        ]


def run(pages: int, guidepost: Path, seed: int, runs: int, keep: bool) -> dict:
    """Measures the search of a site of so many pages, and prints the figures."""
    with shared.folder("search", shared.in_memory(), keep) as folder:
        sites = {name: folder / name for name in ("without", "with")}
        queries = write(sites["without"] / "guidepost", pages, seed)
        shutil.copytree(sites["without"] / "guidepost", sites["with"] / "guidepost")
        for name, site in sites.items():
            settings = SETTINGS.format(search="true" if name == "with" else "false")
            (site / "guidepost/guidepost.yaml").write_text(settings, encoding="utf-8")
        figures = _index(sites, guidepost, runs)
        outputs = {name: site / "guidepost/public" for name, site in sites.items()}
        figures["browser"] = _browser(outputs["with"], queries, "guidepost")
        pagefind = _pagefind(folder, outputs["without"])
        if pagefind:
            figures["pagefind"] = pagefind | {"browser": _browser(outputs["without"], queries, "pagefind")}
        _show(pages, figures)
        return figures


def write(root: Path, pages: int, seed: int) -> list[str]:
    """Writes the site, and gives searches for it."""
    words = Words(seed)
    titles = []
    for page in range(pages):
        subject = words.subjects[page % SUBJECTS]
        own = [words.coin(), words.coin()]
        title = [words.random.choice(subject[:40]), *words.text(subject, own, 3), own[0]]
        titles.append((title, subject))
        parts = []
        for part in range(4):
            if part:
                parts.append("## " + " ".join(words.text(subject, own, 3)).capitalize())
            lines = [" ".join(words.text(subject, own, 12)).capitalize() + "." for _ in range(WORDS_A_PAGE // 48)]
            parts.append(" ".join(lines))
        description = " ".join(words.text(subject, own, 14)).capitalize() + "."
        head = f"---\ntitle: {' '.join(title).capitalize()}\ndescription: {description}\n---\n"
        file = root / f"content/s{page // 100:03}/p{page:05}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(head + "\n\n".join(parts) + "\n", encoding="utf-8")
    (root / "content/_index.md").write_text("---\ntitle: Home\n---\n", encoding="utf-8")
    (root / "content/search.md").write_text("---\ntitle: Search\ntemplate: search\n---\n", encoding="utf-8")
    templates = root / "themes/bench/templates"
    templates.mkdir(parents=True)
    for name in ("404", "home", "page", "search", "section", "taxonomy", "term"):
        (templates / f"{name}.html").write_text(PAGE, encoding="utf-8")
    (templates / "redirect.html").write_text('<a href="{{ target }}">{{ target_permalink }}</a>', encoding="utf-8")
    (root / "themes/bench/theme.yaml").write_text("name: bench\ncontract: 1\n", encoding="utf-8")
    strings = root / "themes/bench/strings"
    strings.mkdir()
    (strings / "en.yaml").write_text("not_found_title: Not found\n", encoding="utf-8")
    return _queries(words, titles)


def _queries(words: Words, titles: list) -> list[str]:
    """One to three words of a page: of its title, its subject and its text; a third misspelt, a third cut short."""
    choose = words.random
    queries = []
    for number in range(QUERIES):
        title, subject = choose.choice(titles)
        pool = [*title, choose.choice(subject[:60]), choose.choice(words.common[200:2000])]
        query = choose.sample(pool, 1 + number % 3)
        last = query[-1]
        if number % 6 == 1 and len(last) > 4:
            at = choose.randrange(1, len(last) - 1)
            query[-1] = last[:at] + last[at + 1] + last[at] + last[at + 2 :]
        elif number % 6 == 4 and len(last) > 5:
            query[-1] = last[:-2]
        queries.append(" ".join(query))
    return queries


def _index(sites: dict[str, Path], guidepost: Path, runs: int) -> dict:
    """Builds with and without the search in turn."""
    taken: dict[str, list] = {name: [] for name in sites}
    for _ in range(runs):
        for name, site in sites.items():
            taken[name].append(measure.once(programs.guidepost(guidepost, site, None)))
    measured = {name: measure.Runs(name, runs_of) for name, runs_of in taken.items()}
    search = sites["with"] / "guidepost/public/search"
    files = [file for file in search.rglob("*") if file.is_file()]
    folders = [search, *(place for place in search.rglob("*") if place.is_dir())]
    return {
        "with": measured["with"].median("wall"),
        "without": measured["without"].median("wall"),
        "memory": measured["with"].median("memory"),
        "files": len(files),
        "bytes": sum(file.stat().st_size for file in files),
        "largest folder": max(len(list(place.iterdir())) for place in folders),
        "largest file": max(len(gzip.compress(file.read_bytes(), 6)) for file in files),
    }


def _pagefind(folder: Path, site: Path) -> dict | None:
    npm = shutil.which("npm")
    if not npm:
        return None
    tools = folder / "tools"
    tools.mkdir()
    (tools / "package.json").write_text("{}", encoding="utf-8")
    fetched = subprocess.run([npm, "install", "--silent", PAGEFIND], cwd=tools, capture_output=True, check=False)
    program = tools / "node_modules/.bin/pagefind"
    if fetched.returncode or not program.exists():
        print("not run: Pagefind, which npm could not fetch")
        return None
    output = site / "pagefind"
    command = [str(program), "--site", str(site), "--quiet"]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(tools)}
    run = measure.once(Program("Pagefind", command, environment, output, {output: frozenset()}))
    return {"wall": run.wall, "memory": run.memory}


def _browser(site: Path, queries: list[str], engine: str) -> dict:
    node = shutil.which("node")
    if not node or not (BROWSER_FOLDER / "node_modules").is_dir():
        raise Unusable("Node or the packages of the browser tests are missing: run scripts/test once")
    script = Path(__file__).with_name("search.mjs")
    done = subprocess.run(
        [node, str(script), str(site), engine], input=json.dumps(queries), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unusable(f"the browser: {done.stderr.strip()[-600:]}")
    return json.loads(done.stdout)


def _show(pages: int, figures: dict) -> None:
    build = figures["with"] / figures["without"] - 1
    print(f"\nSearch, {pages:,} pages of {WORDS_A_PAGE} words, {QUERIES} queries, a cold profile for each; bytes as gzip -6 sends them")
    print(f"index: {100 * build:.0f} % of a cold build ({figures['with']:.2f} s with, {figures['without']:.2f} s without), {figures['memory'] / 1e6:.0f} MB")
    print(f"files: {figures['files']:,}, {figures['bytes'] / 1e6:.2f} MB, at most {figures['largest folder']:,} in a folder and {figures['largest file'] / 1000:.1f} KB as sent")
    pagefind = figures.get("pagefind")
    if pagefind:
        added = max(figures["with"] - figures["without"], 0.001)
        print(f"Pagefind indexes the same pages in {pagefind['wall']:.2f} s, {pagefind['memory'] / 1e6:.0f} MB ({pagefind['wall'] / added:.0f} times as long)")
    print(f"{'':<12}{'median KB':>10}{'95th':>8}{'most':>8}{'requests':>10}{'rounds':>8}{'second':>8}{'passages':>10}{'none':>6}")
    for name, row in (("Guidepost", figures["browser"]), ("Pagefind", (pagefind or {}).get("browser"))):
        if row:
            print(
                f"{name:<12}{row['median']:>10.1f}{row['p95']:>8.1f}{row['most']:>8.1f}{row['requests']:>10}{row['rounds']:>8}"
                f"{row['second']:>8.1f}{row['passages']:>10.1f}{row['none']:>6}"
            )
