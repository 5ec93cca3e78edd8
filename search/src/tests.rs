//! What searching promises, told on a small index.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::fs;

use super::{Document, Exactness, Fit, Index, MAX_WRITERS, Position, Query, Sort, Spot, Update, most_writers};

const STAFF: u8 = 2;

pub(crate) fn document(number: u8, title: &str, text: &str) -> Document {
    Document {
        kind: "member",
        id: [number; 16],
        title: title.to_owned(),
        code: format!("BRAM{number:04}"),
        text: text.to_owned(),
        audience: 1,
        ..Document::default()
    }
}

fn index(documents: Vec<Document>) -> Index {
    let index = Index::memory().unwrap();
    index.apply(documents.into_iter().map(Update::Put).collect(), 1).unwrap();
    index
}

fn village() -> Index {
    index(vec![
        document(1, "Ana Peña", "Cuido jardines y doy canciones"),
        document(2, "Benjamin Brown", "Repairs bicycles, lends a ladder"),
        document(3, "Carla Gómez", "Gardener, friend of Ana"),
        document(12, "Bram Stoker", "Writes letters for the neighbourhood"),
        document(120, "田中花子", "東京の料理"),
    ])
}

/// The first byte of each id found, best first.
pub(crate) fn found(index: &Index, words: &str) -> Vec<u8> {
    let query = Query { words, audience: STAFF, limit: 10, ..Query::default() };
    index.find(&query).unwrap().iter().map(|hit| hit.id[0]).collect()
}

#[test]
fn words_find_what_they_mean() {
    let village = village();
    let cases: &[(&str, &[u8])] = &[
        ("benjamin", &[2]),
        ("BENJAMIN brown", &[2]),
        ("ana", &[1, 3]),      // the name before the text
        ("peña", &[1]),        // with its accent,
        ("pena", &[1]),        // without,
        ("pen\u{303}a", &[1]), // and decomposed
        ("GOMEZ", &[3]),
        ("canción", &[1]), // Spanish forms of a word
        ("cancion", &[1]),
        ("jardin", &[1]),
        ("bicycle", &[2]), // English forms
        ("repairing", &[2]),
        ("benj", &[2]), // still typing
        ("brown ben", &[2]),
        ("ben brown", &[]),     // only the last word is unfinished
        ("benjamim", &[2]),     // one typo
        ("benjmain", &[2]),     // letters swapped
        ("neighborhod", &[12]), // two typos in a long word
        ("neighbourhx", &[12]), // a typo in a beginning
        ("anx", &[]),           // too short for a typo
        ("ana benjamin", &[]),  // every word must match
        ("ana gardener", &[3]),
        ("花", &[120]),
        ("東京", &[120]),
    ];
    for (words, expected) in cases {
        assert_eq!(&found(&village, words), expected, "{words}");
    }
}

#[test]
fn codes_are_found_by_their_number_and_beginning() {
    let village = village();
    assert_eq!(found(&village, "BRAM0012"), [12]);
    assert_eq!(found(&village, "bram-0012"), [12]);
    assert_eq!(found(&village, "BRAM 12"), [12]);
    assert_eq!(found(&village, "0012"), [12]);
    assert_eq!(found(&village, "012")[0], 12);
    assert_eq!(found(&village, "12"), [12, 120], "the whole number first");
    assert_eq!(found(&village, "bram012"), [120]);
    assert_eq!(found(&village, "0013"), [0_u8; 0], "a number has no typos");
    assert_eq!(found(&village, "bram")[0], 12, "a name before what all codes begin with");
}

#[test]
fn exact_stands_above_prefix_and_prefix_above_typo() {
    let index = index(vec![
        document(1, "Garten", ""),
        document(2, "Gardenhouse", ""),
        document(3, "", "a small garden"),
        document(4, "Garden", ""),
        document(5, "", "gardens"),
    ]);
    assert_eq!(found(&index, "garden"), [4, 3, 5, 2, 1]);
}

