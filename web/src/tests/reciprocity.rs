//! Give and take: a member's own picture, the community's, and who may see names.

use ayni_kernel::{Actor, Amount, Line, testing::Cast};
use ayni_ledger::Pay;
use ayni_users::Scope;

use super::bench::{Stranger, Town};

const PROGRAM: Actor = Actor::System("test");

impl Town {
    /// Ana gives to Ben, Ben to Carla, Carla to Ana: three times each, and all of it is counted.
    fn went_round(&self) {
        let members = [Cast::Ana, Cast::Ben, Cast::Carla].map(|cast| self.resident(cast).member);
        let pairs = [(0, 1), (1, 2), (2, 0)].map(|(giver, taker): (usize, usize)| (members[giver], members[taker]));
        self.community
            .write(move |tx| {
                for (giver, taker) in pairs.into_iter().cycle().take(9) {
                    let account = |tx: &ayni_kernel::WriteTx<'_>, member| -> ayni_kernel::Result<_> {
                        Ok(ayni_ledger::accounts_of(tx, &PROGRAM, member)?[0].id)
                    };
                    let (from, to) = (account(tx, taker)?, account(tx, giver)?);
                    let description = Line::parse("description", "Bread")?;
                    let amount = Amount::new(250);
                    ayni_ledger::pay(tx, &PROGRAM, Pay { id: None, from, to, amount, description, category: None })?;
                }
                Ok(())
            })
            .unwrap();
        while self.community.read(ayni_reciprocity::has_work).unwrap() {
            self.community.write(|tx| ayni_reciprocity::count(tx, 50)).unwrap();
        }
        while self.community.write(|tx| ayni_reciprocity::visit(tx, 50)).unwrap() > 0 {}
    }
}

#[tokio::test]
async fn a_member_sees_how_giving_and_taking_come_round() {
    let town = Town::new();
    let before = town.get(Cast::Ana, "/reciprocity").await.expect(200);
    assert!(before.shows("Begin with a small exchange"), "{}", before.body);
    town.went_round();
    let page = town.get(Cast::Ana, "/reciprocity").await.expect(200);
    for text in ["score-ring", "40 of 40 points", "With whom most", "Month by month"] {
        assert!(page.shows(text), "{text} in {}", page.body);
    }
    let token = town.token(Cast::Ana, Scope::Read);
    let json = town.api(&token, "/reciprocity", None).await.expect(200).json();
    assert_eq!(json["score"]["parts"][0]["permille"], 1_000);
    assert_eq!((json["partners"].as_u64(), json["given"]["minor"].as_i64()), (Some(2), Some(750)));
    assert!(town.get(Cast::Ana, "/wallet").await.expect(200).shows("href=\"/reciprocity\""));
}

#[tokio::test]
async fn names_are_for_those_who_can_help() {
    let town = Town::new();
    town.went_round();
    let page = town.get(Cast::Ana, "/reciprocity/community").await.expect(200);
    assert!(page.shows("Where help is needed") && !page.shows("concern=waiting"), "{}", page.body);
    town.get(Cast::Ana, "/reciprocity/community?concern=waiting").await.expect(403);
    let names = town.get(Cast::Carla, "/reciprocity/community?concern=waiting").await.expect(200);
    assert!(names.shows("Tova") && !names.shows(">Ben<"), "{}", names.body);
    town.get(Cast::Carla, "/reciprocity/community?concern=laziness").await.expect(422);
    town.get(Stranger, "/reciprocity/community").await.expect(303);
    let ben = town.resident(Cast::Ben).member;
    town.get(Cast::Carla, &format!("/admin/members/{ben}/reciprocity")).await.expect(200);
    town.get(Cast::Ana, &format!("/admin/members/{ben}/reciprocity")).await.expect(403);
}
