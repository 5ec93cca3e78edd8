//! The community's settings and its logo.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Multipart;
use ayni_communities::{Access, Audience, ChangeSettings, Hue, Joining, Kind, Settings, SettingsAct, TimeZoneName};
use ayni_kernel::{Body, Check, Fault, Language, Name, Point, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reach::{CommunityContactForm, CommunityReachView, address, point};
use crate::{
    kit::{Answer, FormFaults, Input, Page, Visit, filters, words::Words},
    links, photos,
};

/// The accent colours offered: the degrees of the stylesheet's `hue-0` to `hue-7`, and the word that names each.
const SWATCHES: [(u16, &str); 8] = [
    (42, "clay"),
    (76, "amber"),
    (108, "olive"),
    (150, "leaf"),
    (190, "lagoon"),
    (240, "sky"),
    (288, "violet"),
    (350, "rose"),
];

/// The community's settings as its form sends them: every field, changed or not.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = CommunitySettingsForm)]
pub(crate) struct SettingsForm {
    /// The name.
    name: String,
    /// What the community is about.
    description: String,
    /// `coworking`, `exchange` or `both`.
    kind: String,
    /// The main language: `en` or `es`.
    language: String,
    /// Anything but empty: English is offered.
    language_en: Option<String>,
    /// Anything but empty: Spanish is offered.
    language_es: Option<String>,
    /// A name of the IANA time zone database.
    time_zone: String,
    /// The accent colour on the colour wheel: 0 to 359.
    hue: String,
    /// What members agree to.
    terms: String,
    /// `open` or `invite`.
    joining: String,
    /// Who may look at the list of members: `public` or `members`.
    member_list: String,
    /// Who may see the community: `public`, `group` or `private`.
    access: String,
    /// Street and number.
    street: String,
    /// Town or village.
    locality: String,
    /// Postal code.
    postal_code: String,
    /// County, province, state.
    region: String,
    /// Country.
    country: String,
    /// Degrees north; empty for no place on the map.
    latitude: String,
    /// Degrees east; empty for no place on the map.
    longitude: String,
    /// The ways to reach the community.
    contacts: Vec<CommunityContactForm>,
    /// The contacts as HTML forms send them: `contact-0-kind`, `contact-0-value`, …
    #[serde(flatten)]
    #[schema(ignore)]
    rows: BTreeMap<String, String>,
}

impl SettingsForm {
    fn of(settings: &Settings) -> Self {
        let offered = |language| settings.languages.contains(&language).then(|| "on".to_owned());
        let degrees = |of: fn(Point) -> f64| settings.location.map(|point| of(point).to_string()).unwrap_or_default();
        let address = &settings.address;
        Self {
            name: settings.name.to_string(),
            description: settings.description.to_string(),
            kind: settings.kind.to_string(),
            language: settings.language.to_string(),
            language_en: offered(Language::English),
            language_es: offered(Language::Spanish),
            time_zone: settings.time_zone.to_string(),
            hue: settings.hue.degrees().to_string(),
            terms: settings.terms.to_string(),
            joining: settings.joining.to_string(),
            member_list: settings.member_list.to_string(),
            access: settings.access.to_string(),
            street: address.street.to_string(),
            locality: address.locality.to_string(),
            postal_code: address.postal_code.to_string(),
            region: address.region.to_string(),
            country: address.country.to_string(),
            latitude: degrees(Point::latitude),
            longitude: degrees(Point::longitude),
            contacts: CommunityContactForm::all(settings),
            rows: BTreeMap::new(),
        }
    }

    /// The same form with the numbered rows of an HTML form read into its contacts.
    fn gathered(mut self) -> Self {
        self.contacts.extend(CommunityContactForm::gather(&mut self.rows));
        self
    }

    fn contact_rows(&self) -> Vec<CommunityContactForm> {
        CommunityContactForm::with_spare(&self.contacts)
    }

    fn offers(&self, language: Language) -> bool {
        let field = match language {
            Language::English => &self.language_en,
            Language::Spanish => &self.language_es,
        };
        field.as_ref().is_some_and(|sent| !sent.is_empty())
    }

    fn read(&self) -> Result<ChangeSettings> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &self.name));
        let texts = check.take(Body::parse("description", &self.description));
        let texts = texts.zip(check.take(Body::parse("terms", &self.terms)));
        let kind = check.take(Kind::parse("kind", &self.kind));
        let language = check.take(Language::parse("language", &self.language));
        let time_zone = check.take(TimeZoneName::parse("time_zone", &self.time_zone));
        let hue = check.take(Hue::parse("hue", &self.hue));
        let joining = check.take(Joining::parse("joining", &self.joining));
        let member_list = check.take(Audience::parse("member_list", &self.member_list));
        let access = check.take(Access::parse("access", &self.access));
        let typed = [&self.street, &self.locality, &self.postal_code, &self.region, &self.country];
        let address = address(&mut check, typed.map(String::as_str));
        let location = check.take(point(&self.latitude, &self.longitude)).flatten();
        let contacts = self.contacts.iter().filter_map(|contact| check.take(contact.read())).collect();
        check.done()?;
        let who = name.zip(texts).zip(kind.zip(hue));
        let place = language.zip(time_zone).zip(address);
        let (Some(((name, (description, terms)), (kind, hue))), Some(((language, time_zone), address)), Some(doors)) =
            (who, place, joining.zip(member_list).zip(access))
        else {
            return Err(check.into());
        };
        let ((joining, member_list), access) = doors;
        let languages = Language::ALL.into_iter().filter(|language| self.offers(*language)).collect();
        Ok(ChangeSettings {
            name,
            description,
            kind,
            language,
            languages,
            time_zone,
            hue,
            terms,
            joining,
            member_list,
            access,
            address,
            location,
            contacts,
        })
    }
}

