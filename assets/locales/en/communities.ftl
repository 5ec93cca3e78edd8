## Faults

communities-slug-taken = Another community has this short name already.
communities-host-taken = Another community is reached at { $host } already.
communities-founded = This community has been founded already.
communities-code = A community's code has four characters, A to Z and 0 to 9.
communities-contacts-long = The contacts are too long. Shorten or remove some.
communities-extras-long = The additional settings are too long.
communities-time-zone = There is no such time zone. Choose one from the list, for example Europe/London.
communities-hue = A hue is a whole number from 0 to { $max }.
communities-category-taken = Another category has this code already.
communities-categories-many = There are { $max } categories, which is as many as a community may have.
communities-icon-long = The icon's name is too long.

## Setup

communities-setup = Welcome to Ayni
communities-setup-lead = Three short steps and your community has a home. Everything can be changed later, except the decimals of the currency.
communities-setup-code = Setup code
communities-setup-code-hint = The program printed it when it started. It works once.
communities-setup-code-wrong = This is not the code that the program printed. Copy it from the window or the log in which Ayni was started.
communities-setup-community = Your community
communities-setup-currency = Its currency
communities-setup-currency-hint = What members pay each other with. You can add more currencies later.
communities-setup-admin = You
communities-setup-admin-hint = You become the first member and run the community. You can make others admins later.
communities-setup-admin-name = Your name
communities-setup-found = Found the community
communities-currency-kind = What is it?
communities-currency-mutual = Mutual credit
communities-currency-mutual-hint = Members grant each other credit; all balances together are zero.
communities-currency-time = Hours
communities-currency-time-hint = A time bank: an hour is an hour, whoever gives it.
communities-currency-fiat = Ordinary money
communities-currency-fiat-hint = Euros, pounds, dollars that members paid in.
communities-currency-points = Points
communities-currency-points-hint = Given out by the community, spent within it.
communities-currency-name = One is called
communities-currency-name-example = acorn
communities-currency-plural = Several are called
communities-currency-plural-example = acorns
communities-currency-symbol = Sign
communities-currency-symbol-example = Ac
communities-currency-symbol-hint = One to three characters, written behind amounts.
communities-currency-scale = Decimals
communities-currency-scale-hint = 2 for amounts such as 12.50. This is final.
communities-currency-credit = How far below zero may a member go?
communities-currency-credit-hint = In mutual credit somebody has to go below zero first. Leave it empty for no limit, 0 to forbid it.

## Settings

communities-settings = Settings
communities-settings-lead = How your community looks and speaks, and how to find it.
communities-settings-about = About the community
communities-settings-place = Languages and clock
communities-settings-doors = Open doors
communities-name = Name of the community
communities-description = What is it about?
communities-description-hint = Visitors read this on the public page. Two or three sentences are best.
communities-kind = What do you do together?
communities-kind-coworking = Share rooms
communities-kind-coworking-hint = Rooms, desks and machines that members book.
communities-kind-exchange = Exchange
communities-kind-exchange-hint = Members offer, ask and pay each other in a currency of their own.
communities-kind-both = Both
communities-kind-both-hint = Shared rooms and a currency of your own.
communities-colour = Colour
communities-colour-hint = Buttons, links and the header of your public page take it. It is readable in light and dark.
communities-colour-clay = Clay
communities-colour-amber = Amber
communities-colour-olive = Olive
communities-colour-leaf = Leaf
communities-colour-lagoon = Lagoon
communities-colour-sky = Sky
communities-colour-violet = Violet
communities-colour-rose = Rose
communities-colour-own = The colour you have now
communities-language = Main language
communities-languages = Languages offered
communities-languages-hint = Members choose among them; visitors get the one their browser asks for. The main language is always offered.
communities-time-zone-label = Time zone
communities-settings-reach = How to reach you
communities-contacts = Contacts
communities-contacts-hint = The public page shows them, and whoever forgot their password sees whom to ask. Empty a line to remove it.
communities-location-hint = Your place on the map, in degrees, such as 54.4381 and −0.5512. Leave both empty for none.
communities-on-map = Show on a map
communities-joining = How do people join?
communities-joining-open = Anybody may ask to join; you decide
communities-joining-invite = By invitation only
communities-access = Who may read the public page?
communities-access-public = Everybody
communities-access-group = Members
communities-access-private = Only those who run the community
communities-member-list = Who may look through the members?
communities-member-list-public = Everybody; each member still decides what is shown of them
communities-member-list-members = Members only
communities-terms = What members agree to
communities-terms-hint = Shown to everybody who joins, and linked from the public page.
communities-terms-none = Nothing written yet
communities-terms-none-hint = This community has not written down what its members agree to.
communities-logo = Logo
communities-logo-now = The logo now
communities-logo-choose = Choose a picture
communities-logo-hint = JPEG, PNG, WebP or GIF, at most 10 MB. Square ones look best.
communities-logo-save = Use this logo
communities-logo-remove = Remove the logo

## Categories

communities-categories = Categories
communities-categories-lead = They sort what members offer, ask for and pay.
communities-categories-empty = No categories yet
communities-categories-empty-hint = Add a few broad ones below, such as food, repairs and lessons.
communities-category-new = Add a category
communities-category-add = Add
communities-category-name = Name
communities-category-description = What belongs into it
communities-category-access = Who sees it
communities-category-code = Code
communities-category-code-hint = For files and programs. Made from the name when left empty; it stays for good.

## What was done

communities-said-founded = Your community is founded. Welcome!
communities-said-settings = The settings are saved.
communities-said-logo = The logo is changed.
communities-said-category = The category is saved.
communities-category-unknown = There is no such category.
communities-category-circle = A category cannot lie in itself or in one of its parts.
communities-category-deep = Categories lie at most { $max } deep in each other.
communities-category-parent = Part of
communities-category-alone = Nothing: on its own
