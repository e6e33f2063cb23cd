//! Rules about what readers in need see: care cards, help lines, lists.

use snapbox::str;

use super::{check, with_text};
use crate::project::{Project, page};

#[test]
fn help_line_unconfirmed() {
    let lines = "us:\n\
        - {id: us-911, label: Emergency services, tel: 911}\n\
        - {id: us-988, label: Lifeline, tel: 988}\n\
        - {id: poison, label: Poison Help, tel: 1-800-222-1222, confirmed_on: 2026-03-01, method: rang the number}\n\
        - {id: places, label: Places, url: \"https://example.org/places\"}\n\
        - {id: desk, label: Desk, kind: own, tel: +1 555 0100}\n\
        - {id: sure, label: Sure, tel: 988, confirmed_on: 2026-03-01, confirmed_by: desk, method: rang the number}\n";
    let project = Project::new().file("content/_data/helplines.yaml", lines);
    check(
        "help-line-unconfirmed",
        &project,
        str![[r#"
warning[help-line-unconfirmed]: nobody has confirmed the help line `us-988`: `confirmed_on`, `confirmed_by` and `method` are missing
  ╭▸ content/_data/helplines.yaml:3:8
  │
3 │ - {id: us-988, label: Lifeline, tel: 988}
  │        ━━━━━━
  │
  ╰ help: ring the number, then write down the day, who rang, and how; take the line out if it does not answer

warning[help-line-unconfirmed]: nobody has confirmed the help line `poison`: `confirmed_by` is missing
  ╭▸ content/_data/helplines.yaml:4:8
  │
4 │ - {id: poison, label: Poison Help, tel: 1-800-222-1222, confirmed_on: 2026-03-01, method: rang the number}
  │        ━━━━━━
  │
  ╰ help: ring the number, then write down the day, who rang, and how; take the line out if it does not answer
"#]],
    );
    project
        .edit("guidepost.yaml", "live", "demonstration")
        .edit("themes/test/templates/home.html", "<h1>", "{{ notice }}<h1>")
        .edit("themes/test/templates/404.html", "<h1>", "{{ notice }}<h1>")
        .build()
        .clean();
}

#[test]
fn care_card() {
    let points = "- one\n- two\n- three\n- four\n- five\n- six\n";
    let text = format!(
        ":::care Call 911 if {{level=\"emergency\"}}\n\
         - the person has a **seizure**, or several of them, or you are not sure if it was one [@label]\n\
         - twelve words are not too many for a point of a card\n:::\n\n\
         :::care Call 911 if {{level=\"emergency\"}}\n{points}- seven\n- eight\n:::\n\n\
         :::care Call 911 if {{level=\"emergency\"}}\n{points}:::\n"
    );
    let project = with_care().file("content/a.md", page("A", &text));
    check(
        "care-card",
        &project,
        str![[r#"
warning[care-card]: this point of a care card has 18 words; 12 are the most
  ╭▸ content/a.md:5:1
  │
5 │ - the person has a **seizure**, or several of them, or you are not sure if it was one [@label]
  │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: say it in fewer words, or write the rest below the card

warning[care-card]: this care card has 8 points; 6 are the most
   ╭▸ content/a.md:16:1
   │
16 │ - seven
   │ ━━━━━━━
   │
   ╰ help: keep those that matter most, and write the others below the card
"#]],
    );
}

#[test]
fn long_list() {
    let points = |number: usize| "- point\n".repeat(number);
    let text = format!(
        "{}\nText.\n\n{}\n1. one\n   - below\n",
        points(7),
        points(9).replacen("- point", "- first of nine", 1)
    );
    check(
        "long-list",
        &with_text(&text),
        str![[r#"
warning[long-list]: this list has 9 points; readers keep 7 in mind at most
   ╭▸ content/a.md:21:1
   │
21 │ - point
   │ ━━━━━━━
   │
   ╰ help: make two lists of it, each below a heading or a sentence of its own, or leave out what matters least
"#]],
    );
}

#[test]
fn own_line() {
    let project = with_care()
        .config("publisher: {name: Harbour Clinic, url: \"https://harbour.example/\", phone: +1 555 0100, email: us@harbour.example}")
        .file("content/_data/helplines.yaml", "us: [{id: desk, label: Desk, kind: own, tel: +1 555 0101}]\n")
        .file("snippets/ring.md", "Write to [us](mailto:us@harbour.example?subject=Help).\n")
        .file(
            "content/a.md",
            page(
                "A",
                ":::care Get help {level=\"urgent\"}\n- Call [us](tel:+1-555-0100) or [988](tel:988).\n- Call [the desk](tel:+15550101).\n\
                 - See [us](https://harbour.example/contact) or [them](https://harbour.example.org/).\n- Call :var[publisher.phone].\n:::\n\n\
                 Below the card [our number](tel:+15550100) may stand.",
            ),
        )
        .file("content/b.md", "---\ntitle: B\nemergency: true\n---\n::include{file=\"snippets/ring.md\"}\n");
    check(
        "own-line",
        &project,
        str![[r#"
error[own-line]: a care card leads to the publisher: `tel:+1-555-0100`
  ╭▸ content/a.md:5:8
  │
5 │ - Call [us](tel:+1-555-0100) or [988](tel:988).
  │        ━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: a care card names emergency and help lines alone; write this below the card

error[own-line]: a care card leads to the publisher: `tel:+15550101`
  ╭▸ content/a.md:6:8
  │
6 │ - Call [the desk](tel:+15550101).
  │        ━━━━━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: a care card names emergency and help lines alone; write this below the card

error[own-line]: a care card leads to the publisher: `https://harbour.example/contact`
  ╭▸ content/a.md:7:7
  │
7 │ - See [us](https://harbour.example/contact) or [them](https://harbour.example.org/).
  │       ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: a care card names emergency and help lines alone; write this below the card

error[own-line]: a care card leads to the publisher: `publisher.phone`
  ╭▸ content/a.md:8:8
  │
8 │ - Call :var[publisher.phone].
  │        ━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: a care card names emergency and help lines alone; write this below the card

error[own-line]: a page for emergencies leads to the publisher: `mailto:us@harbour.example?subject=Help`
  ╭▸ snippets/ring.md:1:10
  │
1 │ Write to [us](mailto:us@harbour.example?subject=Help).
  │          ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: take it out: such a page names emergency and help lines alone
"#]],
    );
}

/// What a card takes in is read in the card, and a menu above the text is read before it.
#[test]
fn own_lines_in_snippets_and_menus() {
    let project = with_care()
        .config(
            "publisher: {name: Harbour Clinic, url: \"https://harbour.example/\", phone: +1 555 0100}\n\
             menus:\n  \
             main:\n    \
             - {label: Us, children: [{label: Clinic, url: \"https://harbour.example/visit\"}]}\n    \
             - {label: Others, url: \"https://harbour.example.org/\"}\n  \
             footer: [{label: Clinic, url: \"https://harbour.example/visit\"}]",
        )
        .file("themes/test/components/film.html", "{% component film(url: string) {\"form\": \"leaf\", \"addresses\": [\"url\"]} %}{{ url }}{% endcomponent film %}")
        .file("snippets/ring.md", "Call [us](tel:+15550100).\n")
        .file("snippets/both.md", "Call 911.\n\n::include{file=\"snippets/ring.md\"}\n")
        .file(
            "content/a.md",
            page(
                "A",
                ":::care Get help {level=\"urgent\"}\n::include{file=\"snippets/both.md\"}\n\n::film{url=\"https://harbour.example/film\"}\n:::\n\n\
                 ::include{file=\"snippets/both.md\"}",
            ),
        );
    check(
        "own-line",
        &project,
        str![[r#"
error[own-line]: a care card leads to the publisher: `tel:+15550100` in `snippets/ring.md`
  ╭▸ content/a.md:5:1
  │
5 │ ::include{file="snippets/both.md"}
  │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: a care card names emergency and help lines alone; take this text in below the card

error[own-line]: a care card leads to the publisher: `https://harbour.example/film`
  ╭▸ content/a.md:7:13
  │
7 │ ::film{url="https://harbour.example/film"}
  │             ━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: a care card names emergency and help lines alone; write this below the card

error[own-line]: a menu above the text leads to the publisher: `https://harbour.example/visit`
  ╭▸ guidepost.yaml:8:51
  │
8 │     - {label: Us, children: [{label: Clinic, url: "https://harbour.example/visit"}]}
  │                                                   ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: move it to the menu `footer`, or take it out: this menu stands before the main message, also on pages for emergencies
"#]],
    );
}

/// Who looks for treatment must be able to choose.
#[test]
fn a_list_that_takes_no_side_comes_before_the_publisher() {
    let lines =
        "us:\n- {id: us-911, label: Emergency, tel: 911}\n- {id: desk, label: Desk, kind: own, tel: +1 555 0101}\n";
    let places = "- {id: places, label: Places, url: \"https://findtreatment.gov\", confirmed_on: 2026-03-01, confirmed_by: desk, method: looked at it}\n";
    let publisher = "publisher: {name: Harbour Clinic, url: \"https://harbour.example/\", phone: +1 555 0100, email: us@harbour.example, sells_treatment: true}";
    let project = with_care()
        .config(publisher)
        .file("themes/test/components/helplines.html", "{% component helplines() {\"form\": \"leaf\"} %}{% endcomponent helplines %}")
        .file("content/_data/helplines.yaml", lines)
        .file("snippets/us.md", "See [our rooms](https://harbour.example/rooms).\n")
        .file("content/a.md", page("A", "Write to [us](mailto:us@harbour.example), or call :var[publisher.phone].\n\nSee [us](https://harbour.example/)."))
        .file("content/b.md", page("B", "::include{file=\"snippets/us.md\"}\n\nOr [others](https://findtreatment.gov)."))
        .file("content/c.md", page("C", "See [others](https://findtreatment.gov/locator).\n\n::include{file=\"snippets/us.md\"}"))
        .file("content/d.md", page("D", "::helplines\n\n[Our desk](tel:+15550101)"));
    check(
        "own-line",
        &project,
        str![[r#"
error[own-line]: the publisher sells treatment, and no list of other places for it comes before its own line `desk`
  ╭▸ content/_data/helplines.yaml:3:8
  │
3 │ - {id: desk, label: Desk, kind: own, tel: +1 555 0101}
  │        ━━━━
  │
  ╰ help: add a help line to `us` whose `url` leads to a list that takes no side, such as https://findtreatment.gov

error[own-line]: the publisher sells treatment, and this page leads to it before any list of places: `publisher.phone`
  ╭▸ content/a.md:4:51
  │
4 │ Write to [us](mailto:us@harbour.example), or call :var[publisher.phone].
  │                                                   ━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: write a link to a list that takes no side above it, such as https://findtreatment.gov, and add the list to the help lines

error[own-line]: the publisher sells treatment, and this page leads to it before any list of places: `https://harbour.example/rooms`
  ╭▸ content/b.md:4:1
  │
4 │ ::include{file="snippets/us.md"}
  │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: write a link to a list that takes no side above it, such as https://findtreatment.gov, and add the list to the help lines

error[own-line]: the publisher sells treatment, and this page leads to it before any list of places: `https://harbour.example/rooms`
  ╭▸ content/c.md:6:1
  │
6 │ ::include{file="snippets/us.md"}
  │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: write a link to a list that takes no side above it, such as https://findtreatment.gov, and add the list to the help lines

error[own-line]: the publisher sells treatment, and this page leads to it before any list of places: `tel:+15550101`
  ╭▸ content/d.md:6:1
  │
6 │ [Our desk](tel:+15550101)
  │ ━━━━━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: write a link to a list that takes no side above it, such as https://findtreatment.gov, and add the list to the help lines
"#]],
    );
    let project = project.file("content/_data/helplines.yaml", format!("{lines}{places}"));
    check(
        "own-line",
        &project,
        str![[r#"
error[own-line]: the publisher sells treatment, and this page leads to it before any list of places: `publisher.phone`
  ╭▸ content/a.md:4:51
  │
4 │ Write to [us](mailto:us@harbour.example), or call :var[publisher.phone].
  │                                                   ━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: write a link to https://findtreatment.gov above it, so that readers can choose

error[own-line]: the publisher sells treatment, and this page leads to it before any list of places: `https://harbour.example/rooms`
  ╭▸ content/b.md:4:1
  │
4 │ ::include{file="snippets/us.md"}
  │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: write a link to https://findtreatment.gov above it, so that readers can choose
"#]],
    );
    project.edit("guidepost.yaml", ", sells_treatment: true", "").build().clean();
}

/// A site with care cards.
fn with_care() -> Project {
    Project::new()
        .file(
            "themes/test/components/care.html",
            "{% component care(level: string, title: string = \"\") %}{{ body }}{% endcomponent care %}",
        )
        .file("content/_data/sources.yaml", "label: {kind: label, title: A label}\n")
}