/// The settings as they are.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CommunitySettingsView)]
pub(crate) struct SettingsView {
    /// The community's id.
    id: String,
    /// Its code; member numbers begin with it.
    code: String,
    /// Its name.
    name: String,
    /// What it is about.
    description: String,
    /// `coworking`, `exchange` or `both`.
    kind: &'static str,
    /// The main language.
    language: &'static str,
    /// Every language offered.
    languages: Vec<&'static str>,
    /// The time zone.
    time_zone: String,
    /// The accent colour on the colour wheel.
    hue: u16,
    /// Address of the logo, if there is one.
    logo: Option<String>,
    /// What members agree to.
    terms: String,
    /// `open` or `invite`.
    joining: &'static str,
    /// `public` or `members`.
    member_list: &'static str,
    /// `public`, `group` or `private`.
    access: &'static str,
    /// How and where to reach the community.
    reach: CommunityReachView,
}

impl From<&Settings> for SettingsView {
    fn from(settings: &Settings) -> Self {
        Self {
            id: settings.id.to_string(),
            code: settings.code.to_string(),
            name: settings.name.to_string(),
            description: settings.description.to_string(),
            kind: settings.kind.word(),
            language: settings.language.tag(),
            languages: settings.languages.iter().map(|language| language.tag()).collect(),
            time_zone: settings.time_zone.to_string(),
            hue: settings.hue.degrees(),
            logo: settings.logo.as_ref().map(links::photo),
            terms: settings.terms.to_string(),
            joining: settings.joining.word(),
            member_list: settings.member_list.word(),
            access: settings.access.word(),
            reach: settings.into(),
        }
    }
}

impl SettingsView {
    /// The first letter of the name, which stands in for a logo.
    fn initial(&self) -> String {
        self.name.chars().find(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_uppercase).collect()
    }
}

/// An accent colour to choose.
struct Swatch {
    degrees: String,
    name: &'static str,
    class: String,
}

