//! Closed sets of words: one declaration gives an enum its words, its stored numbers and its reading.

/// Declares enums whose variants have a number (the stored form, never reused) and a word (forms, records of other
/// systems, locale keys).
///
/// ```
/// ayni_kernel::choices! {
///     /// Who may look.
///     Audience {
///         /// Everybody.
///         Public = 1 "public",
///         /// Members only.
///         Members = 2 "members",
///     }
/// }
/// assert_eq!(Audience::from_word("members"), Some(Audience::Members));
/// assert!(Audience::parse("audience", "neighbours").is_err());
/// ```
#[macro_export]
macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $number:literal $word:literal),+ $(,)? })+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$each])* $variant),+ }

        impl $name {
            /// Every choice, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word used in forms, locale keys and bundles.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }

            /// Reads a form field.
            pub fn parse(field: &'static str, raw: &str) -> ::core::result::Result<Self, $crate::Fault> {
                Self::from_word(raw.trim()).ok_or_else(|| $crate::Fault::new(field, "fault-choice"))
            }

            /// The number kept in records.
            pub const fn number(self) -> u8 {
                match self { $(Self::$variant => $number),+ }
            }

            /// Reads the stored number; [`Broken`]($crate::Error::Broken) when no program wrote it.
            pub fn stored(number: u8) -> ::core::result::Result<Self, $crate::Error> {
                match number {
                    $($number => Ok(Self::$variant),)+
                    unknown => Err($crate::Error::Broken(
                        format!("a record has the unknown {} {unknown}", stringify!($name))
                    )),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.word())
            }
        }
    )+ };
}
