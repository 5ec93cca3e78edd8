//! Safekeeping as admins see it, and as nobody else does.

use ayni_kernel::testing::Cast;
use ayni_users::Scope;

use super::bench::{Stranger, Town};

#[tokio::test]
async fn an_admin_sees_how_safe_the_books_are() {
    let town = Town::new();
    let page = town.get(Cast::Ada, "/admin/keeping").await.expect(200);
    for words in [
        "2 hours ago",
        "1.5\u{a0}MB · read back and compared · encrypted",
        "in 25 minutes",
        "It can be restored",
        "3 changes behind",
        "up to date",
        "48.0\u{a0}GB",
        "attic",
        "class=\"spark\"",
        "/admin/keeping/backups/newest",
    ] {
        assert!(page.shows(words), "{words}: {}", page.body);
    }
    assert!(town.get(Cast::Ada, "/admin").await.expect(200).shows("href=\"/admin/keeping\""));
    let data = town.api(&town.token(Cast::Ada, Scope::Admin), "/admin/keeping", None).await.expect(200).json();
    assert_eq!((&data["backups"]["count"], &data["drill"]["well"]), (&31.into(), &true.into()));
    assert_eq!(data["standbys"][0]["state"], "in-step");
}

#[tokio::test]
async fn a_backup_begins_once_and_the_page_follows_it() {
    let town = Town::new();
    let idle = town.get(Cast::Ada, "/admin/keeping/progress").await.expect(200).json();
    assert_eq!((&idle["state"], &idle["next"]), (&"done".into(), &"/admin/keeping".into()));
    let begun = town.post(Cast::Ada, "/admin/keeping/backups", &[]).await;
    begun.leads_to("/admin/keeping?said=keeping-said-begun");
    let page = town.get(Cast::Ada, "/admin/keeping?said=keeping-said-begun").await.expect(200);
    assert!(page.shows("It has begun.") && page.shows("data-poll") && !page.shows("Back up now"), "{}", page.body);
    let running = town.get(Cast::Ada, "/admin/keeping/progress").await.expect(200).json();
    assert_eq!((&running["state"], &running["next"]), (&"running".into(), &serde_json::Value::Null));
    assert!(town.post(Cast::Ada, "/admin/keeping/drills", &[]).await.expect(409).shows("under way already"));
}

#[tokio::test]
async fn the_newest_backup_is_a_file_to_keep() {
    let town = Town::new();
    let file = town.get(Cast::Ada, "/admin/keeping/backups/newest").await.expect(200);
    assert_eq!(file.body, include_str!("../../Cargo.toml"));
    assert_eq!(file.headers["content-disposition"], "attachment; filename=\"Cargo.toml\"");
    for cast in [Cast::Ana, Cast::Carla, Cast::Tova] {
        town.get(cast, "/admin/keeping/backups/newest").await.expect(404);
        town.get(cast, "/admin/keeping").await.expect(404);
    }
    town.get(Stranger, "/admin/keeping").await.expect(303);
}
