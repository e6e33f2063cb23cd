//! The directives that no theme renders, since they bring in text and no look: their names.

/// Takes in a text of `snippets/`: `::include{file="snippets/never-stop.md"}`.
pub const INCLUDE: &str = "include";

/// Shows a value of the settings or the data files: `:var[publisher.phone]`.
pub const VAR: &str = "var";

/// Shows a data file as a table: `::data-table{file="meetings"}`.
pub const DATA_TABLE: &str = "data-table";

/// Shows a data file as a list: `::data-list{file="meetings" field="place"}`.
pub const DATA_LIST: &str = "data-list";

/// All of them.
pub const ALL: [&str; 4] = [DATA_LIST, DATA_TABLE, INCLUDE, VAR];
