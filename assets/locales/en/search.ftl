## Pages

search-title = Search
search-lead = Everything in one place: people, offers and wants, places.
search-label = Search everything
search-hint = Also: "exact words", -without, category:food, by:Ana, near:hall~2km.
search-nothing = Nothing found yet
search-sort = First
search-sort-best = Best match
search-sort-nearest = Nearest
search-sort-newest = Newest
search-understood = Understood
search-remove = Without
search-kinds = What
search-facet-of = Kind
search-facet-category = Category
search-facet-tag = Tags
search-pages = Pages
search-previous = Back
search-total = { $count ->
    [one] One result.
   *[other] { $count } results.
}
search-misspelt = Some words were read a little differently.
search-partly = Nothing has all your words, so some results miss one.
search-none = Nothing found
search-none-hint = Try fewer words, another spelling, or search a wider area.
search-everything = Show everything
search-unknown-category = There is no such category, so all of them were searched.
search-unknown-near = Nothing of that name has a place on the map, so everywhere was searched.
search-unknown-here = Where you are is not known. Add your place to your profile, or name another one: near:hall.
search-chip-category = Category: { $name }
search-chip-within = Within { $distance }
search-chip-near = Within { $distance } of { $name }
search-chip-by = By { $name }
search-chip-tag = Tag: { $name }
search-metres = { $number } m
search-kilometres = { $number } km
search-about-kilometres = about { $number } km

## Kinds

search-many-member = People
search-many-listing = Offers and wants
search-many-resource = Places and things
search-many-category = Categories
search-many-resource-category = Kinds of places
search-one-category = Category of listings
search-one-resource-category = Kind of places
