//! Whole indexes, from pages to answers.