#[test]
fn tags_are_found_above_text() {
    let mut tagged = document(2, "Table", "");
    tagged.labels = vec!["wood work".to_owned(), "oak".to_owned()];
    let index = index(vec![document(1, "Chair", "made of oak wood"), tagged]);
    assert_eq!(found(&index, "oak"), [2, 1]);
    assert_eq!(found(&index, "work"), [2]);
}

#[test]
fn nobody_finds_more_than_they_may_see() {
    let seen_by = |number, audience| Document { audience, ..document(number, "Notice", "") };
    let index = index(vec![seen_by(1, 0), seen_by(2, 1), seen_by(3, 2)]);
    for (audience, expected) in [(0, 1), (1, 2), (2, 3), (u8::MAX, 3)] {
        let query = Query { words: "notice", audience, limit: 10, ..Query::default() };
        let hits = index.find(&query).unwrap();
        assert_eq!(hits.len(), expected);
        assert!(hits.iter().all(|hit| hit.id[0] <= audience.saturating_add(1)));
    }
}

#[test]
fn kinds_and_limit_narrow_the_search() {
    let listing = Document { kind: "listing", ..document(1, "Bread", "") };
    let index = index(vec![document(1, "Bread", ""), listing]);
    let search = |kinds, limit| {
        let query = Query { words: "bread", kinds, audience: STAFF, limit, ..Query::default() };
        index.find(&query).unwrap().into_iter().map(|hit| hit.kind).collect::<Vec<_>>()
    };
    assert_eq!(search(&["listing"], 10), ["listing"]);
    assert_eq!(search(&["member"], 10), ["member"]);
    assert_eq!(search(&["member", "listing"], 10).len(), 2);
    assert_eq!(search(&[], 10).len(), 2, "the same id of another kind is another document");
    assert_eq!(search(&["nothing"], 10).len(), 0);
    assert_eq!(search(&[], 1).len(), 1);
    assert_eq!(search(&[], 0).len(), 0);
    assert_eq!(search(&[], usize::MAX).len(), 2);
}

#[test]
fn a_document_is_replaced_and_removed() {
    let index = village();
    assert_eq!(index.count(), 5);
    let remove = |number| Update::Remove { kind: "member", id: [number; 16] };
    index
        .apply(
            vec![
                Update::Put(document(2, "Benedict Brown", "")),
                Update::Put(document(2, "Boris Brown", "")),
                remove(3),
                remove(99),
                Update::Put(document(7, "Brief Guest", "")),
                remove(7),
            ],
            2,
        )
        .unwrap();
    assert_eq!(index.count(), 4);
    assert_eq!(found(&index, "boris"), [2]);
    assert_eq!(found(&index, "benedict"), [0_u8; 0]);
    assert_eq!(found(&index, "carla"), [0_u8; 0]);
    assert_eq!(found(&index, "guest"), [0_u8; 0]);
    index.clear().unwrap();
    assert_eq!((index.count(), index.cursor().unwrap()), (0, 0));
    assert_eq!(found(&index, "ana"), [0_u8; 0]);
    index.apply(vec![Update::Put(document(1, "Ana", ""))], 3).unwrap();
    assert_eq!((found(&index, "ana"), index.cursor().unwrap()), (vec![1], 3));
}

