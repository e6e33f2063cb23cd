//! The index as it is read from its files, by those who rank.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::code::{self, Shard};
use super::write::{self, BLOCK, Described};
use super::{Files, Index, client};

/// Reads the files of one language.
pub(super) struct Reader<'a> {
    files: &'a Files,
    pub(super) index: write::Index,
    /// The address of the files, below the site.
    folder: String,
    /// Where each shard but the first begins.
    firsts: Vec<String>,
    shards: RefCell<BTreeMap<usize, Rc<Shard>>>,
}

impl<'a> Reader<'a> {
    /// `None` when the files are no index.
    pub(super) fn open(index: &'a Index) -> Option<Self> {
        let own = client::index_of(index.files.get(index.module.as_str())?)?;
        let at = own.base.find("search/")?;
        let at = own.base.get(at..)?.rfind("search/").map_or(at, |last| at + last);
        let folder = own.base.get(at..)?.to_string();
        let firsts = code::read_list(&own.shards);
        Some(Self { files: &index.files, folder, index: own, firsts, shards: RefCell::default() })
    }

    /// The words that nearly all pages have.
    pub(super) fn common(&self) -> Vec<&str> {
        self.index.common.split(' ').filter(|word| !word.is_empty()).collect()
    }

    /// Where the shard behind that of this number begins.
    pub(super) fn border(&self, number: usize) -> Option<&str> {
        self.firsts.get(number).map(String::as_str)
    }

    /// How many shards there are.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.firsts.len() + 1
    }

    /// The number of the shard in which a key stands, if it stands anywhere.
    pub(super) fn number_of(&self, key: &str) -> usize {
        self.firsts.partition_point(|first| first.encode_utf16().le(key.encode_utf16()))
    }

    /// A shard; an empty one where there is none.
    pub(super) fn shard(&self, number: usize) -> Rc<Shard> {
        if let Some(known) = self.shards.borrow().get(&number) {
            return known.clone();
        }
        let bytes = self.files.get(format!("{}{}", self.folder, write::shard_path(number)).as_str());
        let shard = Rc::new(bytes.and_then(|bytes| Shard::read(bytes)).unwrap_or_default());
        self.shards.borrow_mut().insert(number, shard.clone());
        shard
    }

    /// What results show of a page.
    pub(super) fn page(&self, number: u32) -> Option<Described> {
        let path = write::block_path((number >> BLOCK) as usize);
        let bytes = self.files.get(format!("{}{path}", self.folder).as_str())?;
        let mut pages: Vec<Described> = serde_json::from_slice(bytes).ok()?;
        let place = (number & ((1 << BLOCK) - 1)) as usize;
        (place < pages.len()).then(|| pages.swap_remove(place))
    }
}
