//! Settings for web hosts: one policy in the words of each, with paths under the base URL.

use snapbox::str;

use crate::project::{Project, page};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const FILES: [&str; 3] = ["_headers", "_hosting/apache.conf", "_hosting/nginx.conf"];

fn in_a_folder() -> Project {
    Project::bilingual()
        .base_url("https://example.org/a.b/help/")
        .file("content/_index.es.md", page("Inicio", "Texto."))
}

#[test]
fn each_host_is_told_the_same_strict_policy() {
    let site = Project::real().build();
    for file in FILES {
        let text = site.clean().text(file);
        let lines = || text.lines().filter(|line| !line.trim_start().starts_with('#'));
        for wanted in [
            POLICY,
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Permissions-Policy",
            "camera=()",
            "geolocation=()",
            "microphone=()",
        ] {
            assert!(lines().any(|line| line.contains(wanted)), "{file}: {wanted}");
        }
        assert!(
            !lines().any(|line| line.contains("Strict-Transport-Security")),
            "{file} promises what only its owner can"
        );
        assert!(text.contains("Strict-Transport-Security"), "{file}");
    }
}

#[test]
fn netlify_and_cloudflare_read_the_headers_under_the_path_of_the_base_url() {
    let text = in_a_folder().build().clean().text("_headers");
    let rules: Vec<&str> = text.lines().filter(|line| !line.starts_with([' ', '#']) && !line.is_empty()).collect();
    assert_eq!(rules, ["/a.b/help/*", "/a.b/help/assets/*"]);
    assert!(text.ends_with("/a.b/help/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"), "{text}");
}

#[test]
fn nginx_reads_one_location_in_which_all_others_stand() {
    let text = in_a_folder().build().clean().text("_hosting/nginx.conf");
    let structure: Vec<&str> =
        text.lines().filter(|line| !line.trim_start().starts_with('#') && !line.contains("add_header ")).collect();
    crate::project::same(
        structure.join("\n").trim(),
        str![[r#"
location /a.b/help/ {

    index index.html;
    charset utf-8;
    error_page 404 /a.b/help/404.html;

    location /a.b/help/es/ {
        error_page 404 /a.b/help/es/404.html;
    }

    location /a.b/help/assets/ {
        expires 1y;
    }

    location /a.b/help/_hosting/ {
        return 404;
    }

    location ~ "^/a\.b/help/(.*/)?\.(?!well-known(/|$))" {
        return 404;
    }
}
"#]],
    );
    assert!(
        text.lines()
            .filter(|line| line.contains("add_header ") && !line.contains('#'))
            .all(|line| line.starts_with("    add_header ")),
        "a header inside a location would take the others away there"
    );
}

#[test]
fn apache_reads_a_file_for_the_folder_of_the_site() {
    let text = in_a_folder().build().clean().text("_hosting/apache.conf");
    let structure: Vec<&str> =
        text.lines().filter(|line| !line.starts_with('#') && !line.starts_with("Header always")).collect();
    crate::project::same(
        structure.join("\n").trim(),
        str![[r#"
Options -Indexes
DirectoryIndex index.html
AddDefaultCharset utf-8
ErrorDocument 404 /a.b/help/404.html
<If "%{REQUEST_URI} =~ m#^/a\.b/help/es/#">
ErrorDocument 404 /a.b/help/es/404.html
</If>
RedirectMatch 404 "^/a\.b/help/_hosting/"
RedirectMatch 404 "^/a\.b/help/(.*/)?\.(?!well-known(/|$))"

<IfModule mod_headers.c>

SetEnvIf Request_URI "^/a\.b/help/assets/" GUIDEPOST_ASSET
Header set Cache-Control "public, max-age=31536000, immutable" env=GUIDEPOST_ASSET
</IfModule>
"#]],
    );
}

#[test]
fn what_could_change_under_its_name_is_not_kept_for_a_year() {
    let site = in_a_folder().file("static/assets/leaflet.pdf", "%PDF").build();
    let style = site.clean().outputs.keys().find(|path| path.starts_with("assets/style.")).unwrap().clone();
    site.contains("_headers", &format!("\n/a.b/help/{style}\n  Cache-Control: ")).lacks("_headers", "assets/*");
    site.contains("_hosting/nginx.conf", &format!("location = /a.b/help/{style} {{"))
        .lacks("_hosting/nginx.conf", "help/assets/ {");
    let pattern = style.replace('.', "\\.");
    site.contains("_hosting/apache.conf", &format!("\"^/a\\.b/help/{pattern}$\" GUIDEPOST_ASSET"))
        .lacks("_hosting/apache.conf", "assets/\"");
    for file in FILES {
        site.lacks(file, "leaflet");
    }
}

/// Hosts that cannot send headers serve pages that say it themselves; who may frame them cannot be said there.
#[test]
fn a_page_can_say_the_policy_itself_before_anything_is_loaded() {
    let (in_page, _) = POLICY.split_once("; frame-ancestors").unwrap();
    let escaped = in_page.replace('\'', "&#39;");
    let site = Project::real().config("policy_in_pages: true").build();
    let mut seen = 0;
    for path in site.clean().outputs.keys().filter(|path| path.ends_with(".html")) {
        let html = site.text(path);
        let at =
            html.find("<meta http-equiv=\"Content-Security-Policy\"").unwrap_or_else(|| panic!("{path} says none"));
        let tag = html[at..].split('>').next().unwrap().replace("&#x27;", "&#39;");
        assert!(tag.contains(&format!("content=\"{escaped}\"")), "{path}: {tag}");
        assert!(!tag.contains("frame-ancestors"), "{path}");
        for loads in ["<link", "<script", "<img", "<title"] {
            assert!(html.find(loads).is_none_or(|other| at < other), "{path}: {loads} stands before the policy");
        }
        assert!(html.find("<meta charset").is_some_and(|charset| charset < at), "{path}");
        seen += 1;
    }
    assert!(seen > 200, "{seen}");
    for path in ["index.html", "404.html"] {
        Project::real().build().lacks(path, "Content-Security-Policy");
    }
}

#[test]
fn a_site_can_do_without_settings_for_hosts() {
    let site = Project::new().config("outputs: {host_files: false}").build();
    for file in FILES {
        site.clean().absent(file);
    }
}
