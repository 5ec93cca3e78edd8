//! What the search box understands.
#![expect(clippy::unwrap_used, reason = "tests")]

use ayni_kernel::Point;

use crate::{Near, Place, Wish};

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn words_phrases_and_filters_are_told_apart() {
    let wish = Wish::parse(r#"  Bread -sweet "old  oven" category:Food by:"Ana Peña" tag:rye near:hall~2km 12:30 "#);
    assert_eq!(wish.words, texts(&["Bread", "12:30"]));
    assert_eq!(wish.phrases, texts(&["old  oven"]));
    assert_eq!(wish.without, texts(&["sweet"]));
    assert_eq!((wish.category.as_deref(), wish.by.as_deref()), (Some("Food"), Some("Ana Peña")));
    assert_eq!(wish.tag.as_deref(), Some("rye"));
    assert_eq!(wish.near, Some(Near { place: Place::Named("hall".to_owned()), metres: Some(2_000.0) }));
    assert_eq!(Wish::parse(&wish.to_string()), wish, "{wish}");
    assert!(Wish::parse("  ").is_empty() && Wish::parse("category: ").is_empty());
}

#[test]
fn places_are_named_in_several_ways() {
    let near = |typed: &str| Wish::parse(typed).near;
    let named = |name: &str, metres| Some(Near { place: Place::Named(name.to_owned()), metres });
    assert_eq!(near("near:me"), Some(Near { place: Place::Me, metres: None }));
    assert_eq!(near("cerca:mí~500m"), Some(Near { place: Place::Me, metres: Some(500.0) }));
    let point = Place::Point(Point::new(-41.5, 179.25).unwrap());
    assert_eq!(near("near:-41.5,179.25~1.5"), Some(Near { place: point, metres: Some(1_500.0) }));
    assert_eq!(near(r#"near:"Town hall"~1,5km"#), named("Town hall", Some(1_500.0)));
    assert_eq!(near("NEAR:BRAM0001~2mi"), named("BRAM0001", Some(3_218.688)));
    assert_eq!(near("near:91,0"), named("91,0", None), "no place on Earth is a name");
    assert_eq!(near("near:hall~far"), named("hall", None));
    assert_eq!(near("near:hall~-3km"), named("hall", None));
    for typed in [r#"near:"Town hall"~1.5km bread"#, "near:me", "near:-41.5,179.25~1500m"] {
        let wish = Wish::parse(typed);
        assert_eq!(Wish::parse(&wish.to_string()), wish, "{typed}");
    }
}

#[test]
fn any_text_is_a_wish() {
    for typed in
        ["\"", "\"open and", "-", "--", "-\"", ":", "a:", ":b", "near:~", "by:\"", "http://x.example/?a=b", "é:è"]
    {
        let wish = Wish::parse(typed);
        assert_eq!(Wish::parse(&wish.to_string()).words, wish.words, "{typed}");
    }
    assert_eq!(Wish::parse("\"old bic").words, texts(&["old", "bic"]), "a phrase that is still being typed");
    assert_eq!(Wish::parse("http://x.example").words, texts(&["http://x.example"]));
    assert_eq!(Wish::parse("a-b -c").without, texts(&["c"]));
    assert!(Wish::parse(&"é ".repeat(10_000)).words.len() <= 500);
}
