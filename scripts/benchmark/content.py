"""Writes the Markdown files of the made-up site.

Input: a `Plan` and a folder. Output: `content/` in it. Both programs read these very files: one front matter, one body.
"""

import random
from pathlib import Path

from .plan import ADJECTIVES, NOUNS, VERBS, Heading, Plan, sentences

BYTES_A_PAGE = 8192

CODE = {
    "python": """def {name}(values, limit={number}):
    \"\"\"Keeps the values below the limit.\"\"\"
    kept = []
    for place, value in enumerate(values):
        if value < limit and place % 2 == 0:
            kept.append(value * 1.5)  # every second one
    return sorted(kept, reverse=True)
""",
    "rust": """/// Keeps the values below the limit.
fn {name}(values: &[u64]) -> Vec<u64> {{
    let limit: u64 = {number};
    let mut kept: Vec<u64> = values.iter().copied().filter(|value| *value < limit).collect();
    kept.sort_unstable(); // smallest first
    kept
}}
""",
    "bash": """#!/usr/bin/env bash
set -euo pipefail
for file in "$HOME"/{name}/*.txt; do
    if [[ $(wc -l < "$file") -gt {number} ]]; then
        echo "long: ${{file##*/}}" # only the name
    fi
done
""",
    "json": """{{
  "name": "{name}",
  "limit": {number},
  "open": true,
  "parts": [1, 2.5, null, "four"],
  "nested": {{ "deep": {{ "deeper": [] }} }}
}}
""",
}


def write(plan: Plan, root: Path) -> int:
    """Writes the files and returns how many bytes of Markdown the pages hold."""
    content = root / "content"
    for section in range(plan.sections):
        folder = content / plan.section_name(section)
        folder.mkdir(parents=True)
        (folder / "_index.md").write_text(_section(plan, section), encoding="utf-8")
    (content / "_index.md").write_text(_home(), encoding="utf-8")
    total = 0
    for page in range(plan.pages):
        text = _page(plan, page).encode()
        (content / plan.path(page)).write_bytes(text)
        total += len(text)
    return total


def _home() -> str:
    return "---\ntitle: Front page\ndescription: A made-up site for measuring\n---\n\nEvery page here is made up.\n"


def _section(plan: Plan, section: int) -> str:
    head = [f"title: Section {section:04}", f"description: All notes of section {section:04}", f"weight: {section + 1}"]
    return "---\n" + "\n".join(head) + "\n---\n\n" + " ".join(sentences(plan.seed)[section : section + 4]) + "\n"


def _page(plan: Plan, page: int) -> str:
    head = [
        "---",
        f"title: {plan.title(page)}",
        f"description: What note {page:06} says in one line",
        f"date: {plan.date(page)}",
        f"weight: {page + 1}",
        "toc: true",
        f"tags: [{', '.join(plan.terms(page))}]",
        "---",
        "",
    ]
    return "\n".join(head) + "\n" + _Body(plan, page).text()


class _Body:
    """The body of one page: six parts of equal size, each with a paragraph, a list or a table, and one link."""

    def __init__(self, plan: Plan, page: int):
        self.plan = plan
        self.page = page
        self.stock = sentences(plan.seed)
        self.random = random.Random(f"{plan.seed}/{page}/body")

    def text(self) -> str:
        headings = self.plan.headings(self.page)
        links = self.plan.links(self.page)
        blocks = [self._paragraph(3)]
        for part in range(6):
            blocks += self._part(part, headings[part * 2], headings[part * 2 + 1], links[part])
        return "\n\n".join(blocks) + "\n"

    def _part(self, part: int, outer: Heading, inner: Heading, link: tuple[str, str]) -> list[str]:
        blocks = [f"## {outer.text}", self._paragraph(2) + f" See [{link[0]}]({link[1]})."]
        if part == 2 and self.plan.has_table(self.page):
            blocks.append(self._table())
        if part == 3 and self.plan.has_code(self.page):
            blocks.append(self._code())
        blocks += [f"### {inner.text}", self._list(part)]
        while sum(len(block) + 2 for block in blocks) < BYTES_A_PAGE // 6 - 150:
            blocks.append(self._paragraph(2))
        return blocks

    def _paragraph(self, count: int) -> str:
        return " ".join(self.random.choices(self.stock, k=count))

    def _list(self, part: int) -> str:
        items = self.random.choices(self.stock, k=4)
        if part == 1:
            return "\n".join(f"{place}. {item}" for place, item in enumerate(items, 1))
        if part == 4:
            return f"- {items[0]}\n  - {items[1]}\n  - {items[2]}\n- {items[3]}"
        return "\n".join(f"- {item}" for item in items)

    def _table(self) -> str:
        rows = ["| Place | Thing | Count |", "| --- | :-: | --: |"]
        for _ in range(5):
            place, thing = self.random.choice(ADJECTIVES), self.random.choice(NOUNS)
            rows.append(f"| {place} | **{thing}** {self.random.choice(VERBS)} | {self.random.randrange(1000)} |")
        return "\n".join(rows)

    def _code(self) -> str:
        language = self.plan.language(self.page)
        body = CODE[language].format(name=self.random.choice(NOUNS), number=self.random.randrange(100))
        return f"```{language}\n{body}```"
