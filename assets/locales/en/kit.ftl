# The frame around every page.
kit-skip = Skip to content
kit-nav = Main
kit-account = Your account
kit-home = Home
kit-notices = Notices
kit-wallet = Wallet
kit-pay = Pay
kit-requests = Requests
kit-members = Members
kit-market = Marketplace
kit-spaces = Spaces
kit-bookings = My bookings
kit-desk = Front desk
kit-office = Office
kit-admin = Office
kit-admin-members = Members
kit-reciprocity = Give and take
kit-statistics = Statistics
kit-admin-transfers = All transfers
kit-admin-charges = Charges
kit-admin-currencies = Currencies
kit-admin-spaces = Spaces
kit-admin-settings = Settings
kit-admin-keeping = Safekeeping
kit-admin-import = Import and export
kit-passes = My passes
kit-profile = My profile
kit-act-as = Act as { $name }
kit-theme = Light or dark
kit-sign-in = Sign in
kit-sign-out = Sign out

# Words that many pages use.
kit-save = Save
kit-cancel = Cancel
kit-search = Search
kit-show = Show
kit-all = All
kit-back = Back
kit-optional = optional
kit-older = Older
kit-next = Next
kit-first = First page
kit-copy = Copy
kit-copied = Copied

# Problems.
problem-sign-in = Please sign in
problem-sign-in-detail = Sign in, or send a valid token, to go on.
problem-not-found = Not found
problem-not-found-detail = There is nothing here, or you may not see it.
problem-forbidden = Not allowed
problem-forbidden-detail = You may see this, but not do this. Ask somebody who runs the community.
problem-invalid = Something needs correcting
problem-invalid-detail = Some fields need correcting.
problem-conflict = This does not fit
problem-too-many = Too many attempts
problem-too-many-detail = { $seconds ->
    [one] Please wait one second and try again.
   *[other] Please wait { $seconds } seconds and try again.
  }
problem-unavailable = Not possible right now
problem-stop-full = The community's disk is full, so nothing new can be kept right now. Nothing was lost. Reading goes on, and changes are possible again as soon as an admin makes room.
problem-stop-fault = The community's disk has a fault, so nothing is changed any more to keep everything safe. Reading goes on. Please tell an admin, and do not repeat a payment before you have looked at your wallet.
problem-stop-read-only = This is a copy of the community for reading only. Make changes on its main address.
problem-stop-unconfirmed = This was kept here, but the second copy has not confirmed it yet. Look at your wallet before you try again.
problem-stop-busy = It takes longer than it should. Look whether it happened before you try again.
problem-stop-closing = The program is just being restarted. Please try again in a moment.
problem-broken = Something went wrong
problem-broken-detail = This was our fault and nothing was changed. Tell an admin this number: { $incident }.
kit-notice-standby = This is a standby copy for reading. Changes are made at { $primary }.
kit-notice-replaced = This place has moved to another machine and takes no changes here any more. Ask an admin for the new address.
kit-notice-waiting = No changes are taken right now, because the standby copy cannot be reached. Nothing was lost; please try again in a while, or tell an admin.
problem-home = To the first page
problem-request = Request { $id }
