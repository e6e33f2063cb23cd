//! `record!` and `choice!`: a type, how it is read, and what the reference says about it, from one text.
//!
//! Input: a struct or an enum with doc comments. Output: the type, [`Decode`](super::Decode) and
//! [`Describe`](super::Describe) for it. The doc comments are what authors read in the reference and in their editor, so they
//! are written for them. A field without default is needed, unless its type can be absent (`Option`, lists, groups).

/// A struct that is read from a group of keys. Fields `beside` are not read; they begin at their default.
macro_rules! record {
    (
        $(#[doc = $about:literal])+
        $vis:vis struct $name:ident {
            $($(#[doc = $doc:literal])+ pub $field:ident: $type:ty $(= $default:expr)?,)+
        }
        $(beside { $($(#[doc = $beside_doc:literal])+ pub $beside:ident: $beside_type:ty,)+ })?
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq)]
        $vis struct $name {
            $($(#[doc = $doc])+ pub $field: $type,)+
            $($($(#[doc = $beside_doc])+ pub $beside: $beside_type,)+)?
        }

        impl Default for $name {
            fn default() -> Self {
                Self {
                    $($field: $crate::yaml::record!(@default $type $(, $default)?).unwrap_or_default(),)+
                    $($($beside: <$beside_type>::default(),)+)?
                }
            }
        }

        impl $name {
            /// The keys of this record, in the order of the reference.
            $vis const KEYS: &'static [&'static str] = &[$(stringify!($field)),+];

            /// Reads the record, and gives the keys it does not know to `rest`.
            $vis fn decode_with(
                node: &$crate::yaml::Node,
                findings: &mut $crate::yaml::Findings,
                rest: &mut dyn $crate::yaml::Rest,
            ) -> Option<Self> {
                use $crate::yaml::{Decode, Slot, Value};
                let Value::Map(entries) = &node.value else {
                    return findings.wrong_type(node, <Self as Decode>::EXPECTED);
                };
                $(let mut $field: Slot<$type> = Slot::Absent;)+
                for (key, value) in entries {
                    match key.text.as_str() {
                        $(stringify!($field) => $field = findings.slot(stringify!($field), key, value),)+
                        other if rest.names().contains(&other) => rest.take(key, value, findings),
                        _ => findings.unknown_key(key, Self::KEYS, rest.names()),
                    }
                }
                Some(Self {
                    $($field: findings.settle(
                        $field,
                        stringify!($field),
                        node,
                        $crate::yaml::record!(@default $type $(, $default)?),
                    ),)+
                    $($($beside: <$beside_type>::default(),)+)?
                })
            }
        }

        impl $crate::yaml::Decode for $name {
            const EXPECTED: $crate::yaml::Expected = $crate::yaml::Expected::Keys;

            fn decode(node: &$crate::yaml::Node, findings: &mut $crate::yaml::Findings) -> Option<Self> {
                Self::decode_with(node, findings, &mut ())
            }
        }

        impl $crate::yaml::Describe for $name {
            fn shape() -> $crate::yaml::Shape {
                $crate::yaml::Shape::Record(|| $crate::yaml::Record {
                    name: stringify!($name),
                    about: $crate::yaml::doc(&[$($about),+]),
                    fields: vec![$($crate::yaml::Field {
                        name: stringify!($field).to_owned(),
                        about: $crate::yaml::doc(&[$($doc),+]),
                        shape: <$type as $crate::yaml::Describe>::shape(),
                        is_needed: $crate::yaml::record!(@default $type $(, $default)?).is_none(),
                    },)+],
                })
            }
        }
    };
    (@default $type:ty, $default:expr) => { Some::<$type>($default) };
    (@default $type:ty) => { <$type as $crate::yaml::Decode>::absent() };
}

/// An enum that is read from one word of a short list. The first word is the default.
macro_rules! choice {
    (
        $(#[doc = $about:literal])+
        $vis:vis enum $name:ident {
            $(#[doc = $first_doc:literal])+ $first:ident = $first_word:literal,
            $($(#[doc = $doc:literal])+ $variant:ident = $word:literal,)*
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $(#[doc = $first_doc])+ #[default] $first,
            $($(#[doc = $doc])+ $variant,)*
        }

        impl $name {
            /// The words that can be written, in the order of the reference.
            $vis const WORDS: &'static [&'static str] = &[$first_word, $($word),*];

            /// The word that is written in files.
            #[must_use]
            $vis fn word(self) -> &'static str {
                match self {
                    Self::$first => $first_word,
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl $crate::yaml::Decode for $name {
            const EXPECTED: $crate::yaml::Expected = $crate::yaml::Expected::Word;

            fn decode(node: &$crate::yaml::Node, findings: &mut $crate::yaml::Findings) -> Option<Self> {
                let Some(text) = node.text() else {
                    return findings.wrong_type(node, Self::EXPECTED);
                };
                match text {
                    $first_word => Some(Self::$first),
                    $($word => Some(Self::$variant),)*
                    _ => findings.unknown_word(node.span, text, Self::WORDS),
                }
            }
        }

        impl $crate::yaml::Describe for $name {
            fn shape() -> $crate::yaml::Shape {
                $crate::yaml::Shape::Choice(vec![
                    $crate::yaml::Choice { word: $first_word, about: $crate::yaml::doc(&[$($first_doc),+]) },
                    $($crate::yaml::Choice { word: $word, about: $crate::yaml::doc(&[$($doc),+]) },)*
                ])
            }
        }
    };
}

pub(crate) use {choice, record};
