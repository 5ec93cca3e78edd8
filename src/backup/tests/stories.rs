//! What happens to a town's books, and how they come back.

use std::{fs, path::Path};

use ayni_kernel::{Timestamp, tx::Now as _};
use ayni_web::kit::keeper::{Keeper as _, Task};

use super::{
    super::{drill, record::Record, schedule::Occasion},
    town::{Locks, State, Town, state, state_in},
};

/// Pays every minute for half an hour while the schedule runs. Gives what was there at each minute.
fn half_an_hour(town: &Town) -> Vec<(Timestamp, State)> {
    town.wait(0);
    let mut minutes = Vec::new();
    for minute in 1..=30 {
        town.pay(minute);
        minutes.push((town.now(), town.state()));
        town.wait(1);
    }
    minutes
}

/// The last moment before a minute is over, which holds everything that was committed in it.
fn end_of(minute: Timestamp) -> String {
    minute.plus_seconds(59).to_string()
}

#[test]
fn every_minute_comes_back_exactly() {
    for locks in [Locks::Open, Locks::Sealed] {
        let town = Town::new(locks);
        let minutes = half_an_hour(&town);
        town.wait(5);
        let logs = town.archives().iter().filter(|name| name.contains(".log.")).count();
        assert!(logs >= 5, "{:?}", town.archives());
        for at in [0, 3, 4, 11, 17, 29] {
            let (minute, lived) = &minutes[at];
            let goal = town.restore(&town.backups(), Some(&end_of(*minute)), &format!("minute-{at}")).unwrap();
            assert_eq!(&state_in(&goal), lived, "{locks:?}, minute {at}");
        }
        let newest = town.restore(&town.backups(), None, "newest").unwrap();
        assert_eq!(state_in(&newest), town.state());
    }
}

#[test]
fn a_point_is_also_a_wall_clock_time_or_a_transaction() {
    let town = Town::new(Locks::Open);
    let minutes = half_an_hour(&town);
    let (minute, lived) = &minutes[12];
    // Madrid is an hour ahead in March; each payment was made in the first moment of its minute.
    let clock = minute.plus_seconds(3_600).to_string().replace('T', " ").replace('Z', "");
    let by_clock = town.restore(&town.backups(), Some(&clock[..16]), "clock").unwrap();
    assert_eq!(&state_in(&by_clock), lived);
    let community = town.community("lime-lane");
    let seq = community.data.store().seq_at(minute.plus_seconds(59).micros()).unwrap().unwrap();
    let by_number = town.restore(&town.backups(), Some(&seq.to_string()), "number").unwrap();
    assert_eq!(state_in(&by_number)["lime-lane"], lived["lime-lane"]);
    assert!(town.refusal(Some("999999")).contains("is in none of the backups"));
    assert!(town.refusal(Some("2020-01-01 10:00")).contains("is younger than the point asked for"));
    assert!(town.refusal(Some("soon")).contains("no point in time"));
}

#[test]
fn a_community_that_came_in_between_comes_back_from_its_first_day() {
    let town = Town::new(Locks::Open);
    town.wait(0);
    town.pay(2);
    let before = town.state();
    let moment = town.now().plus_seconds(30).to_string();
    town.wait(6);
    town.found("Quince Court", "quince-court");
    let file = town.community("quince-court").blobs.put(b"a picture of a quince").unwrap();
    town.wait(6);
    let after = town.restore(&town.backups(), None, "after").unwrap();
    assert_eq!(state_in(&after), town.state());
    let restored = crate::house::House::open(&after, 8).ok().unwrap();
    let id = town.community("quince-court").id;
    assert_eq!(restored.node().community(id).unwrap().blobs.get(&file).unwrap().unwrap(), b"a picture of a quince");
    let earlier = town.restore(&town.backups(), Some(&moment), "earlier").unwrap();
    assert_eq!(state_in(&earlier), before);
}

fn cut(file: &Path, keep: usize) {
    let bytes = fs::read(file).unwrap();
    fs::write(file, &bytes[..bytes.len().saturating_sub(keep)]).unwrap();
}

