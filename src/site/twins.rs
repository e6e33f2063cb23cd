//! Which pages have a Markdown twin, and where it is written.
//!
//! Input: a page and the settings. Output: the address of its twin. A page that stands in for a translation has none: its original
//! does.

use super::Page;
use crate::config::Config;

impl Page {
    /// The address of its Markdown twin, for example `detox/tapering/index.md`; `None` when it has none.
    #[must_use]
    pub fn twin_address(&self, config: &Config) -> Option<String> {
        let has_twin = config.outputs.markdown.value && !self.is_fallback;
        has_twin.then(|| format!("{}index.md", self.address))
    }
}