#[test]
fn hostile_text_is_only_text() {
    let long_word = "x".repeat(100_000);
    let many_words = "word ".repeat(10_000);
    let nasty = [
        "\"",
        "title:ana",
        "*",
        "ana*",
        "ana~2",
        "^",
        "(((",
        ")",
        "[a TO z]",
        "{",
        "-ana",
        "+",
        "AND",
        "OR NOT",
        "\\",
        "/.*/",
        "ana^99999",
        "\0",
        "ana\0",
        "a\u{202e}na",
        "=bram0001",
        "🙂",
        "👩‍👩‍👧",
        "\u{301}",
        "ﬁ ß İ ſ",
        "½ ⑴ ⒈",
        "'; DROP TABLE members; --",
        "%",
        "_",
        "<script>",
        "\u{feff}",
        "\u{10ffff}",
        "٣٤",
        "नमस्ते",
        "00000",
        "a b c d e f g h i j",
        &long_word,
        &many_words,
    ];
    let index = village();
    for words in nasty {
        let (other, tag) = ([words.to_owned()], [("tag", vec![words.to_owned()])]);
        let plain = Query { words, kinds: &["member"], audience: STAFF, limit: 5, ..Query::default() };
        let elsewhere = Query { words: "ana", phrases: &other, without: &other, by: words, facets: &tag, ..plain };
        for query in [plain, elsewhere] {
            assert!(index.find(&query).is_ok(), "{words:.40}");
            assert!(index.search(&query).is_ok(), "{words:.40}");
        }
    }
    for words in ["", "   ", "\t\n", "()[]{}", "🙂", "\u{301}\u{301}", "-"] {
        assert!(found(&index, words).is_empty(), "{words}");
    }
    let documents = nasty.iter().zip(20..).map(|(text, number)| Document {
        code: (*text).to_owned(),
        labels: vec![(*text).to_owned()],
        by: vec![(*text).to_owned()],
        facets: vec![("tag", (*text).to_owned())],
        ..document(number, text, text)
    });
    index.apply(documents.map(Update::Put).collect(), 2).unwrap();
    for words in nasty {
        found(&index, words);
    }
    assert!(!found(&index, &long_word).is_empty());
    assert!(!found(&index, "नमस्ते").is_empty());
}

#[test]
fn an_index_opened_again_goes_on_where_it_was() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("search");
    let index = Index::open(&folder).unwrap();
    assert_eq!((index.cursor().unwrap(), index.count(), index.was_rebuilt()), (0, 0, false));
    drop(index);
    let index = Index::open(&folder).unwrap();
    assert!(!index.was_rebuilt());
    for number in 1..=20 {
        index.apply(vec![Update::Put(document(number, "Ana", ""))], u64::from(number)).unwrap();
    }
    index.apply(Vec::new(), u64::MAX).unwrap();
    drop(index);
    let index = Index::open(&folder).unwrap();
    assert_eq!((index.cursor().unwrap(), index.count()), (u64::MAX, 20));
    assert!(!index.was_rebuilt());
    assert_eq!(found(&index, "bram0020"), [20]);
}

#[test]
fn clones_write_in_turn() {
    let index = Index::memory().unwrap();
    std::thread::scope(|threads| {
        for number in 1..=4 {
            let index = index.clone();
            threads.spawn(move || {
                index.apply(vec![Update::Put(document(number, "Ana", ""))], 1).unwrap();
            });
        }
    });
    assert_eq!(index.count(), 4);
}

fn search(index: &Index, query: &Query<'_>) -> Vec<u8> {
    let answer = index.search(&Query { audience: STAFF, limit: 10, ..*query }).unwrap();
    assert_eq!(answer.total, answer.hits.len() as u64);
    answer.hits.iter().map(|hit| hit.id[0]).collect()
}

fn words(words: &str) -> Query<'_> {
    Query { words, ..Query::default() }
}

#[test]
fn words_are_known_in_several_languages_at_once() {
    let index = index(vec![
        document(1, "Reparaciones de bicicletas", ""),
        document(2, "Fahrräder und Gärten", "Haushaltshilfe"),
        document(3, "Cours de français", "leçons pour débutants"),
        document(4, "Aulas de português", "canções"),
        document(5, "Knitting lessons", ""),
        document(6, "Gartenarbeit", ""),
    ]);
    let cases: &[(&str, &[u8])] = &[
        ("reparación", &[1]),
        ("bicicleta", &[1]),
        ("garten", &[2, 6]),  // without its accent it is the same word
        ("gaerten", &[2, 6]), // one letter more
        ("leçon", &[3]),
        ("débutante", &[3]),
        ("canção", &[4]),
        ("lesson", &[5]),
        ("haushalt", &[2]),
        ("someone for knitting", &[5]),     // small words need not occur
        ("un bon cours de français", &[3]), // nor one of three that count
        ("the", &[]),
    ];
    for (typed, expected) in cases {
        assert_eq!(&search(&index, &words(typed)), expected, "{typed}");
        assert_eq!(&found(&index, typed), expected, "{typed}");
    }
}