#[test]
fn damage_is_refused_with_its_sentence_and_leaves_nothing() {
    for locks in [Locks::Open, Locks::Sealed] {
        let town = Town::new(locks);
        let minutes = half_an_hour(&town);
        let names = town.archives();
        let log = town.backups().join(&names[3]);
        let whole = fs::read(&log).unwrap();
        cut(&log, 9);
        assert!(town.refusal(None).contains("is no sound backup"), "a cut segment");
        let mut changed = whole.clone();
        changed[whole.len() / 2] ^= 1;
        fs::write(&log, &changed).unwrap();
        assert!(town.refusal(None).contains("is no sound backup"), "a changed segment");
        fs::remove_file(&log).unwrap();
        let missing = town.refusal(None);
        assert!(missing.contains(&format!("The log segment {} is missing", names[3])), "{missing}");
        // Until just before the gap everything is there.
        let (minute, lived) = &minutes[3];
        let goal = town.restore(&town.backups(), Some(&end_of(*minute)), "before-the-gap").unwrap();
        assert_eq!(&state_in(&goal), lived);
        fs::write(&log, &whole).unwrap();
        town.restore(&town.backups(), None, "mended").unwrap();
    }
}

#[test]
fn only_the_right_key_opens_a_sealed_backup() {
    let town = Town::new(Locks::Sealed);
    town.wait(0);
    let name = town.archives()[0].clone();
    assert!(name.ends_with(".ayni.age"), "{name}");
    let file = town.backups().join(&name);
    let other = town.folder.path().join("other.txt");
    fs::write(&other, super::super::new_pair().0).unwrap();
    let refused = |key: Option<&Path>| {
        let error = town.restore_with(&file, None, "locked", key).unwrap_err();
        assert!(!town.folder.path().join("locked").exists());
        format!("{error:#}")
    };
    assert!(refused(Some(&other)).contains("encrypted for another key than the one given"));
    assert!(refused(None).contains("give the secret key with --identity KEYFILE"));
    fs::write(&other, "no key at all").unwrap();
    assert!(refused(Some(&other)).contains("holds no secret key"));
    // The machine's own key reads it too; it is in no archive.
    let own = town.house().folder().join("backup.key");
    let goal = town.restore_with(&file, None, "own", Some(&own)).unwrap();
    assert!(!goal.join("backup.key").exists());
    assert_eq!(state_in(&goal), town.state());
}

#[test]
fn the_drill_compares_with_the_live_state_and_remembers() {
    for locks in [Locks::Open, Locks::Sealed] {
        let town = Town::new(locks);
        half_an_hour(&town);
        town.pay(2);
        let outcome = drill(town.house(), &town.keeping.settings).unwrap();
        assert!(outcome.well, "{:?}", outcome.lines);
        assert!(outcome.lines.iter().any(|line| line.contains("the live log")), "{:?}", outcome.lines);
        let drilled = Record::load(town.house().folder()).drill.unwrap();
        assert_eq!((drilled.failure, drilled.backup), (None, town.archives()[0].clone()));
        for name in town.archives() {
            cut(&town.backups().join(name), 40);
        }
        let outcome = drill(town.house(), &town.keeping.settings).unwrap();
        assert!(!outcome.well && outcome.lines[0].contains("is no sound backup"), "{:?}", outcome.lines);
        let drilled = Record::load(town.house().folder()).drill.unwrap();
        assert!(drilled.failure.unwrap().contains("is no sound backup"));
    }
}

#[test]
fn a_drill_notices_a_history_that_is_not_the_live_one() {
    let town = Town::new(Locks::Open);
    town.wait(0);
    let goal = town.restore(&town.backups(), None, "fork").unwrap();
    // The same town goes on in two places; the drill of one meets the log of the other.
    town.pay(2);
    town.wait(6);
    let other = crate::house::House::open(&goal, 8).ok().unwrap();
    let outcome = drill(&other, &town.keeping.settings).unwrap();
    let said = &outcome.lines[0];
    assert!(!outcome.well && said.contains("is not the one that was backed up"), "{said}");
}

