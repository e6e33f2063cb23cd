"""Writes the Guidepost side of the made-up site: `guidepost.yaml` and a small theme beside the `content/`.

The templates do what Hugo's do (see `hugo_site`), with the same words in the same order.
"""

from pathlib import Path

from .plan import PAGE_SIZE, Plan
from .shared import BASE_URL, FOOTER, SITE_DESCRIPTION, SITE_TITLE, STYLE, menu_sections

CONFIG = """\
title: {title}
description: {description}
base_url: {base_url}
status: live
publisher:
  name: Bench
  url: {base_url}
  email: bench@bench.example
theme: bench
taxonomies:
  tags:
    paginate_by: {page_size}
    title:
      en: Tags
paginate_by: {page_size}
menus:
  main:
{menu}
outputs:
  sitemap: true
  robots: true
  redirects_file: false
  feeds: false
  identifiers: false
  host_files: false
  short_links: false
  search: false
"""

THEME = """\
name: bench
contract: 1
description: The least theme that does what the benchmark compares.
license: MIT OR Apache-2.0
"""

TEMPLATES = {
    "base.html": """\
<!doctype html>
<html lang="{{ lang.code }}" dir="{{ lang.dir }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ page.title }} | {{ site.title }}</title>
<meta name="description" content="{{ description }}">
<link rel="canonical" href="{{ page.permalink }}">
<meta property="og:title" content="{{ page.title }}">
<meta property="og:type" content="website">
<meta property="og:url" content="{{ page.permalink }}">
<meta property="og:site_name" content="{{ site.title }}">
{% if robots %}<meta name="robots" content="{{ robots }}">
{% endif %}<link rel="stylesheet" href="{{ assets["style.css"] }}">
</head>
<body>
<header>
<a href="{{ lang.url }}">{{ site.title }}</a>
<nav aria-label="Main"><ul>
{% for item in menus.main %}<li><a href="{{ item.url }}">{{ item.label }}</a></li>
{% endfor %}</ul></nav>
</header>
<main>
{% if notice %}<p>{{ notice }}</p>
{% endif %}{% block main %}{% endblock main %}
</main>
<footer><p>""" + FOOTER + """</p></footer>
</body>
</html>
""",
    "home.html": """\
{% extends "base.html" %}
{% block main %}<h1>{{ page.title }}</h1>
{{ body | safe }}
<ul class="sections">
{% for section in sections %}<li><a href="{{ section.url }}">{{ section.title }}</a>
<p>{{ section.description }}</p></li>
{% endfor %}</ul>{% endblock main %}
""",
    "section.html": """\
{% extends "base.html" %}
{% block main %}BREADCRUMBS<h1>{{ page.title }}</h1>
{{ body | safe }}
LIST{% endblock main %}
""",
    "page.html": """\
{% extends "base.html" %}
{% block main %}BREADCRUMBS<article>
<h1>{{ page.title }}</h1>
<p class="lead">{{ page.description }}</p>
<p><time>{{ page.date }}</time></p>
{% if toc %}<nav id="TableOfContents">
<ul>
{% for outer in toc %}<li><a href="#{{ outer.id }}">{{ outer.title }}</a>
{% if outer.children %}<ul>
{% for inner in outer.children %}<li><a href="#{{ inner.id }}">{{ inner.title }}</a></li>
{% endfor %}</ul>
{% endif %}</li>
{% endfor %}</ul>
</nav>
{% endif %}{{ body | safe }}
{% for group in page_terms %}<ul class="terms">
{% for term in group.terms %}<li><a href="{{ term.url }}">{{ term.name }}</a></li>
{% endfor %}</ul>
{% endfor %}</article>
<nav aria-label="Neighbours">
{% if previous %}<a rel="prev" href="{{ previous.url }}">{{ previous.title }}</a>
{% endif %}{% if next %}<a rel="next" href="{{ next.url }}">{{ next.title }}</a>
{% endif %}</nav>{% endblock main %}
""",
    "taxonomy.html": """\
{% extends "base.html" %}
{% block main %}BREADCRUMBS<h1>{{ page.title }}</h1>
<ul class="terms">
{% for term in terms %}<li><a href="{{ term.url }}">{{ term.name }}</a> {{ term.count }}</li>
{% endfor %}</ul>{% endblock main %}
""",
    "term.html": """\
{% extends "base.html" %}
{% block main %}<p><a href="{{ taxonomy.url }}">{{ taxonomy.title }}</a></p>
<h1>{{ page.title }}</h1>
LIST{% endblock main %}
""",
    "404.html": """\
{% extends "base.html" %}
{% block main %}<h1>Not found</h1>
<p>There is no such page.</p>{% endblock main %}
""",
    "redirect.html": """\
<!doctype html>
<html lang="{{ lang.code }}">
<head>
<meta charset="utf-8">
<title>{{ page.title }}</title>
<link rel="canonical" href="{{ target_permalink }}">
<meta http-equiv="refresh" content="0; url={{ target }}">
</head>
<body><main><a href="{{ target }}">{{ page.title }}</a></main></body>
</html>
""",
    "partials/breadcrumbs.html": """\
<nav aria-label="Breadcrumbs"><ol>
{% for crumb in breadcrumbs %}<li><a href="{{ crumb.url }}">{{ crumb.title }}</a></li>
{% endfor %}</ol></nav>
""",
    "partials/list.html": """\
<ul class="pages">
{% for item in pages %}<li><a href="{{ item.url }}">{{ item.title }}</a>
<time>{{ item.date }}</time>
<p>{{ item.description }}</p></li>
{% endfor %}</ul>
{% if paginator %}<nav aria-label="Pages"><p>{{ paginator.current }} / {{ paginator.total }}</p>
{% if paginator.previous_url %}<a href="{{ paginator.previous_url }}">Previous</a>
{% endif %}{% if paginator.next_url %}<a href="{{ paginator.next_url }}">Next</a>
{% endif %}</nav>{% endif %}
""",
}

INCLUDES = {
    "BREADCRUMBS": '{% include "partials/breadcrumbs.html" %}',
    "LIST": '{% include "partials/list.html" %}',
}


def write(plan: Plan, root: Path) -> None:
    """Writes configuration and theme into `root`, where the content is."""
    theme = root / "themes/bench"
    menu = [
        f"    - label: Section {section:04}\n      page: {plan.section_name(section)}/_index.md"
        for section in menu_sections(plan)
    ]
    config = CONFIG.format(
        title=SITE_TITLE,
        description=SITE_DESCRIPTION,
        base_url=BASE_URL,
        page_size=PAGE_SIZE,
        menu="\n".join(menu),
    )
    _put(root / "guidepost.yaml", config)
    _put(theme / "theme.yaml", THEME)
    _put(theme / "assets/style.css", STYLE)
    _put(theme / "strings/en.yaml", f"demonstration_notice: {FOOTER}\n")
    for name, text in TEMPLATES.items():
        for word, include in INCLUDES.items():
            text = text.replace(word, include)
        _put(theme / "templates" / name, text)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
