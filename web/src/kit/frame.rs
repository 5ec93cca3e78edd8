//! The frame around every page: brand, navigation, the person signed in, what was just said.

use askama::Template;
use ayni_kernel::{Error, Language, Result, Role};

use crate::{
    kit::{assets, filters, reply::Shell, views::CardView, visit::Visit, words::Words},
    links,
};

/// Everything the frame shows; the same for all pages of a visit.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    words: Words,
    name: String,
    logo: Option<String>,
    hue: u16,
    path: String,
    said: Option<String>,
    notice: Option<String>,
    person: Option<Person>,
    languages: Vec<Language>,
}

/// The person signed in.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether one part of the navigation is shown")]
struct Person {
    name: String,
    me: Option<CardView>,
    others: Vec<CardView>,
    office: bool,
    desk: bool,
    treasury: bool,
    manager: bool,
    admin: bool,
    requests: usize,
    notices: usize,
    waiting: u64,
}

#[derive(Template)]
#[template(path = "kit/base.html")]
struct Base<'a> {
    frame: &'a Frame,
    title: &'a str,
    tab: &'a str,
    shell: Shell,
    body: &'a str,
    css: Option<&'a str>,
}

impl Frame {
    /// The frame of a visit.
    pub(crate) fn of(visit: &Visit) -> Result<Self> {
        let person = visit.user.as_ref().map(|user| Person::of(visit, user.name.as_str())).transpose()?;
        let settings = &visit.settings;
        Ok(Self {
            words: visit.words.clone(),
            name: settings.name.to_string(),
            logo: settings.logo.as_ref().map(links::photo),
            hue: settings.hue.degrees(),
            path: visit.path.clone(),
            said: visit.said.clone().filter(|key| visit.words.knows(key)),
            notice: visit.app.notice().sentence(&visit.words),
            person,
            languages: settings.languages.clone(),
        })
    }

    /// A frame for pages outside any community: setup, the node's front page, its errors.
    pub(crate) fn bare(words: Words, path: &str) -> Self {
        let languages = Language::ALL.to_vec();
        Self {
            words,
            name: "Ayni".to_owned(),
            logo: None,
            hue: ayni_communities::Hue::DEFAULT.degrees(),
            path: path.to_owned(),
            said: None,
            notice: None,
            person: None,
            languages,
        }
    }

    /// The whole page as HTML.
    pub(crate) fn around(&self, title: &str, feature: &str, tab: &str, shell: Shell, body: &str) -> Result<String> {
        let file = format!("/{feature}.css");
        let css = assets::exists(&file).then(|| assets::url(&file));
        let base = Base { frame: self, title, tab, shell, body, css };
        base.render_with_values(&("words", self.words.clone())).map_err(Error::broken)
    }

    /// The languages other than the one spoken.
    fn other_languages(&self) -> impl Iterator<Item = &Language> {
        self.languages.iter().filter(|language| **language != self.words.language())
    }

    /// Whether the page stands alone, without navigation around it.
    #[expect(clippy::unused_self, reason = "templates call methods of the frame")]
    fn is_door(&self, shell: Shell) -> bool {
        matches!(shell, Shell::Door | Shell::Wizard)
    }

    /// The letter that stands where a community has no logo.
    fn initial(&self) -> String {
        self.name.chars().find(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_uppercase).collect()
    }

    fn tag(&self) -> &'static str {
        self.words.language().tag()
    }
}

impl Person {
    fn of(visit: &Visit, name: &str) -> Result<Self> {
        visit.read(|tx, me| {
            let mut cards = Vec::new();
            if let ayni_kernel::Actor::Person(person) = me {
                for member in &person.members {
                    cards.push(CardView::from(ayni_members::name_of(tx, *member)?));
                }
            }
            let acting = me.member().ok().map(|id| id.to_string());
            let (mine, others): (Vec<_>, Vec<_>) =
                cards.into_iter().partition(|card| Some(&card.id) == acting.as_ref());
            let (mut requests, mut notices) = (0, 0);
            if let Ok(member) = me.member() {
                notices = ayni_notices::unseen_count(tx, me, member)?;
                for account in ayni_ledger::accounts_of(tx, me, member)? {
                    requests += ayni_ledger::open_requests(tx, me, account.id)?.len();
                }
            }
            let office = me.has(Role::Steward) || me.has(Role::Treasurer);
            Ok(Self {
                name: name.to_owned(),
                me: mine.into_iter().next(),
                others,
                office,
                desk: me.has(Role::Steward) || me.has(Role::Manager),
                treasury: me.has(Role::Treasurer),
                manager: me.has(Role::Manager),
                admin: me.has(Role::Admin),
                requests,
                notices,
                waiting: if office { waiting(tx)? } else { 0 },
            })
        })
    }
}

/// How many applicants wait for an answer.
fn waiting(tx: &ayni_kernel::ReadTx) -> Result<u64> {
    let counts = ayni_members::count_by_status(tx)?;
    Ok(counts.get(&ayni_members::MemberStatus::Pending).copied().unwrap_or_default())
}