#[test]
fn phrases_and_words_left_out() {
    let index = index(vec![
        document(1, "Old bicycle repair", ""),
        document(2, "Repair of an old bicycle", ""),
        document(3, "Bicycles", "I lend an old bicycle to you"),
    ]);
    let phrase = ["old bicycle".to_owned()];
    assert_eq!(search(&index, &Query { phrases: &phrase, ..Query::default() }), [1, 2, 3]);
    assert_eq!(search(&index, &Query { phrases: &phrase, ..words("repair") }), [1, 2]);
    let without = ["repairs".to_owned()];
    assert_eq!(search(&index, &Query { without: &without, ..words("bicycle") }), [3]);
    assert_eq!(search(&index, &Query { without: &without, ..Query::default() }), [3]);
    let apart = ["bicycle old".to_owned()];
    assert_eq!(search(&index, &Query { phrases: &apart, ..Query::default() }), [0_u8; 0]);
}

#[test]
fn facets_narrow_and_are_counted() {
    let tagged = |number, kind, tags: &[&str], by: &str| Document {
        kind,
        facets: tags.iter().map(|tag| ("tag", (*tag).to_owned())).collect(),
        by: vec![by.to_owned(), format!("BRAM{number:04}")],
        ..document(number, "Bread", "")
    };
    let index = index(vec![
        tagged(1, "listing", &["rye", "sweet"], "Ana Peña"),
        tagged(2, "listing", &["rye"], "Ben Brown"),
        tagged(3, "member", &["rye", "new=old"], "Ben Brown"),
    ]);
    let query = Query { kinds: &["listing"], audience: STAFF, limit: 1, ..words("bread") };
    let answer = index.search(&query).unwrap();
    assert_eq!((answer.hits.len(), answer.total, answer.fit), (1, 2, Fit::Typed));
    let count = |name: &str, value: &str| answer.counts.get(name).and_then(|counts| counts.get(value)).copied();
    assert_eq!((count("kind", "listing"), count("kind", "member")), (Some(2), Some(1)), "kinds count as if all");
    assert_eq!((count("tag", "rye"), count("tag", "sweet"), count("tag", "new=old")), (Some(2), Some(1), None));
    let of = |values: &[&str]| [("tag", values.iter().map(|value| (*value).to_owned()).collect())];
    assert_eq!(search(&index, &Query { facets: &of(&["sweet"]), ..words("bread") }), [1]);
    assert_eq!(search(&index, &Query { facets: &of(&["sweet", "new=old"]), ..words("bread") }), [1, 3]);
    for (by, expected) in [
        ("ben", &[2, 3][..]),
        ("pena", &[1]),
        ("Brown Ben", &[2, 3]),
        ("bram0002", &[2]),
        ("brown", &[2, 3]),
        ("zoe", &[]),
    ] {
        assert_eq!(search(&index, &Query { by, ..words("bread") }), expected, "{by}");
    }
    assert_eq!(index.search(&Query { offset: 2, ..query }).unwrap().hits.len(), 0);
}

#[test]
fn misspelt_words_and_missing_ones_are_told() {
    let index = index(vec![document(1, "Wooden garden chair", ""), document(2, "Metal table", "")]);
    let fit = |typed| index.search(&Query { audience: STAFF, limit: 10, ..words(typed) }).unwrap().fit;
    assert_eq!(fit("garden"), Fit::Typed);
    assert_eq!(fit("gardne"), Fit::Misspelt);
    assert_eq!(fit("wooden garden bench"), Fit::Partly);
    assert_eq!(fit("nothing of this"), Fit::Typed);
}

