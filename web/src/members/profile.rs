//! Changing a profile and its photo: the member's own users, and stewards on behalf.

use std::future::ready;

use askama::Template;
use axum::{
    extract::{DefaultBodyLimit, Multipart, multipart::MultipartError},
    handler::Handler as _,
    http::StatusCode,
};
use ayni_kernel::{Actor, Error, Fault, Faults, MemberId, Result, Role};
use ayni_members::Member;
use serde::Serialize;
use utoipa::ToSchema;

use super::{form::ProfileForm, views::MemberView};
use crate::{
    kit::{Answer, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
    photos::{self, MAX_PHOTO},
};

/// What a form writes around a file, in bytes.
const MULTIPART_WRAPPING: usize = 64 * 1024;

/// The routes of profiles.
pub(super) fn routes() -> Vec<Route> {
    let photo_limit = || DefaultBodyLimit::max(MAX_PHOTO + MULTIPART_WRAPPING);
    vec![
        Route::get("/profile", own).about("The profile of the member acted for.").answers::<ProfilePage>(),
        Route::post("/profile", save_own)
            .about("Change the profile of the member acted for: every field, changed or not.")
            .takes::<ProfileForm>()
            .answers::<MemberView>(),
        Route::post("/profile/photo", save_own_photo.layer(photo_limit()))
            .about("Send the photo of the member acted for as the part `photo` of a multipart form; a part `remove` takes it away.")
            .answers::<MemberView>(),
        Route::get("/admin/members/{id}/profile", of_member)
            .about("A member's profile, complete, for stewards.")
            .office()
            .answers::<ProfilePage>(),
        Route::post("/admin/members/{id}/profile", save_of_member)
            .about("Change a member's profile: every field, changed or not.")
            .office()
            .takes::<ProfileForm>()
            .answers::<MemberView>(),
        Route::post("/admin/members/{id}/photo", save_photo_of_member.layer(photo_limit()))
            .about("Send a member's photo as the part `photo` of a multipart form; a part `remove` takes it away.")
            .office()
            .answers::<MemberView>(),
    ]
}

/// Whose profile is changed, and from where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Desk {
    /// One's own.
    Own,
    /// A member's, from the office.
    Office,
}

/// The form of a profile.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "members/profile.html")]
pub(crate) struct ProfilePage {
    /// The member as it is now.
    member: MemberView,
    #[serde(skip)]
    #[schema(ignore)]
    form: ProfileForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
    #[serde(skip)]
    #[schema(ignore)]
    desk: Desk,
}

impl Page for ProfilePage {
    const FEATURE: &'static str = "members";

    fn title(&self, words: &Words) -> String {
        match self.desk {
            Desk::Own => words.say("members-profile-title"),
            Desk::Office => self.member.name.clone(),
        }
    }

    fn tab(&self) -> &'static str {
        match self.desk {
            Desk::Own => "",
            Desk::Office => "admin-members",
        }
    }
}

impl ProfilePage {
    fn is_own(&self) -> bool {
        self.desk == Desk::Own
    }

    fn action(&self) -> String {
        match self.desk {
            Desk::Own => links::PROFILE.to_owned(),
            Desk::Office => self.member.admin_profile.clone(),
        }
    }

    fn photo_action(&self) -> String {
        match self.desk {
            Desk::Own => links::PROFILE_PHOTO.to_owned(),
            Desk::Office => links::admin_photo(&self.member.id),
        }
    }

    fn back(&self) -> &str {
        match self.desk {
            Desk::Own => &self.member.link,
            Desk::Office => &self.member.admin_link,
        }
    }

    fn leave_action(&self) -> String {
        links::decision(&self.member.id, "departure")
    }
}

/// The member whose profile the visitor keeps: the one acted for, or the one that waits for an answer.
fn mine(me: &Actor) -> Result<MemberId> {
    match me {
        Actor::Person(person) => person.member.or_else(|| person.members.first().copied()).ok_or(Error::Forbidden),
        Actor::Stranger => Err(Error::SignIn),
        Actor::System(_) => Err(Error::Forbidden),
    }
}

/// A member whose profile the visitor may change.
fn editable(visit: &Visit, id: MemberId) -> Result<Member> {
    visit.read(|tx, me| {
        let member = ayni_members::get(tx, me, id)?;
        if me.acts_for(id) || me.has(Role::Steward) { Ok(member) } else { Err(Error::Forbidden) }
    })
}

