//! The people of the Button Works: who was there from the first evening, and in the first weeks.

use ayni_kernel::{Language, Role};
use ayni_members::{
    Access, ContactKind, MemberKind,
    Visibility::{self, Members, Public, Staff},
};

use ContactKind::{Other, Phone, Signal, Telegram, Website, Whatsapp};
use MemberKind::{Business, Organization, Personal};

/// How somebody becomes a member.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// Founds the community.
    Founds,
    /// Applies with this letter and is approved.
    Applies(&'static str),
    /// Follows an invitation.
    Invited,
    /// Is written in by the steward: no computer.
    WrittenIn,
    /// Is a second membership of this person's login.
    Of(&'static str),
    /// Applies with this letter and still waits.
    Waits(&'static str),
}

/// A way to reach somebody.
pub(super) type Reach = (ContactKind, &'static str, &'static str, Visibility);

/// A member to be.
pub(super) struct Someone {
    /// The name in this story's tables, and before the `@` of the address.
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: MemberKind,
    /// Days after the founding.
    pub(super) day: i64,
    pub(super) way: Way,
    pub(super) language: Language,
    /// Who may see the profile.
    pub(super) access: Access,
    /// How readily this member buys, beside others.
    pub(super) spends: u32,
    pub(super) street: &'static str,
    /// Hundred-thousandths of a degree from the market cross: north, east.
    pub(super) place: (i32, i32),
    pub(super) about: &'static str,
    pub(super) contacts: &'static [Reach],
}

/// A row of the tables of people.
#[expect(clippy::too_many_arguments, reason = "one row of a table")]
pub(super) const fn p(
    key: &'static str,
    name: &'static str,
    (day, way): (i64, Way),
    (spends, access): (u32, Access),
    street: &'static str,
    place: (i32, i32),
    about: &'static str,
    contacts: &'static [Reach],
) -> Someone {
    let (kind, language) = (Personal, Language::English);
    Someone { key, name, kind, day, way, language, access, spends, street, place, about, contacts }
}

impl Someone {
    /// The same member as another kind.
    pub(super) const fn kind(self, kind: MemberKind) -> Self {
        Self { kind, ..self }
    }

    /// The same member with Spanish pages.
    const fn spanish(self) -> Self {
        Self { language: Language::Spanish, ..self }
    }

    /// Whether the member has a login of its own or of its keeper.
    pub(super) const fn online(&self) -> bool {
        !matches!(self.way, Way::WrittenIn)
    }
}

/// Who holds which role, from the first evening.
pub(super) const ROLES: &[(&str, Role)] =
    &[("rafael", Role::Steward), ("gwen", Role::Treasurer), ("tobias", Role::Manager)];

/// A second login for a member: the member, the login's key, the person's name.
pub(super) const SECOND_LOGINS: &[(&str, &str, &str)] = &[("maud", "issa", "Issa Diallo")];

/// Members of the first weeks, in the order in which they came.
#[rustfmt::skip]
pub(super) const FIRST: &[Someone] = &[
    p("hettie", "Henrietta Nwosu", (0, Way::Founds), (2, Access::Public), "The Old Ticket Office, Station Yard", (310, -420),
        "Stationmaster here until they took the trains away. I still get up for the 6:12. I run the Works because somebody has to unlock it, and I have the keys. Ask me about timetables, jam, or how to chair a meeting in forty minutes.",
        &[(Phone, "", "01632 960 112", Members), (Website, "", "https://buttonworks.example/hettie", Public)]),
    p("tamsin", "Tamsin Okafor", (0, Way::Applies("I have drawn the view from my kitchen forty times. I would like a desk with a different window.")), (5, Access::Public), "3 Weir Cottages", (-150, 260),
        "Illustrator of children's books and, lately, of cheese labels. Mornings at the window desk, afternoons wherever the dog insists. I draw portraits of pets, design flyers and teach people who say they cannot draw.",
        &[(Phone, "", "07700 900 214", Members), (Website, "", "https://tamsin-draws.example", Public), (Signal, "", "tamsin.42", Members)]),
    p("rafael", "Rafael Quiroga", (0, Way::Applies("Repartí el correo de este pueblo durante treinta años: conozco todas las puertas y casi todos los perros.")), (2, Access::Public), "27 Needle Street", (90, 140),
        "Cartero jubilado, ahora administrador de llaves, escaleras y buenas noticias. If you have no computer, or yours has given up on you, knock: I pay and sell in the exchange for anyone who prefers a voice to a screen. Hablo español, portugués y bastante galés.",
        &[(Phone, "", "01632 960 127", Public), (Whatsapp, "", "07700 900 127", Members)]).spanish(),
    p("gwen", "Gwendolyn Prys", (0, Way::Applies("Thirty-four years of fractions. I shall keep your books so straight you could hang washing on them.")), (2, Access::Group), "8 Chapel Steps", (220, 60),
        "Taught mathematics at Wending Upper, now treasurer. I coach for exams, play the viola adequately and believe every column has a sum. Any question about a limit or an odd payment: ask me before you worry.",
        &[(Phone, "", "01632 960 108", Members)]),
    p("tobias", "Tobias Lindqvist", (0, Way::Applies("I have a lathe, a bandsaw and no neighbours left who still speak to me. The workshop seems wiser.")), (3, Access::Public), "The Sawpit, Mill Lane", (-260, -180),
        "Joiner and maker of chairs that do not wobble. I look after the workshop's machines: do the induction with me first, please, so that you leave with the number of fingers you came with.",
        &[(Phone, "", "07700 900 330", Members), (Telegram, "", "tobias_saws", Members)]),
    p("odile", "Odile Marchetti", (0, Way::Applies("You will need breakfast.")), (4, Access::Public), "1 Market Cross", (10, -10),
        "Baker by night, asleep by eight in the evening. This is me as a person; the bread has its own account. I buy more honey, cheese and firewood than any one woman should.",
        &[(Phone, "", "01632 960 141", Members)]),
    p("crumb", "Crumb & Crust Bakery", (1, Way::Of("odile")), (6, Access::Public), "1 Market Cross", (12, -12),
        "Sourdough, seeded rye and the Friday cinnamon knots, out of a wood-fired oven behind the market cross. Half of any bill in buttons, all of it on Wednesdays. Yesterday's bread is half price and makes honest toast.",
        &[(Phone, "", "01632 960 142", Public), (Website, "", "https://crumb-and-crust.example", Public)]).kind(Business),
    p("maud", "The Pemberton-Diallos", (2, Way::Applies("Two adults, three children, one trampoline, no spare evenings. We can offer apples, lifts and noise.")), (5, Access::Group), "14 Tannery Row", (-90, 330),
        "Maud and Issa and the three small ones share this account, so if a payment says 'dinosaur', it was probably Issa. We have a big car, an orchard and a great need for babysitters.",
        &[(Phone, "", "07700 900 414", Members), (Other, "Back door", "Knock loudly, the front bell sings but nobody hears it", Members)]),
    p("walter", "Walter Thripp", (3, Way::WrittenIn), (1, Access::Group), "2 Clockmaker's Yard", (140, -60),
        "Eighty-four. Mends clocks, watches and the occasional music box. No telephone after the nine o'clock news. Rafael does his buttons for him.",
        &[(Phone, "", "01632 960 102", Staff)]),
    p("enid", "Enid Applegarth", (4, Way::WrittenIn), (3, Access::Group), "Almshouse No. 5, Chapel Steps", (235, 75),
        "Ninety-one and still knitting for the whole street. Likes company on Thursdays, needs a hand with the coal, and will tell you what this town looked like with trains.",
        &[(Phone, "", "01632 960 105", Staff)]),
    p("priya", "Priya Raman", (5, Way::Applies("I fix bicycles for money in the city and would rather fix them for eggs at home.")), (3, Access::Public), "19 Needle Street", (75, 120),
        "Bicycle mechanic. Punctures while you wait, wheels by the weekend, advice for nothing. The workshop's repair stand is mine on Wednesday evenings; bring biscuits.",
        &[(Phone, "", "07700 900 519", Members), (Signal, "", "priya.spokes", Members)]),
    p("noor", "Noor Haddad", (6, Way::Applies("My piano came with the house and the house came with damp. I teach in the hall at the Works if you will have me.")), (3, Access::Public), "6 Weir Cottages", (-160, 275),
        "Piano for beginners of any age, Arabic for the curious. I accompany choirs, silent films and, once, a goat. Lessons are half an hour because attention is.",
        &[(Phone, "", "07700 900 606", Members)]),
    p("casimir", "Casimir Wolniak", (8, Way::Applies("If it has a plug, I have opened it.")), (3, Access::Public), "41 Tannery Row", (-110, 360),
        "Electrician, properly certified, and collector of radios nobody asked me to collect. I test appliances for the Repair Café and rewire lamps at home. Ask before you cut the blue one.",
        &[(Phone, "", "01632 960 177", Public), (Telegram, "", "casimir_radio", Members)]),
    p("bronwen", "Bronwen Tudge", (9, Way::Applies("Eleven goats. I will say no more until you have tasted the cheese.")), (3, Access::Public), "Upper Dawdle Farm", (880, -640),
        "Goats: eleven, all named after prime ministers. Soft cheese, hard cheese, and a goat on loan for brambles. Visitors welcome at milking time, five o'clock, in boots.",
        &[(Phone, "", "01632 960 191", Members)]),
    p("leocadia", "Leocadia Fuentes", (12, Way::Applies("Me lo contó Rafael. Sé cultivar tomates donde dicen que no se puede.")), (4, Access::Public), "33 Needle Street", (60, 165),
        "Vine por un año y ya van veintidós. Empanadas los sábados, plantones en primavera y clases de conversación en español para quien quiera perder la vergüenza. My English is good; my tomatoes are better.",
        &[(Phone, "", "07700 900 733", Members)]).spanish(),
    p("dom", "Dominic Achebe", (14, Way::Invited), (4, Access::Group), "5 Bobbin Court", (40, -230),
        "I make websites for people who would rather not think about websites. At the Works most days, second desk from the kettle. Patient with telephones, printers and parents.",
        &[(Phone, "", "07700 900 805", Members), (Website, "", "https://achebe.example", Public)]),
    p("ingrid", "Ingrid Saltmarsh", (17, Way::Applies("I was a ship's sailmaker. Curtains hold no terror for me.")), (2, Access::Group), "11 Bobbin Court", (55, -245),
        "Alterations, sails, zips and the rescue of beloved coats. I keep the industrial sewing machine at the Works threaded and in a good mood.",
        &[(Phone, "", "01632 960 118", Members)]),
    p("repair", "Much Wending Repair Café", (20, Way::Applies("We meet on the second Saturday and mend what the shops say cannot be mended. We would like to be able to say thank you in buttons.")), (3, Access::Public), "The Button Works, Mill Lane", (-240, -160),
        "Second Saturday of the month, ten till one, in the workshop. Toasters, trousers, toys. We mend about two thirds of what comes in and give the rest a decent funeral.",
        &[(Website, "", "https://repaircafe-wending.example", Public)]).kind(Organization),
];
