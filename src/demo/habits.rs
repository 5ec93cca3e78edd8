//! Who books what of the Works, when, and for what: the demand of a year.

/// Something that people book again and again.
pub(super) struct Habit {
    /// The places that will do, by key; several are tried.
    pub(super) places: &'static [&'static str],
    /// How often, in hundredths a day, from Monday to Sunday.
    pub(super) week: [u32; 7],
    /// Hours at which it begins, with their weights; none for the whole day.
    pub(super) begins: &'static [(i64, u32)],
    /// How long it lasts in minutes, with weights.
    pub(super) lasts: &'static [(i64, u32)],
    /// How many people come.
    pub(super) people: (u32, u32),
    /// Who books it: keys of the tables of people; everybody who is around when empty.
    pub(super) who: &'static [&'static str],
    /// What for.
    pub(super) titles: &'static [&'static str],
}

/// How many days ahead people book, with weights.
pub(super) const LEADS: [(i64, u32); 8] = [(0, 16), (1, 24), (2, 16), (3, 12), (5, 10), (7, 12), (10, 6), (13, 4)];

/// Demand of each month, from January, in parts of a hundred: the river is warm in July.
pub(super) const MONTHS: [u32; 12] = [115, 120, 115, 100, 95, 85, 65, 60, 100, 115, 120, 85];

/// Those who have no business with the Works' rooms: they leave, are suspended, or only wait to be let in.
pub(super) const STRANGERS: [&str; 4] = ["george", "oscar", "quentin", "amara"];

/// A mistake of the year's: the keys of those who give much back.
pub(super) const CANCEL_PERCENT: u32 = 8;
/// Of a hundred who should check in so many never come.
pub(super) const MISS_PERCENT: u32 = 6;

#[rustfmt::skip]
pub(super) const HABITS: &[Habit] = &[
    Habit { places: &["desk-1", "desk-2", "desk-3", "desk-5", "desk-4", "desk-6"], week: [185, 215, 235, 200, 140, 30, 0], begins: &[], lasts: &[], people: (1, 1), who: &["tamsin", "dom", "dom", "lena", "lena", "mei", "sunita", "freya", "delphine", "jun"],
        titles: &["A day's work", "Deadline", "Invoices", "Chapter nine", "A week's e-mail", "Quiet, please"] },
    Habit { places: &["table"], week: [40, 45, 50, 45, 30, 15, 0], begins: &[(9, 4), (10, 4), (13, 3), (14, 3)], lasts: &[(180, 3), (240, 4)], people: (1, 1), who: &[],
        titles: &["Homework", "Letters", "Reading", "Forms"] },
    Habit { places: &["buttonhole"], week: [85, 110, 120, 110, 65, 10, 0], begins: &[(9, 4), (10, 8), (11, 6), (13, 2), (14, 4), (15, 3), (16, 4), (17, 5)], lasts: &[(90, 3), (120, 5), (180, 4), (240, 2), (100, 3)], people: (3, 8), who: &[],
        titles: &["Allotment committee", "Quarterly figures", "Harvest supper planning", "Two clients and a contract", "Flood group", "School run rota", "Cheese labels, first draft", "Book club"] },
    Habit { places: &["thimble"], week: [40, 45, 45, 40, 35, 10, 5], begins: &[(9, 3), (10, 4), (11, 4), (14, 4), (15, 4), (16, 3), (18, 2)], lasts: &[(60, 4), (90, 5), (120, 3)], people: (1, 2), who: &[],
        titles: &["A call", "Interview", "Spanish, one to one", "Advice", "Talking to the bank"] },
    Habit { places: &["laser"], week: [15, 20, 35, 20, 20, 25, 0], begins: &[(10, 4), (11, 3), (14, 4), (15, 2)], lasts: &[(120, 5), (180, 4)], people: (1, 1), who: &["tobias", "dom", "tamsin", "casimir", "barnaby", "freya", "lena"],
        titles: &["Signs for the bakery", "Acrylic, three millimetres", "Name plates", "Prototype", "Gears, again"] },
    Habit { places: &["bandsaw"], week: [15, 15, 25, 15, 15, 35, 0], begins: &[(10, 4), (11, 4), (14, 4), (15, 3)], lasts: &[(120, 5), (180, 2)], people: (1, 1), who: &["tobias", "walter", "casimir", "alun", "mateusz", "pip"],
        titles: &["Bee boxes", "Shelf, final version", "A very small boat", "Gate"] },
    Habit { places: &["sewing"], week: [15, 20, 20, 20, 15, 20, 0], begins: &[(10, 4), (13, 4), (14, 3), (16, 2)], lasts: &[(120, 4), (180, 3)], people: (1, 1), who: &["ingrid", "patience", "hazel", "maud", "enid", "solveig"],
        titles: &["A zip", "Sail bag", "Curtains, left", "Curtains, right", "Trousers, all of them"] },
    Habit { places: &["kiln"], week: [5, 0, 0, 12, 10, 5, 0], begins: &[], lasts: &[], people: (1, 1), who: &["jun", "tamsin", "hazel", "leocadia"],
        titles: &["Bisque firing", "Glaze firing", "Forty mugs"] },
    Habit { places: &["bike"], week: [12, 10, 15, 12, 20, 45, 20], begins: &[(9, 4), (10, 5), (13, 3), (15, 3)], lasts: &[(120, 3), (240, 5), (420, 2)], people: (1, 1), who: &[],
        titles: &["A washing machine", "Compost", "Children, two", "To the station and back", "Market"] },
    Habit { places: &["hall"], week: [2, 0, 2, 0, 7, 14, 4], begins: &[(10, 2), (14, 4), (17, 4), (18, 4)], lasts: &[(180, 4), (240, 4)], people: (25, 80), who: &["hettie", "freya", "odile", "victor", "alun", "maud", "yusuf", "rafael"],
        titles: &["Sixtieth birthday", "Ceilidh", "Christening tea", "Jumble sale", "A wedding, the loud part", "Pantomime rehearsal", "Film night"] },
];

/// Something that takes place every week, or once a month.
pub(super) struct Regular {
    pub(super) who: &'static str,
    pub(super) place: &'static str,
    /// Monday is 0.
    pub(super) weekday: i8,
    /// Which one of the month; `None` for every week.
    pub(super) nth: Option<i8>,
    /// From and to, in minutes of the day.
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) people: u32,
    pub(super) title: &'static str,
}

/// Days ahead at which regulars are booked.
pub(super) const REGULARS_AHEAD: i64 = 14;

#[rustfmt::skip]
pub(super) const REGULARS: &[Regular] = &[
    Regular { who: "noor", place: "hall", weekday: 1, nth: None, from: 1_140, to: 1_230, people: 32, title: "Works Choir" },
    Regular { who: "patience", place: "hall", weekday: 3, nth: None, from: 1_110, to: 1_170, people: 18, title: "Yoga with Patience" },
    Regular { who: "repair", place: "hall", weekday: 5, nth: Some(2), from: 600, to: 780, people: 40, title: "Repair Café" },
    Regular { who: "gwen", place: "buttonhole", weekday: 0, nth: None, from: 1_020, to: 1_080, people: 5, title: "Treasurer's hour" },
];
