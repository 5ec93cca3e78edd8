//! What the people of the Button Works offer each other, and what they write on a payment for it.

/// The categories: code, name, what belongs into it.
#[rustfmt::skip]
pub(super) const CATEGORIES: &[(&str, &str, &str)] = &[
    ("food", "Food and garden", "Bread, eggs, seedlings, a spade and somebody behind it"),
    ("home", "Home and repair", "What leaks, creaks, flickers or has stopped"),
    ("learning", "Learning", "Lessons, languages, patience with telephones"),
    ("making", "Making", "The workshop, the kiln, the sewing machine and what comes out of them"),
    ("care", "Care and company", "Children, elders, animals, backs, hair"),
    ("transport", "Errands and transport", "Lifts, parcels, sofas"),
    ("desks", "Rooms and desks", "The Works' own rooms, desks and machines"),
    ("culture", "Music and feasts", "Concerts, posters, speeches, the harvest supper"),
];

/// When in the week something is bought.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    /// Any day.
    Any,
    /// Saturday is market day.
    Market,
    /// From Monday to Friday.
    Work,
}

/// An offer that is bought now and then.
pub(super) struct Offer {
    /// Whose: a key of the tables of people.
    pub(super) by: &'static str,
    pub(super) category: &'static str,
    pub(super) title: &'static str,
    /// In the seller's words.
    pub(super) price: &'static str,
    /// What is paid, in hundredths of a button.
    pub(super) paid: (i64, i64),
    /// How often it is bought, beside others.
    pub(super) often: u32,
    /// First and last month in which it is bought; may run over the new year.
    pub(super) months: (i8, i8),
    pub(super) on: On,
    pub(super) text: &'static str,
    /// What people write on the payment.
    pub(super) deeds: &'static [&'static str],
}

#[expect(clippy::too_many_arguments, reason = "one row of a table")]
const fn o(
    by: &'static str,
    category: &'static str,
    title: &'static str,
    price: &'static str,
    paid: (i64, i64),
    (often, months, on): (u32, (i8, i8), On),
    text: &'static str,
    deeds: &'static [&'static str],
) -> Offer {
    Offer { by, category, title, price, paid, often, months, on, text, deeds }
}

const YEAR: (i8, i8) = (1, 12);
const WINTER: (i8, i8) = (11, 2);
const SPRING: (i8, i8) = (3, 5);
const SUMMER: (i8, i8) = (5, 9);
const AUTUMN: (i8, i8) = (9, 11);

