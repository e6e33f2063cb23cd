"""The made-up site with everything on: citations, glossary, related pages, feeds and structured data.

Input: a `Plan`, a folder where the plain site is, and the folder of the other one. Output: the same pages with a citation in
each of their parts, data files, and templates that show all of it. It is measured against the plain site, since Hugo and the
floor do no such work.
"""

import re
import shutil
from pathlib import Path

from . import guidepost_site
from .plan import NOUNS, Plan
from .sameness import routes

SOURCES = 200
# Every third noun is a word of the glossary, so a page has about a hundred of them; and there are as many words again that
# no page has.
TERMS = [*NOUNS[::3], *(f"{noun} of nowhere" for noun in NOUNS)]
FEEDS_ON = ("feeds: false", "feeds: true")
HEAD = (
    "</head>",
    """\
{% if structured_data?.page %}<script type="application/ld+json">{{ structured_data.page }}</script>
{% endif %}{% if structured_data?.breadcrumbs %}<script type="application/ld+json">{{ structured_data.breadcrumbs }}</script>
{% endif %}{% for feed in feeds %}<link rel="alternate" type="application/atom+xml" href="{{ feed.url }}">
{% endfor %}</head>""",
)
BODY = (
    "{{ body | safe }}\n",
    """\
{{ body | safe }}
{% if references %}<ol class="references">
{% for reference in references %}<li id="{{ reference.anchor }}">{{ reference.source.title }}
{% for citation in reference.citations %}<a href="#{{ citation }}">{{ loop.index }}</a>
{% endfor %}</li>
{% endfor %}</ol>
{% endif %}{% if definitions %}<dl class="definitions">
{% for entry in definitions %}<dt id="{{ entry.anchor }}">{{ entry.term }}</dt><dd>{{ entry.definition }}</dd>
{% endfor %}</dl>
{% endif %}{% if related %}<ul class="related">
{% for card in related %}<li><a href="{{ card.url }}">{{ card.title }}</a></li>
{% endfor %}</ul>
{% endif %}""",
)
# What every page must hold, or a part was left out.
MARKS = ('class="references"', 'class="definitions"', 'class="related"', "application/ld+json")


def write(plan: Plan, plain: Path, root: Path) -> None:
    """Writes the site into `root`."""
    shutil.copytree(plain / "content", root / "content")
    for page in range(plan.pages):
        file = root / "content" / plan.path(page)
        file.write_text(_cited(file.read_text(encoding="utf-8"), page), encoding="utf-8")
    guidepost_site.write(plan, root)
    _change(root / "guidepost.yaml", FEEDS_ON)
    _change(root / "themes/bench/templates/base.html", HEAD)
    _change(root / "themes/bench/templates/page.html", BODY)
    data = root / "content/_data"
    data.mkdir()
    (data / "sources.yaml").write_text("".join(_source(number) for number in range(SOURCES)), encoding="utf-8")
    (data / "glossary.yaml").write_text("".join(_term(term) for term in TERMS), encoding="utf-8")


def missing(plan: Plan, output: Path) -> list[str]:
    """The parts that are not in the output."""
    found = [] if (output / "feed.xml").is_file() else ["everything on: there is no feed"]
    absent = {f"/{plan.path(page).removesuffix('.md')}/" for page in range(plan.pages)} - routes(output)
    found += [f"everything on: there is no {route}" for route in sorted(absent)[:5]]
    for page in range(0, plan.pages, max(1, plan.pages // 20)):
        file = output / plan.path(page).removesuffix(".md") / "index.html"
        html = file.read_text(encoding="utf-8") if file.is_file() else ""
        found += [f"everything on: no {mark} in {file}" for mark in MARKS if mark not in html]
    return found


def _cited(text: str, page: int) -> str:
    """A citation behind the link of each part; neighbours cite other sources."""
    numbers = iter(range(page, page + 100))
    return re.sub(r" See (\[[^]]*\]\([^)]*\))\.", lambda link: f" See {link[1]} [@{_name(next(numbers))}, p. 3].", text)


def _name(number: int) -> str:
    return f"source-{number % SOURCES:03}"


def _source(number: int) -> str:
    name = _name(number)
    return f"{name}:\n  kind: web\n  title: What {name} says\n  publisher: Bench\n  url: https://bench.example/{name}\n"


def _term(term: str) -> str:
    name = term.replace(" ", "-")
    return f"{name}:\n  term: {term}\n  forms: [{term}s]\n  definition: Something called {term} in this made-up text.\n"


def _change(file: Path, change: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    if change[0] not in text:
        raise ValueError(f"`{change[0].strip()}` is not in {file}")
    file.write_text(text.replace(*change), encoding="utf-8")