#[test]
fn an_own_draft_is_found_by_its_owner_alone() {
    let draft = Document { audience: STAFF, owners: vec![[7; 16], [8; 16]], ..document(1, "Draft", "") };
    let index = index(vec![draft, document(2, "Draft of another", "")]);
    for (owners, expected) in [(&[[7; 16]][..], 2), (&[[9; 16], [8; 16]], 2), (&[[9; 16]], 1), (&[], 1)] {
        let query = Query { owners, audience: 1, limit: 10, ..words("draft") };
        assert_eq!(index.find(&query).unwrap().len(), expected);
        assert_eq!(index.search(&query).unwrap().total, expected as u64);
    }
}

#[test]
fn who_may_not_know_the_place_finds_it_only_by_its_words() {
    let place = Position { spot: Spot::new(10.0, 10.0).unwrap(), exactness: Exactness::Approximate, audience: 1 };
    let index = index(vec![Document { audience: 0, position: Some(place), ..document(1, "Ana", "") }]);
    for (audience, placed) in [(0, false), (1, true)] {
        let query = Query { audience, from: Spot::new(10.0, 10.0), sort: Sort::Nearest, limit: 10, ..Query::default() };
        assert_eq!(index.find(&query).unwrap().len(), usize::from(placed));
        let hits = index.find(&Query { sort: Sort::Relevance, ..Query { words: "ana", ..query } }).unwrap();
        assert_eq!(hits[0].metres.is_some(), placed);
        assert_eq!(hits[0].spot.is_some_and(|(_, exactness)| exactness == Exactness::Approximate), placed);
    }
}

#[test]
fn an_index_made_beside_takes_the_place_without_a_pause() {
    let home = tempfile::tempdir().unwrap();
    for index in [Index::memory().unwrap(), Index::open(&home.path().join("search")).unwrap()] {
        index.apply(vec![Update::Put(document(1, "Old one", "")), Update::Put(document(2, "Gone", ""))], 5).unwrap();
        let mut rebuild = index.rebuild().unwrap().unwrap();
        assert!(index.rebuild().unwrap().is_none(), "only one at a time");
        rebuild.put(&[document(1, "New one", "")]).unwrap();
        index.apply(vec![Update::Put(document(3, "Meanwhile", ""))], 6).unwrap();
        rebuild.settle().unwrap();
        assert_eq!(
            (found(&index, "old"), found(&index, "new"), found(&index, "meanwhile")),
            (vec![1], vec![], vec![3])
        );
        rebuild.finish(5).unwrap();
        assert_eq!((found(&index, "old"), found(&index, "new"), index.cursor().unwrap()), (vec![], vec![1], 5));
        index.apply(vec![Update::Put(document(3, "Meanwhile", ""))], 6).unwrap();
        assert_eq!((found(&index, "meanwhile"), index.count()), (vec![3], 2));
        drop(index.rebuild().unwrap().unwrap());
        assert_eq!(found(&index, "new"), [1], "one that is given up changes nothing");
    }
    let index = Index::open(&home.path().join("search")).unwrap();
    assert_eq!((index.count(), index.cursor().unwrap(), index.was_rebuilt()), (2, 6, false));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn fifty_indexes_never_hold_many_writers() {
    let indexes: Vec<Index> = (0..50).map(|_| Index::memory().unwrap()).collect();
    std::thread::scope(|threads| {
        for part in indexes.chunks(5) {
            threads.spawn(move || {
                for index in part {
                    index.apply(vec![Update::Put(document(1, "Ana", ""))], 1).unwrap();
                }
            });
        }
    });
    assert!(indexes.iter().all(|index| index.count() == 1));
    assert!((1..=MAX_WRITERS).contains(&most_writers()));
}

#[test]
fn many_small_commits_become_few_segments() {
    let index = Index::memory().unwrap();
    for round in 0..60_u8 {
        let update = (0..5).map(|n| Update::Put(document(round * 4 % 200 + n, "Ana", "")));
        index.apply(update.collect(), u64::from(round)).unwrap();
    }
    assert!(index.shared.now().index.searchable_segment_ids().unwrap().len() < 16);
    assert_eq!((index.count(), index.cursor().unwrap()), (201, 59));
}