#[rustfmt::skip]
pub(super) const OFFERS: &[Offer] = &[
    o("hettie", "food", "Marmalade and other jams", "3 bt a jar", (300, 900), (4, YEAR, On::Any),
        "Seville in January, plum in autumn, rhubarb whenever it attacks. Bring back the jar and I knock half a button off.",
        &["Two jars of marmalade", "Plum jam, large", "Jam, and the recipe on condition of silence", "Rhubarb and ginger, one jar"]),
    o("hettie", "learning", "How to chair a meeting", "10 bt for an evening", (1000, 1000), (1, YEAR, On::Work),
        "Agenda, minutes, and the art of thanking somebody so that they stop talking.",
        &["Chairing lesson before the allotment meeting", "Help with our minutes"]),
    o("tamsin", "culture", "Your pet, drawn", "18 bt", (1600, 2200), (4, YEAR, On::Any),
        "Ink and watercolour, from life if it sits, from photographs if it is a cat. About a week.",
        &["Portrait of Parsnip", "The cat, looking innocent", "Drawing of our late tortoise, thank you", "Goat portrait (Gladstone)"]),
    o("tamsin", "making", "Flyers, labels and signs", "from 12 bt", (1200, 2400), (4, YEAR, On::Work),
        "Lettering by hand, printing by Pip. I do the cheese labels and the 'no parking, goats' sign.",
        &["Labels for the soft cheese", "Flyer for the spring market", "Sign for the stall", "Menu board, relettered"]),
    o("tamsin", "learning", "Drawing for people who cannot draw", "8 bt a session", (800, 800), (3, YEAR, On::Work),
        "Small group in the upstairs room on Mondays. Pencils included, apologies forbidden.",
        &["Drawing class, Monday", "Drawing class, four hands and one apple", "Drawing lesson"]),
    o("rafael", "transport", "Parcels and small errands", "3 bt an errand", (300, 500), (5, YEAR, On::Work),
        "Llevo y recojo: correos, farmacia, biblioteca. I know the shortcuts and the dogs.",
        &["Parcel to the post office", "Pharmacy and library run", "Took the big envelope to the county office", "Recogida de un paquete"]),
    o("gwen", "learning", "Mathematics without tears", "9 bt an hour", (900, 1350), (4, (9, 6), On::Work),
        "Exam coaching from long division to calculus. First hour free if you bring your own mistakes.",
        &["Maths, one hour", "Fractions, round two", "Exam practice, hour and a half", "Algebra for Ines"]),
    o("tobias", "making", "Chairs mended, shelves made", "11 bt an hour", (1100, 4400), (4, YEAR, On::Any),
        "Joints reglued, seats rewoven, shelves that fit the alcove you actually have.",
        &["Kitchen chair, new rung", "Shelf for the alcove", "Planed the door that stuck", "Bookcase, first half"]),
    o("tobias", "learning", "Workshop induction", "10 bt", (1000, 1000), (3, YEAR, On::Work),
        "Bandsaw, lathe and drill press, and where the plasters are. Needed once before you use the machines.",
        &["Workshop induction", "Induction and a stool to take home"]),
    o("crumb", "food", "Bread, in buttons", "3 bt a loaf, half in buttons", (150, 600), (14, YEAR, On::Market),
        "Sourdough, rye and Friday's cinnamon knots. Wednesdays you may pay it all in buttons.",
        &["Two sourdoughs", "Bread for the week", "Cinnamon knots, six", "Seeded rye", "Yesterday's bread, for toast", "Bread and a knot for the road"]),
    o("crumb", "culture", "Cakes to order", "from 14 bt", (1400, 2600), (3, YEAR, On::Any),
        "Two days' notice and a clear statement of age. No sugar portraits of living persons.",
        &["Birthday cake, dinosaur", "Lemon cake for the choir", "Cake, eighty-fourth birthday", "Christening cake"]),
    o("maud", "transport", "Lifts in the big car", "4 bt to the county town", (400, 1200), (4, YEAR, On::Any),
        "Seven seats, three of them sticky. Tuesdays to the county town, otherwise ask.",
        &["Lift to the station at dawn", "Lift to the county town and back", "Airport, with trampoline", "Lift for five and a cello"]),
    o("maud", "food", "Apples, juice and windfalls", "2 bt a bag", (200, 1000), (9, AUTUMN, On::Market),
        "Pick your own behind Tannery Row, or buy the juice we press on the first dry Sunday.",
        &["Apples, a heavy bag", "Apple juice, five bottles", "Windfalls for the goats", "Cooking apples"]),
    o("walter", "home", "Clocks and watches put right", "9 bt, more if it chimes", (900, 2000), (3, YEAR, On::Work),
        "Leave it with Rafael in a clean sock. It will be ready when it is ready, and then it will be right.",
        &["Mantel clock, cleaned and set", "Watch strap and battery", "The cuckoo is back", "Music box, new pin"]),
    o("enid", "making", "Socks, hats and tea cosies", "6 bt a pair", (500, 900), (4, (9, 3), On::Any),
        "Wool only. State the foot. Tea cosies in the form of a hen are two buttons more.",
        &["Socks, size eleven, grey", "Tea cosy (hen)", "Bobble hat for the baby", "Mittens on a string"]),
    o("priya", "home", "Bicycle repairs", "from 4 bt", (400, 2200), (9, (3, 10), On::Any),
        "Punctures, brakes, wheels, and a frank opinion about your chain.",
        &["Puncture, rear", "New brake blocks", "Full service before the hills", "Wheel trued", "Child's bike, raised by a hand"]),
    o("priya", "home", "Winter bicycle check", "8 bt", (800, 800), (3, WINTER, On::Any),
        "Lights, grease and mudguards before the lanes turn to soup.",
        &["Winter check and lights", "Mudguards, and grease everywhere"]),
    o("noor", "learning", "Piano lessons", "6 bt the half hour", (600, 600), (7, YEAR, On::Work),
        "In the hall at the Works. Beginners of nine or ninety welcome; we start with something you like.",
        &["Piano, half an hour", "Piano lesson, both hands now", "Piano lesson and a new scale"]),
    o("noor", "culture", "Music for your occasion", "20 bt", (2000, 2600), (1, YEAR, On::Any),
        "Weddings, silent films, suppers. No drinking songs after ten.",
        &["Piano at the supper", "Music for the film night"]),
    o("casimir", "home", "Lamps, sockets and small electrics", "10 bt an hour", (700, 2500), (6, YEAR, On::Any),
        "Certified, tidy, and I explain what I did. Radios restored as time permits.",
        &["Kitchen light, no longer haunted", "Lamp rewired", "Two new sockets", "Radio speaks again", "Tested the old heater"]),
    o("bronwen", "food", "Goat's cheese", "5 bt", (400, 1100), (8, (3, 12), On::Market),
        "Soft in tubs, hard by the wedge. From Gladstone, Thatcher and nine colleagues.",
        &["Soft cheese, two tubs", "Hard cheese, a wedge", "Cheese for the supper", "Cheese and gossip"]),
    o("bronwen", "food", "A goat for your brambles", "12 bt a week", (1200, 1200), (2, SUMMER, On::Any),
        "Delivered on a lead with a water bucket. Fence off anything you love.",
        &["Goat, one week, brambles gone", "Goat hire (Disraeli)"]),
    o("leocadia", "food", "Empanadas de los sábados", "1,50 bt cada una", (300, 900), (8, YEAR, On::Market),
        "De carne, de espinaca o de queso de Bronwen. Order by Friday noon; by Saturday noon they are gone.",
        &["Media docena de empanadas", "Empanadas, spinach", "Six empanadas for the workshop", "Empanadas para la familia"]),
    o("leocadia", "food", "Tomato and pepper seedlings", "1 bt each", (400, 1200), (6, SPRING, On::Market),
        "Grown on my windowsills, hardened off, named and sworn at. Six kinds.",
        &["Tomato plants, eight", "Seedlings and advice", "Peppers, four", "Tomates y albahaca"]),
    o("leocadia", "learning", "Conversación en español", "7 bt la hora", (700, 700), (4, (9, 6), On::Work),
        "Hablamos, cocinamos, nos equivocamos. For anybody who can already order a coffee.",
        &["Spanish conversation", "Clase de español", "Spanish hour with onions"]),
    o("dom", "learning", "Telephone and printer first aid", "8 bt an hour", (400, 1200), (5, YEAR, On::Work),
        "Bring it to the second desk from the kettle. I do not laugh and I write down the steps.",
        &["Printer persuaded", "Photos moved to the new phone", "Passwords, all of them", "Half an hour with the tablet"]),
    o("dom", "making", "A small website", "60 bt", (3000, 6000), (1, YEAR, On::Work),
        "One page, your words, quick on an old phone. Half at the start, half when you like it.",
        &["Website, first half", "Website, second half, we like it"]),
    o("ingrid", "making", "Alterations and mending", "from 5 bt", (500, 1600), (6, YEAR, On::Work),
        "Hems, zips, elbows, sails. The beloved coat is a speciality.",
        &["Trousers shortened", "New zip in the tent", "Coat, lining saved", "Curtains for the back room"]),
    o("repair", "home", "Second-Saturday repairs", "4 bt if it works again", (400, 800), (6, YEAR, On::Market),
        "You watch, we mend, you carry the screws. Nothing to pay when it could not be saved.",
        &["Toaster lives", "Trouser knee and a teddy", "Vacuum cleaner, new belt", "Toy tractor"]),
    o("jun", "making", "Mugs and bowls", "8 bt a mug", (800, 2400), (4, YEAR, On::Market),
        "Ash glaze from our own stove. Seconds at half price, and they hold tea just as well.",
        &["Two mugs", "Serving bowl", "A second that is better than a first", "Small vase"]),
    o("jun", "learning", "First evening at the wheel", "12 bt", (1200, 1200), (3, YEAR, On::Work),
        "Clay, apron and firing included. What survives is yours.",
        &["Evening at the wheel", "Pottery evening, one ashtray"]),
    o("patience", "care", "Physiotherapy, half an hour", "8 bt", (800, 800), (6, YEAR, On::Work),
        "Tuesdays in the small room. Come in something you can bend in.",
        &["Back, again", "Knee, second visit", "Shoulder and a scolding", "Physio, half an hour"]),
    o("barnaby", "care", "Dogs walked", "2.50 bt an outing", (250, 500), (7, YEAR, On::Any),
        "An hour along the river, any size, any mood. I send a picture.",
        &["Dog walked along the river", "Two walks this week", "Walked both dogs in the rain"]),
    o("barnaby", "food", "Lawns and hedges", "6 bt", (500, 900), (7, (4, 10), On::Any),
        "I bring the mower. Hedgehogs are checked for first.",
        &["Lawn, front and back", "Hedge cut", "Lawn, and the bit behind the shed"]),
    o("slowfreight", "transport", "Cargo bicycle delivery", "from 3 bt", (300, 1400), (8, YEAR, On::Work),
        "Town and three miles around, same day if it is here by ten.",
        &["Bread round, this week", "Sofa, downhill", "Veg boxes, eight doors", "Delivery to Upper Dawdle"]),
    o("freya", "culture", "Portraits and product photographs", "22 bt", (1600, 3000), (3, YEAR, On::Any),
        "An hour, ten pictures, no filters that give you somebody else's chin.",
        &["Family picture, all looking", "Photographs of the mugs", "Passport pictures", "Portrait for the website"]),
    o("mateusz", "food", "Honey and candles", "6 bt a jar", (600, 1200), (6, (7, 1), On::Market),
        "Lime blossom and late meadow. Candles from November, if the bees agree.",
        &["Honey, lime blossom", "Honey, two jars", "Candles, a pair", "Comb honey"]),
    o("mateusz", "home", "Knives and tools sharpened", "2 bt a blade", (200, 1000), (4, YEAR, On::Any),
        "Kitchen, garden, workshop. Wrapped in newspaper, back by evening.",
        &["Three kitchen knives", "Shears and a spade", "Chisels, five", "The bread knife"]),
    o("sunita", "food", "Friday dal", "3.50 bt a tiffin", (350, 1050), (8, YEAR, On::Any),
        "Dal, rice, two vegetables, one pickle. From six until the pot is empty; bring your own tin.",
        &["Friday dal, two tins", "Dal for three", "Dal and the good pickle", "Tiffin, Friday"]),
    o("sunita", "care", "Tax return, done calmly", "25 bt", (2500, 2500), (4, (11, 2), On::Work),
        "For the self-employed. Shoeboxes accepted, carrier bags discouraged.",
        &["Tax return, filed", "Tax return with shoebox"]),
    o("alun", "food", "Vegetable box", "6 bt of 12, the rest in coin", (600, 600), (11, (5, 12), On::Work),
        "Thursdays. What the field has: in October you will eat squash and be glad.",
        &["Veg box", "Veg box, extra leeks", "Veg box and a squash", "Half box"]),
    o("delphine", "learning", "French, with or without lunch", "7 bt, with lunch 11", (700, 1100), (5, (9, 7), On::Work),
        "We talk, I correct, we eat. Children separately and louder.",
        &["French lesson", "French with lunch", "French, two cousins"]),
    o("yusuf", "care", "Haircut", "5 bt", (500, 700), (9, YEAR, On::Any),
        "Hair, beard, hot towel. Mondays at your home if you cannot come to mine.",
        &["Haircut", "Haircut and beard", "Three small heads of hair", "Home visit, haircut"]),
    o("hazel", "care", "Babysitting", "4 bt an hour", (800, 1600), (8, YEAR, On::Any),
        "Evenings and Saturdays. Stories, supper, lights out, no negotiation.",
        &["Babysitting, Saturday", "Babysitting, three hours", "Emergency birthday cake", "Evening with the three small ones"]),
    o("victor", "culture", "Speeches, eulogies, reading aloud", "9 bt", (600, 1400), (4, YEAR, On::Any),
        "I improve what you wrote or deliver what you cannot. With voices on request.",
        &["Wedding speech, shortened", "Thursday reading", "Coached the play at school", "Eulogy, well done"]),
    o("mei", "food", "Dumpling evening", "9 bt a seat", (900, 900), (3, (10, 4), On::Any),
        "Eight seats, two fillings, folding taught as we go.",
        &["Dumpling evening", "Two seats at the dumplings"]),
    o("lena", "learning", "Spreadsheets that behave", "12 bt an hour", (600, 1800), (3, YEAR, On::Work),
        "Budgets, rotas, goat pedigrees. I leave you with one you can change yourself.",
        &["Rota for the café", "Spreadsheet for the hives", "Stock list, at last"]),
    o("pip", "making", "Screen printing", "from 10 bt", (1000, 2600), (4, YEAR, On::Work),
        "Posters, bags, aprons. Two colours look better than five, trust me.",
        &["Posters for the supper", "Tote bags, ten", "Aprons for the bakery", "Banner for the market"]),
    o("solveig", "culture", "An hour in the sauna", "7 bt", (700, 1400), (7, (10, 4), On::Any),
        "By the boathouse, wood-fired, six benches. The river is included.",
        &["Sauna, an hour", "Sauna for two", "Sauna and one scream"]),
];

/// What members pay the Works itself: what for, least and most in hundredths of a button, weight.
#[rustfmt::skip]
pub(super) const HOUSE: &[(&str, i64, i64, u32)] = &[
    ("Window desk, one week", 800, 800, 5), ("Desk by the radiator, one week", 700, 700, 5),
    ("Upstairs room, one evening", 600, 600, 3), ("Small room, Tuesday", 500, 500, 3),
    ("Workshop, half a day", 600, 900, 4), ("Kiln, my share of a firing", 400, 800, 2),
    ("Sewing machine, an afternoon", 300, 300, 2), ("Lost key, new key", 200, 200, 1),
];

/// What the Works pays members for: what for, least and most in hundredths of a button, weight.
#[rustfmt::skip]
pub(super) const CHORES: &[(&str, i64, i64, u32)] = &[
    ("Swept the workshop and found the fish again", 600, 900, 4), ("Opened up, Monday to Friday", 1000, 1000, 4),
    ("Kettle descaled, fridge confronted", 400, 600, 2), ("Gutters over the front door", 800, 1200, 1),
    ("Welcomed the new ones and showed them round", 400, 600, 2), ("Firewood split and stacked", 900, 1200, 2),
    ("Saturday at the market stall", 800, 1000, 3),
];
