//! `identifiers.csv` (RFC 4180, <https://www.rfc-editor.org/rfc/rfc4180>): one line for each page with its permanent id, its
//! version, and whether a person who knows the subject has checked it. It is for those who keep records of what they hand out.

use super::Material;
use crate::content::Review;
use crate::site::Page;

pub(super) fn write(material: &Material<'_>) -> String {
    let site = material.site;
    let mut csv = String::new();
    push_row(&mut csv, ["identifier", "title", "language", "version", "review", "address"]);
    for page in site.pages.iter().filter(|page| !page.is_fallback) {
        let version = page.last_change().map(|day| day.to_string()).unwrap_or_default();
        let (review, address) = (review_state(material, page), site.urls.absolute(&page.address));
        push_row(&mut csv, [&page.id, &page.title, &site.languages[page.language].code, &version, &review, &address]);
    }
    csv
}

/// The last review. A review without a known person is an error of its own.
fn review_state(material: &Material<'_>, page: &Page) -> String {
    let named = |review: &Review| material.data.people.get(&review.by.value).map(|person| person.value.name.clone());
    let reviews = page.front.reviews.iter().filter_map(|review| Some((review.date, named(review)?)));
    let last = reviews.max_by_key(|(day, _)| *day);
    last.map_or_else(|| "not reviewed".to_string(), |(day, name)| format!("reviewed {day} by {name}"))
}

fn push_row(csv: &mut String, fields: [&str; 6]) {
    for (at, field) in fields.into_iter().enumerate() {
        if at > 0 {
            csv.push(',');
        }
        push_field(csv, field);
    }
    csv.push_str("\r\n");
}

/// A spreadsheet takes a field that begins with one of these signs for something to compute, so an apostrophe goes before it,
/// which spreadsheets read as "this is text".
fn push_field(csv: &mut String, field: &str) {
    let mark = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if field.contains([',', '"', '\r', '\n']) {
        csv.push_str(&format!("\"{mark}{}\"", field.replace('"', "\"\"")));
    } else {
        csv.push_str(&format!("{mark}{field}"));
    }
}
