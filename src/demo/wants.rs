//! What the people of the Button Works look for these days.

/// A want: whose, category, title, text, what is offered for it, how many days ago it was put up.
pub(super) type Want = (&'static str, &'static str, &'static str, &'static str, &'static str, i64);

#[rustfmt::skip]
pub(super) const WANTS: &[Want] = &[
    ("tamsin", "home", "A second-hand drawing lamp", "The kind with a spring arm. Mine has taken to nodding.", "10 bt or a portrait", 6),
    ("tamsin", "transport", "Somebody going to the city on the 12th", "One roll of drawings, one metre long, must not be folded. Neither must I: I can come along.", "6 bt", 9),
    ("hettie", "home", "A signal lamp, any condition", "Oil or electric. For sentimental reasons and the stairwell.", "up to 40 bt", 51),
    ("maud", "care", "Babysitter for the first Saturday of each month", "Three children, one goldfish. They sleep eventually. Hazel has asked for reinforcements.", "4 bt an hour", 17),
    ("maud", "home", "Somebody to fix a trampoline", "It is a spring, possibly several. We have found four of the six.", "8 bt", 30),
    ("enid", "care", "A steady hand with the coal, Mondays", "Two buckets from the shed to the hearth, ten minutes, tea afterwards. Ask Rafael.", "2 bt and tea", 24),
    ("enid", "culture", "Large-print detective stories", "Already read: all the ones with the vicar.", "1 bt each", 12),
    ("noor", "home", "Advice about a damp wall", "Behind the piano, of course. I would like to know before I like to pay.", "9 bt an hour", 40),
    ("crumb", "food", "Walnuts, and plums when there are any", "By the bucket. Paid in buttons or in loaves.", "4 bt a kilo", 33),
    ("crumb", "care", "Early bird for Saturdays", "Five until nine, shaping and shouting 'next'. You will smell wonderful.", "9 bt an hour and breakfast", 5),
    ("leocadia", "food", "Un rincón de tierra con sol", "Busco unos metros de huerto para el próximo año. I bring compost, seeds and half the harvest.", "la mitad de la cosecha", 20),
    ("lena", "food", "Somebody who cooks too much", "I eat everything and return the dishes washed. Twice a week would be a dream.", "5 bt a supper", 8),
    ("dom", "making", "A desk mat and one less squeak", "The squeak is in the chair. I have tried oil, prayer and Tobias's holiday.", "5 bt", 14),
    ("gwen", "culture", "Two violins and a cello", "For a quartet that so far consists of a viola.", "my gratitude, and cake", 27),
    ("alun", "food", "Gleaners for the squash field", "A Sunday, wellingtons, as many squashes as you can carry home.", "3 bt an hour and squash", 19),
    ("bronwen", "home", "Somebody good with a gate", "Thatcher has learned the latch. The others are taking notes.", "11 bt an hour", 3),
    ("repair", "home", "Volunteers who understand toasters", "Second Saturday. We provide screws, soup and an apron.", "6 bt a session", 11),
    ("barnaby", "culture", "A drum kit (do not tell my mother)", "Or part of one. I can start with a snare.", "up to 80 bt", 44),
];
