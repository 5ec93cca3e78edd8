## Faults

members-already = This login is a member here already, or waits to become one.
members-by-invitation = One joins this community by invitation. Ask a member to have you invited.
members-contact-label = Say what kind of contact this is.
members-contact-phone = A telephone number has at least three digits, and otherwise only spaces and + - ( ) . , /
members-contact-website = An address on the web begins with https:// or http:// and has no spaces.
members-contacts-many = At most { $max } contacts, please.
members-id-taken = Another member has this id already.
members-invite-days = An invitation is valid for 1 to { $max } days.
members-invite-over = This invitation works no more: it was used, withdrawn or is too old. Ask for a new one.
members-invite-used = This invitation was used already and cannot be withdrawn.
members-last-admin = This is the last admin. Give the role to somebody else first.
members-last-user = This is the last login of this member. Add another one first, or ask a steward.
members-left-already = This member has left the community.
members-not-active = Only an active member can be suspended.
members-not-suspended = This member is not suspended.
members-not-waiting = This member does not wait for an answer any more.
members-number-taken = Another member has this number already.
members-profile-large = This profile is too large. Shorten the description.
members-terms-agree = Please agree to the terms to go on.
members-reset-elsewhere = This login also belongs to another community, so nobody here may open it. They can ask whoever runs the whole site.

## Words of a member

members-kind = What kind of member
members-kind-personal = Person
members-kind-business = Business
members-kind-organization = Organisation
members-kind-public = Public body
members-status-draft = Not sent yet
members-status-pending = Waiting
members-status-active = Active
members-status-disabled = Switched off
members-status-suspended = Suspended
members-status-deleted = Left
members-tab-draft = Not sent
members-tab-pending = Waiting
members-tab-active = Active
members-tab-disabled = Switched off
members-tab-suspended = Suspended
members-tab-deleted = Left
members-tab-all = All
members-statuses = Filter by status
members-way-email = E-mail
members-way-phone = Telephone
members-way-website = Website
members-way-telegram = Telegram
members-way-whatsapp = WhatsApp
members-way-signal = Signal
members-way-other = Something else
members-seen = Who sees it
members-seen-public = seen by everybody
members-seen-members = seen by members
members-seen-staff = seen by the office only
members-audience-public = Everybody who sees me
members-audience-members = Members
members-audience-staff = Only the office
members-access = Who finds me
members-access-public = Everybody, also without signing in
members-access-group = Members
members-access-private = Only the office
members-role-steward = Steward
members-role-steward-hint = Approves and invites members, and acts for those who cannot.
members-role-treasurer = Treasurer
members-role-treasurer-hint = Sees all money, sets limits, takes transfers back.
members-role-manager = Manager
members-role-manager-hint = Looks after rooms, desks and machines.
members-role-admin = Admin
members-role-admin-hint = May do everything, and says who has which role.
members-name = Name
members-name-hint = As your neighbours know you, or the name of your organisation.
members-email = E-mail
members-number = Member number
members-description = In a few words
members-description-hint = What you do, what you like to give, what you are looking for.
members-note = Note for the office
members-note-hint = Only stewards, treasurers and admins see it.
members-about = About
members-contact = Contact
members-edit = Edit profile
members-pay = Pay
members-ask = Ask for a payment
members-on-behalf = Pay on their behalf
members-since = member since { $date }

## The directory and a member's page

members-title = Members
members-lead = The people and organisations of this community.
members-search = Search by name, number, place or words
members-pages = Pages
members-invite = Invite somebody
members-join = Join us
members-none = Nobody to see here yet
members-none-hint = Members appear here as soon as they join and let others find them.
members-not-found = Nobody found for “{ $words }”
members-not-found-hint = Try fewer letters, a member number or a place.
members-show-all = Show all members
members-about-empty = Nothing written here yet.
members-about-own-empty = Tell others what you do and what you are looking for: members with a few words here are asked far more often.
members-contact-empty = No contact that you may see.
members-listings = Offers and wants
members-on-map = Show on a map
members-staff-menu = For the office
members-in-office = Open in the office
members-publish-for = Publish a listing for them

## The profile

members-profile-title = My profile
members-profile-of = Profile of { $name }
members-profile-lead = You decide who sees which part.
members-profile-view = As others see it
members-profile-waiting = Your application is waiting for an answer. You can fill in your profile in the meantime.
members-photo = Photo
members-photo-choose = Choose a photo
members-photo-hint = JPEG, PNG, WebP or GIF, up to 10 MB
members-photo-send = Save photo
members-photo-remove = Remove photo
members-contacts-hint = How others reach you. Empty a line to remove it.
members-contact-kind = Way
members-contact-value = Address or number
members-contact-name = Called
members-address = Address
members-street = Street and number
members-postal-code = Postal code
members-locality = Town or village
members-region = Region
members-country = Country
members-latitude = Latitude
members-longitude = Longitude
members-location-hint = Your place on the map, in degrees, such as 54.4381 and −0.5512. Leave both empty for none.
members-address-seen = Who sees address and place
members-login = Signing in
members-login-hint = Your password, the devices where you are signed in, and tokens for programs.
members-password = Password and devices
members-tokens = Tokens for programs
members-leave = Leave the community
members-leave-hint = Your balance must be zero. Your past transfers stay in others' statements under your name.
members-leave-confirm = Leave the community? You will not be able to pay or be paid here any more.
members-said-saved = Your changes are saved.
members-said-photo = The photo is saved.

## Joining