/// The settings with their form.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "communities/settings.html")]
pub(crate) struct SettingsPage {
    settings: SettingsView,
    #[serde(skip)]
    #[schema(ignore)]
    form: SettingsForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
    #[serde(skip)]
    #[schema(ignore)]
    swatches: Vec<Swatch>,
    #[serde(skip)]
    #[schema(ignore)]
    zones: Vec<TimeZoneName>,
}

impl SettingsPage {
    fn of(settings: &Settings, form: SettingsForm, faults: FormFaults) -> Self {
        let own = settings.hue.degrees();
        let swatch = |degrees: u16, name, class| Swatch { degrees: degrees.to_string(), name, class };
        let offered = SWATCHES.iter().enumerate();
        let mut swatches: Vec<_> = offered.map(|(at, (hue, name))| swatch(*hue, *name, format!("hue-{at}"))).collect();
        if SWATCHES.iter().all(|(degrees, _)| *degrees != own) {
            swatches.push(swatch(own, "own", String::new()));
        }
        Self { settings: settings.into(), form, faults, swatches, zones: TimeZoneName::all() }
    }
}

impl Page for SettingsPage {
    const FEATURE: &'static str = "communities";

    fn title(&self, words: &Words) -> String {
        words.say("communities-settings")
    }

    fn tab(&self) -> &'static str {
        "admin-settings"
    }
}

/// Whether the visitor may change the settings at all.
fn may_change(visit: &Visit) -> Result<()> {
    visit.actor.may(SettingsAct::Change, &*visit.settings)
}

/// Shows the settings to those who may change them.
pub(super) async fn form(visit: Visit) -> Answer {
    may_change(&visit)?;
    let form = SettingsForm::of(&visit.settings);
    visit.page(&SettingsPage::of(&visit.settings, form, FormFaults::default()))
}

/// Changes the settings.
pub(super) async fn change(visit: Visit, Input(form): Input<SettingsForm>) -> Answer {
    let form = form.gathered();
    match write(&visit, &form).await {
        Ok(settings) => visit.done(&SettingsView::from(&settings), links::ADMIN_SETTINGS, "communities-said-settings"),
        Err(error) => {
            let page = async |faults: ayni_kernel::Faults| Ok(SettingsPage::of(&visit.settings, form, faults.into()));
            visit.again(error, page).await
        }
    }
}

/// Writes the settings, and the name into the node's registry too.
async fn write(visit: &Visit, form: &SettingsForm) -> Result<Settings> {
    may_change(visit)?;
    let ask = form.read()?;
    let settings = visit.write(move |tx, me| ayni_communities::change(tx, me, ask)).await?;
    let (id, name) = (visit.community.id, settings.name.clone());
    visit.app.write_node(move |tx| ayni_communities::set_name(tx, id, name)).await?;
    Ok(settings)
}

/// Sets the logo that was sent, or takes the old one away when none was.
pub(super) async fn logo(visit: Visit, upload: Multipart) -> Answer {
    match keep_logo(&visit, upload).await {
        Ok(()) => visit.done(&(), links::ADMIN_SETTINGS, "communities-said-logo"),
        Err(error) => {
            let form = SettingsForm::of(&visit.settings);
            let page = async |faults: ayni_kernel::Faults| Ok(SettingsPage::of(&visit.settings, form, faults.into()));
            visit.again(error, page).await
        }
    }
}

async fn keep_logo(visit: &Visit, mut upload: Multipart) -> Result<()> {
    may_change(visit)?;
    let unreadable = || Fault::new("logo", "fault-photo");
    let mut logo = None;
    while let Some(part) = upload.next_field().await.map_err(|_| unreadable())? {
        if part.name() == Some("logo") {
            let bytes = part.bytes().await.map_err(|_| unreadable())?;
            logo = (!bytes.is_empty()).then(|| bytes.to_vec());
        }
    }
    let hash = match logo {
        Some(bytes) => Some(photos::keep(visit, "logo", bytes).await?),
        None => None,
    };
    visit.write(move |tx, me| ayni_communities::set_logo(tx, me, hash).map(drop)).await
}