#[test]
fn the_week_runs_by_itself() {
    let town = Town::new(Locks::Open);
    assert_eq!(town.archives_if_any(), 0);
    for hour in 0..30 {
        town.pay(hour * 2 + 2);
        town.wait(60);
    }
    let names = town.archives();
    let wholes = names.iter().filter(|name| !name.contains(".log.")).count();
    assert!((24..=27).contains(&wholes), "a day of hours is kept: {wholes}");
    let record = Record::load(town.house().folder());
    assert!(record.drill.is_some_and(|drill| drill.failure.is_none()), "the first drill follows the first backup");
    assert_eq!(record.samples.len(), 2, "sizes are noted once a day");
    // A quiet night needs no backup, but one a day is made all the same.
    let quiet = || town.archives().len();
    let before = quiet();
    town.wait(60);
    let settled = quiet();
    assert!(settled <= before + 1);
    for _ in 0..5 {
        town.wait(60);
    }
    assert_eq!(quiet(), settled, "nothing changed, nothing is written");
    fs::write(town.backups().join("notes.txt"), "not ours").unwrap();
    town.wait(60 * 24);
    assert!(town.backups().join("notes.txt").exists());
}

#[test]
fn a_new_history_in_an_old_folder_begins_a_new_chain() {
    let town = Town::new(Locks::Open);
    let minutes = half_an_hour(&town);
    let goal = town.restore(&town.backups(), Some(&end_of(minutes[9].0)), "data-2").unwrap();
    let second = town.moved_to(&goal);
    // A copy must not mix its backups with those of the original, until somebody says that it takes its place.
    second.keeping.round();
    let refused = Record::load(second.house().folder()).failure.unwrap().why;
    assert!(refused.contains("holds the backups of"), "{refused}");
    fs::remove_file(second.backups().join("owner")).unwrap();
    second.clock.turn(3_600);
    for cents in 1..4 {
        second.pay(cents);
        second.wait(6);
    }
    let newest = second.restore(&second.backups(), None, "second").unwrap();
    assert_eq!(state_in(&newest), second.state());
    let outcome = drill(second.house(), &second.keeping.settings).unwrap();
    assert!(outcome.well, "{:?}", outcome.lines);
}

#[test]
fn what_failed_is_told_and_tried_again_later() {
    let town = Town::new(Locks::Open);
    town.wait(0);
    let folder = town.backups();
    fs::rename(&folder, town.folder.path().join("away")).unwrap();
    fs::write(&folder, "in the way").unwrap();
    town.clock.turn(3_700);
    town.keeping.round();
    let community = town.community("lime-lane").id;
    let told = |town: &Town| town.keeping.look(community).unwrap().backups.unwrap().failure;
    assert!(told(&town).is_some());
    fs::remove_file(&folder).unwrap();
    fs::rename(town.folder.path().join("away"), &folder).unwrap();
    town.keeping.round();
    assert!(told(&town).is_some(), "not tried again at once");
    town.clock.turn(700);
    town.keeping.round();
    assert_eq!(told(&town), None);
}

#[test]
fn only_the_admins_of_a_lonely_community_take_a_backup_away() {
    let town = Town::new(Locks::Open);
    let lane = town.community("lime-lane").id;
    assert!(town.keeping.newest(lane).is_err(), "there is none yet");
    town.wait(0);
    assert!(town.keeping.newest(lane).unwrap().exists());
    town.found("Quince Court", "quince-court");
    let _ = town.keeping.perform(Task::BackUp, Occasion::Asked);
    let court = town.community("quince-court").id;
    assert!(town.keeping.newest(lane).is_err() && town.keeping.newest(court).is_err());
    assert!(!town.keeping.look(lane).unwrap().backups.unwrap().may_download);
    assert_eq!(town.keeping.begin(Task::BackUp), Err(ayni_kernel::Error::Unavailable(ayni_kernel::Stop::Closing)));
    let now = town.house().node().data().read(|tx| Ok(tx.now())).unwrap();
    assert!(state(town.house()).len() == 3 && now == town.now());
}