members-join-title = Join { $community }
members-join-lead = Tell us who you are. Somebody of the community will read it and answer.
members-join-closed = One joins this community by invitation. Ask a member to have you invited.
members-join-as = I join as
members-join-signed-in = You are signed in as { $name } and join with this login.
members-invited-by = { $name } invites you. Fill this in and you are a member at once.
members-new-password = Choose a password
members-new-password-hint = At least 10 characters. A short sentence is easy to remember.
members-letter = A few words about you
members-letter-hint = Who you know here, what you would like to do. Only the office reads it.
members-terms = I agree to the terms of the community
members-terms-read = Read the terms
members-apply = Send my application
members-accept = Become a member
members-have-login = You have a login already?
members-said-applied = Thank you! Your application was sent. You can sign in at any time to see where it stands.
members-said-welcome = Welcome! You are a member now.

## The office

members-office-title = Members
members-office-lead = Those who wait for an answer first, then everybody else.
members-office-none = Nobody here
members-office-none-hint = No member has this status. Choose another one above, or invite somebody.
members-write-in = Add a member
members-applied-on = applied on { $date }
members-approve = Approve
members-refuse = Turn down
members-refuse-yes = Turn this application down
members-reason = Reason
members-restore = Let trade again
members-as-seen = As others see it
members-letter-title = What they wrote
members-accounts = Accounts
members-accounts-none = An account opens by itself when the member becomes active.
members-account-open = open
members-account-frozen = frozen
members-account-closed = closed
members-between = may move between { $lower } and { $upper }
members-from = may go down to { $lower }
members-up-to = may go up to { $upper }
members-no-limits = no limits
members-limits = Limits
members-users = Logins
members-users-none = Nobody signs in for this member. The office acts on its behalf.
members-user-disabled = switched off
members-user-no-password = no password yet
members-user-add = Add a login
members-user-add-hint = Several people can sign in for one member, such as a couple or the staff of a shop. Somebody who already has a login here keeps the password; anybody else gets a link to set one, which you hand over.
members-user-email = E-mail address
members-user-name = Name of the person
members-user-add-yes = Add the login
members-user-remove = Remove the login
members-user-remove-confirm = Should { $name } no longer sign in for { $member }? Everything that was done stays.
members-reset = Link for a new password
members-reset-confirm = Make a link with which { $name } sets a new password? Whoever has the link can sign in as { $name }.
members-reset-title = Link for a new password
members-reset-lead = { $hours ->
    [one] Hand this link to { $name }. It works once, for one hour.
   *[other] Hand this link to { $name }. It works once, for { $hours } hours.
  }
members-once = This link is shown only now. Give it only to the person it is for.
members-done = Done
members-roles = Roles
members-roles-save = Save roles
members-decide = Status
members-suspend = Suspend
members-suspend-hint = The member cannot pay or be paid until you let them trade again. Nothing is lost.
members-suspend-confirm = Suspend { $name }?
members-end = End the membership
members-end-hint = For good. The balance must be zero; past transfers stay.
members-end-confirm = End the membership of { $name }? This cannot be undone.
members-record = Record
members-created = Created
members-updated = Last changed
members-new-title = Add a member
members-new-lead = For somebody who does not do it themselves. They are active at once, and the office can act for them.
members-new-login = Let them sign in with this e-mail
members-new-login-hint = Afterwards you make a link for them to choose a password.
members-said-approved = Approved. The member can trade from now on.
members-said-refused = The application was turned down.
members-said-suspended = Suspended. The accounts are frozen.
members-said-restored = The member can trade again.
members-said-left = The membership has ended.
members-said-roles = The roles are saved.
members-said-created = The member was added and can trade from now on.
members-said-user-added = From now on this person can sign in for the member, with the password they already have.
members-said-user-removed = This person no longer signs in for the member.

## Invitations

members-invites-title = Invitations
members-invites-lead = A link that makes whoever follows it a member at once, one time.
members-invite-new = Invite somebody
members-invite-name = Who is it for
members-invite-days-label = Valid for days
members-invite-make = Make the link
members-invite-mail = Write an e-mail
members-invite-anybody = Somebody
members-invite-line = by { $name }, until { $date }
members-invite-state-open = Open
members-invite-state-used = Used
members-invite-state-over = Over
members-invites-latest = Latest invitations
members-invites-none = No invitation yet. Make a link and send it by message, or show it on your phone.
members-invited-title = The invitation is ready
members-invited-lead = Send this link. It works once, until { $date }.
members-withdraw = Withdraw
members-withdraw-confirm = Withdraw this invitation? Its link will not work any more.
members-said-withdrawn = The invitation was withdrawn.

## Groups

members-group-taken = Another group has this name already.
members-groups-many = At most { $max } groups, please.
members-groups-of-many = A member is in at most { $max } groups.
members-group-used = Somebody is in this group. Take them out first.
members-groups = Groups
members-groups-lead = Residents, volunteers, the board: prices, rules and waiting lists can go by them.
members-groups-none = No groups yet
members-groups-none-hint = Make one when some members pay another price or may book what others may not.
members-group-size = { $count ->
    [one] 1 member
   *[other] { $count } members
  }
members-group-new = New group
members-group-add = Make group
members-group-name = Name
members-group-note = What it is for
members-group-join = Take somebody in
members-group-member = Member
members-group-add-member = Add
members-group-nobody = Nobody was found. Choose somebody from the suggestions, or type a member number.
members-group-empty = Nobody is in this group yet.
members-group-leave = Take out
members-group-change = Name and note
members-group-remove = Remove group
members-said-group = The group is saved.
members-said-joined-group = Added to the group.
members-said-left-group = Taken out of the group.
members-said-group-removed = The group is removed.
