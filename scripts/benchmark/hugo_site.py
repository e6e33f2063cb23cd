"""Writes the Hugo side of the made-up site: configuration and templates around the `content/` that Guidepost reads too.

Choices, so that Hugo is measured as a careful user of it would run it:
- links between pages are the same portable `../s03/p0123.md#anchor` links, resolved by the link render hook that Hugo
  brings (`useEmbedded: always`), since that is the work Guidepost does; without it Hugo takes about the same time;
- header, footer and style sheet are cached partials, the contents list is Hugo's own `.TableOfContents`;
- what Guidepost does not do here is off: feeds, the alias of the first page of a list, the `categories` taxonomy,
  typographic quotes, information from git.
"""

from pathlib import Path

from .plan import PAGE_SIZE, Plan
from .shared import BASE_URL, FOOTER, ROBOTS, SITE_DESCRIPTION, SITE_TITLE, STYLE, menu_sections

CONFIG = """\
baseURL: {base_url}
title: {title}
locale: en
taxonomies: {{tag: tags}}
disableKinds: [RSS]
capitalizeListTitles: false
pluralizeListTitles: false
enableRobotsTXT: true
enableGitInfo: false
timeout: 600s
pagination: {{pagerSize: {page_size}, disableAliases: true}}
params: {{description: {description}}}
menus:
  main:
{menu}
markup:
  highlight: {{noClasses: false}}
  tableOfContents: {{startLevel: 2, endLevel: 3}}
  goldmark:
    extensions: {{typographer: {{disable: true}}}}
    renderHooks: {{link: {{useEmbedded: always}}}}
"""

TEMPLATES = {
    "baseof.html": """\
<!doctype html>
<html lang="{{ site.Language.Lang }}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} | {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
<meta property="og:title" content="{{ .Title }}">
<meta property="og:type" content="website">
<meta property="og:url" content="{{ .Permalink }}">
<meta property="og:site_name" content="{{ site.Title }}">
{{ partialCached "style.html" . }}
</head>
<body>
{{ partialCached "header.html" . }}
<main>
{{ block "main" . }}{{ end }}
</main>
{{ partialCached "footer.html" . }}
</body>
</html>
""",
    "_partials/style.html": """\
{{ with resources.Get "style.css" | fingerprint }}<link rel="stylesheet" href="{{ .RelPermalink }}">{{ end }}""",
    "_partials/header.html": """\
<header>
<a href="{{ site.Home.RelPermalink }}">{{ site.Title }}</a>
<nav aria-label="Main"><ul>
{{ range site.Menus.main }}<li><a href="{{ .URL }}">{{ .Name }}</a></li>
{{ end }}</ul></nav>
</header>""",
    "_partials/footer.html": "<footer><p>" + FOOTER + "</p></footer>",
    "_partials/breadcrumbs.html": """\
<nav aria-label="Breadcrumbs"><ol>
{{ range .Ancestors.Reverse }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>
{{ end }}</ol></nav>
""",
    "_partials/list.html": """\
<ul class="pages">
{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>
<time>{{ .Date.Format "2006-01-02" }}</time>
<p>{{ .Description }}</p></li>
{{ end }}</ul>
{{ if gt .TotalPages 1 }}<nav aria-label="Pages"><p>{{ .PageNumber }} / {{ .TotalPages }}</p>
{{ with .Prev }}<a href="{{ .URL }}">Previous</a>
{{ end }}{{ with .Next }}<a href="{{ .URL }}">Next</a>
{{ end }}</nav>{{ end }}
""",
    "home.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>
{{ .Content }}
<ul class="sections">
{{ range .Sections }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>
<p>{{ .Description }}</p></li>
{{ end }}</ul>{{ end }}
""",
    "section.html": """\
{{ define "main" }}{{ partial "breadcrumbs.html" . }}<h1>{{ .Title }}</h1>
{{ if not .Paginator.HasPrev }}{{ .Content }}{{ end }}
{{ partial "list.html" .Paginator }}{{ end }}
""",
    "page.html": """\
{{ define "main" }}{{ partial "breadcrumbs.html" . }}<article>
<h1>{{ .Title }}</h1>
<p class="lead">{{ .Description }}</p>
<p><time>{{ .Date.Format "2006-01-02" }}</time></p>
{{ if .Params.toc }}{{ .TableOfContents }}{{ end }}
{{ .Content }}
<ul class="terms">
{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>
{{ end }}</ul>
</article>
<nav aria-label="Neighbours">
{{ with PREVIOUS }}<a rel="prev" href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>
{{ end }}{{ with NEXT }}<a rel="next" href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>
{{ end }}</nav>{{ end }}
""",
    "taxonomy.html": """\
{{ define "main" }}{{ partial "breadcrumbs.html" . }}<h1>Tags</h1>
<ul class="terms">
{{ range .Data.Terms.Alphabetical }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.LinkTitle }}</a> {{ .Count }}</li>
{{ end }}</ul>{{ end }}
""",
    "term.html": """\
{{ define "main" }}{{ with .Parent }}<p><a href="{{ .RelPermalink }}">Tags</a></p>{{ end }}
<h1>{{ .Title }}</h1>
{{ partial "list.html" .Paginator }}{{ end }}
""",
    "404.html": """{{ define "main" }}<h1>Not found</h1>
<p>There is no such page.</p>{{ end }}
""",
    "robots.txt": ROBOTS.replace("SITEMAP", '{{ "sitemap.xml" | absURL }}'),
}

# Through the whole site, as Guidepost reads it. Hugo counts downwards: its `Next` is the page before.
NEIGHBOURS = {"PREVIOUS": ".Next", "NEXT": ".Prev"}


def write(plan: Plan, root: Path) -> None:
    """Writes configuration, templates and the style sheet into `root`."""
    root.mkdir(parents=True)
    menu = [f"  - {{name: Section {section:04}, pageRef: /{plan.section_name(section)}, weight: {section + 1}}}"
            for section in menu_sections(plan)]
    config = CONFIG.format(base_url=BASE_URL, title=SITE_TITLE, description=SITE_DESCRIPTION, page_size=PAGE_SIZE,
                           menu="\n".join("  " + line for line in menu))
    _put(root / "hugo.yaml", config)
    _put(root / "assets/style.css", STYLE)
    for name, text in TEMPLATES.items():
        for word, value in NEIGHBOURS.items():
            text = text.replace(word, value)
        _put(root / "layouts" / name, text)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
