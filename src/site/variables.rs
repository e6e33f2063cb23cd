//! Values of the settings and of data files in the text of pages: `:var[publisher.phone]`.
//!
//! Input: a name with dots. Output: the value as text, or what is wrong with the name.

use super::Site;
use crate::config::Config;
use crate::content::built_in::VAR;
use crate::content::{ContentFile, Data, DirectiveUse};
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::text::did_you_mean;
use crate::yaml::Free;

/// The settings that texts can show.
const SETTINGS: [&str; 8] = [
    "base_url",
    "description",
    "publisher.address",
    "publisher.email",
    "publisher.name",
    "publisher.phone",
    "publisher.url",
    "title",
];

/// Where values come from.
#[derive(Clone, Copy)]
pub struct Values<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The data files.
    pub data: &'a Data,
    /// The code of the reader's language.
    pub language: &'a str,
}

impl Values<'_> {
    /// The value of this name; `None` when there is none, or it is no single value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        match name.strip_prefix("data.") {
            Some(path) => self.of_data(path),
            None => self.of_settings(name),
        }
    }

    fn of_settings(&self, name: &str) -> Option<String> {
        let publisher = self.config.publisher.as_ref();
        match name {
            "base_url" => Some(self.config.base_url.as_str().to_string()),
            "description" => self.config.description_in(self.language).map(str::to_string),
            "publisher.address" => publisher?.address.clone(),
            "publisher.email" => publisher?.email.clone(),
            "publisher.name" => Some(publisher?.name.clone()),
            "publisher.phone" => publisher?.phone.clone(),
            "publisher.url" => publisher?.url.as_ref().map(|url| url.as_str().to_string()),
            "title" => Some(self.config.title_in(self.language).to_string()),
            _ => None,
        }
    }

    fn of_data(&self, path: &str) -> Option<String> {
        let files = self.data.for_templates(self.language);
        let (file, rest) = path.split_once('.')?;
        let found = rest.split('.').try_fold(*files.get(file)?, |value, key| match value {
            Free::Map(map) => map.get(key),
            Free::List(list) => list.get(key.parse::<usize>().ok()?.checked_sub(1)?),
            _ => None,
        })?;
        match found {
            Free::Text(text) => Some(text.clone()),
            Free::Integer(number) => Some(number.to_string()),
            Free::Float(number) => Some(number.to_string()),
            Free::Bool(_) | Free::Null | Free::List(_) | Free::Map(_) => None,
        }
    }
}

/// What is wrong with the variables of a text.
pub(super) fn check(file: &ContentFile, values: Values<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for used in file.directives.iter().filter(|used| used.name == VAR) {
        let name = used.text.as_ref().map(|text| text.value.trim()).unwrap_or_default();
        if values.get(name).is_none() {
            diagnostics.push(unknown(file, used, name));
        }
    }
}

fn unknown(file: &ContentFile, used: &DirectiveUse, name: &str) -> Diagnostic {
    let span = used.text.as_ref().filter(|text| !text.value.is_empty()).map_or(used.name_span, |text| text.span);
    let place = Place::at(file.path.clone(), span);
    let is_setting = SETTINGS.contains(&name);
    let message = if name.is_empty() {
        "`var` needs the name of a value and nothing else".to_string()
    } else if is_setting {
        format!("`{name}` is not set in `guidepost.yaml`")
    } else {
        format!("there is no value `{name}`")
    };
    let help = match name.rsplit_once('.') {
        Some((group, key)) if is_setting => format!("add `{key}:` under `{group}:` there"),
        _ if is_setting => format!("add `{name}:` there"),
        _ if name.starts_with("data.") => {
            "write the name of the file and the keys, for example `:var[data.centre.phone]` for the key `phone` of \
             `content/_data/centre.yaml`"
                .to_string()
        }
        _ => did_you_mean(name, SETTINGS).unwrap_or_else(|| {
            "write the name of a setting, for example `:var[publisher.phone]`, or of a value in a data file, for example \
             `:var[data.centre.phone]`"
                .to_string()
        }),
    };
    Diagnostic::new(&rules::UNKNOWN_VARIABLE, place, message).help(help)
}

/// The values for the readers of a language of a site.
#[must_use]
pub fn values<'a>(site: &'a Site, config: &'a Config, data: &'a Data, language: usize) -> Values<'a> {
    Values { config, data, language: &site.languages[language].code }
}
