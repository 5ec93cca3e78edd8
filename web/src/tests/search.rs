//! The search: what is found, narrowed and understood, and by whom.

use ayni_kernel::testing::Cast;
use ayni_users::Scope;

use super::bench::{Stranger, Town};

impl Town {
    /// Feeds the index, as the program's job would.
    fn index(&self) {
        ayni_finding::anew(&self.community, "test", &mut |_, _| ()).unwrap();
    }
}

#[tokio::test]
async fn everything_is_found_in_one_place() {
    let town = Town::new();
    let loaf = [("kind", "offer"), ("title", "Sourdough loaf"), ("description", "Baked on Fridays"), ("price", "4")];
    town.post(Cast::Ana, "/listings", &loaf).await.expect(303);
    town.index();
    let page = town.get(Cast::Ben, "/search?q=sourdogh").await.expect(200);
    assert!(
        page.shows("Sourdough loaf") && page.shows("One result.") && page.shows("a little differently"),
        "{}",
        page.body
    );
    let page = town.get(Cast::Ben, "/search?q=by%3AAna").await.expect(200);
    assert!(page.shows("Sourdough loaf") && page.shows("By Ana"), "{}", page.body);
    let page = town.get(Cast::Ben, "/search?q=ana&kind=listing").await.expect(200);
    assert!(page.shows("Nothing found") && page.shows("href=\"/search?q=ana\""), "{}", page.body);
    assert!(town.get(Cast::Ben, "/search?q=near%3Anowhere").await.expect(200).shows("Nothing of that name"));
    let reply = town.api(&town.token(Cast::Ben, Scope::Read), "/search/suggestions?q=sourd", None).await.expect(200);
    assert!(reply.shows("Sourdough loaf") && reply.shows("/listings/"), "{}", reply.body);
    let page = town.get(Stranger, "/search?q=sourdough").await.expect(200);
    assert!(!page.shows("Sourdough loaf") && page.shows("Nothing found"), "{}", page.body);
    town.get(Cast::Ben, "/search?here=here").await.expect(422);
}