fn page(visit: &Visit, id: MemberId, desk: Desk, form: Option<ProfileForm>, faults: Faults) -> Result<ProfilePage> {
    let member = editable(visit, id)?;
    let form = form.unwrap_or_else(|| ProfileForm::from(&member));
    Ok(ProfilePage { form, faults: faults.into(), desk, member: member.into() })
}

async fn own(visit: Visit) -> Answer {
    visit.page(&page(&visit, mine(&visit.actor)?, Desk::Own, None, Faults::default())?)
}

async fn of_member(visit: Visit, Of(id): Of<MemberId>) -> Answer {
    visit.page(&page(&visit, id, Desk::Office, None, Faults::default())?)
}

async fn save_own(visit: Visit, Input(form): Input<ProfileForm>) -> Answer {
    let id = mine(&visit.actor)?;
    save(&visit, id, Desk::Own, form).await
}

async fn save_of_member(visit: Visit, Of(id): Of<MemberId>, Input(form): Input<ProfileForm>) -> Answer {
    save(&visit, id, Desk::Office, form).await
}

async fn save(visit: &Visit, id: MemberId, desk: Desk, form: ProfileForm) -> Answer {
    let form = form.gathered();
    match write(visit, id, &form).await {
        Ok(member) => {
            let view = MemberView::from(member);
            let next = if desk == Desk::Own { view.link.clone() } else { view.admin_link.clone() };
            visit.done(&view, &next, "members-said-saved")
        }
        Err(error) => visit.again(error, |faults| ready(page(visit, id, desk, Some(form), faults))).await,
    }
}

async fn write(visit: &Visit, id: MemberId, form: &ProfileForm) -> Result<Member> {
    editable(visit, id)?;
    let ask = form.read()?;
    visit.write(move |tx, me| ayni_members::edit_profile(tx, me, id, ask)).await
}

async fn save_own_photo(visit: Visit, parts: Multipart) -> Answer {
    let id = mine(&visit.actor)?;
    save_photo(&visit, id, Desk::Own, parts).await
}

async fn save_photo_of_member(visit: Visit, Of(id): Of<MemberId>, parts: Multipart) -> Answer {
    save_photo(&visit, id, Desk::Office, parts).await
}

async fn save_photo(visit: &Visit, id: MemberId, desk: Desk, parts: Multipart) -> Answer {
    match keep_photo(visit, id, parts).await {
        Ok(member) => {
            let view = MemberView::from(member);
            let next = if desk == Desk::Own { links::PROFILE } else { &view.admin_link };
            visit.done(&view, next, "members-said-photo")
        }
        Err(error) => visit.again(error, |faults| ready(page(visit, id, desk, None, faults))).await,
    }
}

/// What a photo form asks for.
enum Picture {
    /// This file.
    New(Vec<u8>),
    /// None any more.
    Gone,
}

/// Leave is asked before the picture is read, so that nobody fills the disk with others' photos.
async fn keep_photo(visit: &Visit, id: MemberId, parts: Multipart) -> Result<Member> {
    editable(visit, id)?;
    let photo = match picture(parts).await? {
        Picture::New(bytes) => Some(photos::keep(visit, "photo", bytes).await?),
        Picture::Gone => None,
    };
    visit.write(move |tx, me| ayni_members::set_photo(tx, me, id, photo)).await
}

/// The file of the part `photo`, or the wish to have none in a part `remove`.
async fn picture(mut parts: Multipart) -> Result<Picture> {
    while let Some(part) = parts.next_field().await.map_err(|why| unreadable(&why))? {
        match part.name() {
            Some("remove") => return Ok(Picture::Gone),
            Some("photo") => {
                let bytes = part.bytes().await.map_err(|why| unreadable(&why))?;
                if !bytes.is_empty() {
                    return Ok(Picture::New(bytes.to_vec()));
                }
            }
            _ => {}
        }
    }
    Err(Error::invalid("photo", "fault-required"))
}

fn unreadable(why: &MultipartError) -> Error {
    let large = why.status() == StatusCode::PAYLOAD_TOO_LARGE;
    Fault::new("photo", if large { "fault-body-large" } else { "fault-photo" }).into()
}
