//! Settings for web hosts: `_headers` (Netlify, Cloudflare Pages), `_hosting/nginx.conf` and `_hosting/apache.conf`.
//!
//! Each says the same in the words of its host: browsers load nothing from anybody else and run nothing that stands in a page,
//! no other site can frame a page or learn where a reader came from, and assets, whose names hold their hash, may be kept for a
//! year. Servers also hide the files that are for no reader; `_headers` cannot say that. All paths lie under that of the base URL.

use std::collections::BTreeSet;

use crate::site::{Site, What};

/// What browsers may load and do, as a page can say it itself.
macro_rules! policy_in_pages {
    () => {
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         font-src 'self'; form-action 'self'; base-uri 'none'"
    };
}

/// The policy for a `meta` element. Who may frame a page can only be said in a header (Content Security Policy Level 3, 3.3,
/// <https://www.w3.org/TR/CSP3/#meta-element>).
pub(crate) const POLICY_IN_PAGES: &str = policy_in_pages!();

/// The policy for a header.
const POLICY: &str = concat!(policy_in_pages!(), "; frame-ancestors 'none'");

/// The headers of every answer.
const HEADERS: [(&str, &str); 4] = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    (
        "Permissions-Policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), \
         midi=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// How long browsers may keep what never changes under its name.
const KEEP: &str = "public, max-age=31536000, immutable";

/// A promise that only the owner of a host can give, so it stands as a comment.
const HTTPS_ONLY: &str = "\
# Once every address of this host is reached by https, also those of other sites on it, add this header. Browsers then refuse
# to go back for as long as it says.
";
const STRICT_TRANSPORT: (&str, &str) = ("Strict-Transport-Security", "max-age=31536000");

/// What browsers may keep for a year.
enum Lasting {
    /// A folder, by its address.
    Folder(&'static str),
    /// These files, by their addresses.
    Files(BTreeSet<String>),
}

/// The folder of the assets, unless something else lies in it: then the assets alone.
fn lasting(site: &Site) -> Lasting {
    let in_folder = || site.outputs.iter().filter(|output| output.route.as_str().starts_with("assets/"));
    let is_asset = |what: &What| matches!(what, What::Asset(_));
    if in_folder().all(|output| is_asset(&output.what)) {
        return Lasting::Folder("assets/");
    }
    // Names with other signs mean something else to each host; such a file is asked for again and again, and nothing worse.
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.');
    let assets = in_folder().filter(|output| is_asset(&output.what)).map(|output| output.route.as_str().to_string());
    Lasting::Files(assets.filter(|address| address.bytes().all(is_sign)).collect())
}

/// `_headers`.
pub(super) fn headers(site: &Site) -> String {
    let path = site.urls.path();
    let mut text = format!("{HTTPS_ONLY}#   {}: {}\n\n{path}*\n", STRICT_TRANSPORT.0, STRICT_TRANSPORT.1);
    for (name, value) in HEADERS {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    let mut keep = |address: &str| text.push_str(&format!("\n{path}{address}\n  Cache-Control: {KEEP}\n"));
    match lasting(site) {
        Lasting::Folder(folder) => keep(&format!("{folder}*")),
        Lasting::Files(files) => files.iter().for_each(|file| keep(file)),
    }
    text
}

/// The part of a server's settings that belongs to the site, for nginx.
pub(super) fn nginx(site: &Site) -> String {
    let path = site.urls.path();
    let mut text = format!(
        "# For nginx: write `include /path/to/this/file;` inside `server {{ … }}`, and take out another `location {path}`.\n\
         # `root` names the folder in which `{path}` lies.\n\nlocation {path} {{\n"
    );
    for (name, value) in HEADERS {
        text.push_str(&format!("    add_header {name} \"{value}\" always;\n"));
    }
    for line in HTTPS_ONLY.lines() {
        text.push_str(&format!("    {line}\n"));
    }
    text.push_str(&format!("    # add_header {} \"{}\" always;\n\n", STRICT_TRANSPORT.0, STRICT_TRANSPORT.1));
    text.push_str("    index index.html;\n    charset utf-8;\n");
    for (prefix, address) in not_found(site) {
        match prefix {
            "" => text.push_str(&format!("    error_page 404 {address};\n")),
            prefix => {
                text.push_str(&format!(
                    "\n    location {path}{prefix} {{\n        error_page 404 {address};\n    }}\n"
                ));
            }
        }
    }
    // `expires` leaves the headers above in force, which `add_header` in here would not.
    let mut keep = |place: String| text.push_str(&format!("\n    location {place} {{\n        expires 1y;\n    }}\n"));
    match lasting(site) {
        Lasting::Folder(folder) => keep(format!("{path}{folder}")),
        Lasting::Files(files) => files.iter().for_each(|file| keep(format!("= {path}{file}"))),
    }
    let private = [format!("{path}_hosting/"), format!("~ \"{}\"", hidden(path))];
    for place in private {
        text.push_str(&format!("\n    location {place} {{\n        return 404;\n    }}\n"));
    }
    text.push_str("}\n");
    text
}

/// The `.htaccess` of the site's folder, for Apache 2.4.
pub(super) fn apache(site: &Site) -> String {
    let path = site.urls.path();
    let mut text = String::from(
        "# For Apache 2.4: copy this file to `.htaccess` in the folder of the site. The host must allow `AllowOverride All`, or at\n\
         # least `FileInfo` and `Options`.\n\nOptions -Indexes\nDirectoryIndex index.html\nAddDefaultCharset utf-8\n",
    );
    for (prefix, address) in not_found(site) {
        match prefix {
            "" => text.push_str(&format!("ErrorDocument 404 {address}\n")),
            prefix => text.push_str(&format!(
                "<If \"%{{REQUEST_URI}} =~ m#^{}#\">\nErrorDocument 404 {address}\n</If>\n",
                pattern(&format!("{path}{prefix}"))
            )),
        }
    }
    let private = [format!("^{}", pattern(&format!("{path}_hosting/"))), hidden(path)];
    for place in private {
        text.push_str(&format!("RedirectMatch 404 \"{place}\"\n"));
    }
    text.push_str("\n<IfModule mod_headers.c>\n");
    for (name, value) in HEADERS {
        text.push_str(&format!("Header always set {name} \"{value}\"\n"));
    }
    text.push_str(&format!("{HTTPS_ONLY}# Header always set {} \"{}\"\n\n", STRICT_TRANSPORT.0, STRICT_TRANSPORT.1));
    let mut keep =
        |end: String| text.push_str(&format!("SetEnvIf Request_URI \"^{}{end}\" GUIDEPOST_ASSET\n", pattern(path)));
    match lasting(site) {
        Lasting::Folder(folder) => keep(pattern(folder)),
        Lasting::Files(files) => files.iter().for_each(|file| keep(format!("{}$", pattern(file)))),
    }
    text.push_str(&format!("Header set Cache-Control \"{KEEP}\" env=GUIDEPOST_ASSET\n</IfModule>\n"));
    text
}

/// For each language with a page for wrong addresses: the first part of its addresses, and the link to that page.
fn not_found(site: &Site) -> impl Iterator<Item = (&str, String)> {
    site.homes.keys().map(|language| {
        let prefix = site.languages[*language].prefix.as_str();
        (prefix, site.urls.link(&format!("{prefix}404.html")))
    })
}

/// The files whose names begin with a dot, as a regular expression: `.guidepost-manifest.json`, `.gitignore` and those of the host are
/// for no reader. What other programs look for lies below `.well-known` (RFC 8615, <https://www.rfc-editor.org/rfc/rfc8615>).
fn hidden(path: &str) -> String {
    format!("^{}(.*/)?\\.(?!well-known(/|$))", pattern(path))
}

/// A path in a regular expression. Of what a path can hold here, only the dot means something else there.
fn pattern(path: &str) -> String {
    path.replace('.', "\\.")
}
