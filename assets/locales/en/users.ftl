## Faults

users-email-taken = Another login has this address already.
users-id-taken = Another login has this id already.
users-password-short = A password has at least { $min } characters. A short sentence is easy to remember.
users-password-long = A password has at most { $max } characters.
users-link-over = This link works no more: it was used, replaced or is too old. Ask for a new one.
users-scopes-none = Choose at least one thing that the token may do.
users-token-days = A token is valid for at least one day.
users-tokens-many = You have { $max } tokens in this community. Revoke one that you no longer use.

## Pages

users-sign-in = Sign in
users-sign-in-wrong = The e-mail address and the password do not go together. Please check both.
users-email = E-mail address
users-password = Password
users-new-here = New here?
users-join = Ask to join
users-forgot = Forgot your password?
users-forgot-how = Nobody can look up your password, not even an admin. But you can get a new one in three steps:
users-forgot-ask = Ask somebody who runs the community for a reset link.
users-forgot-link = They hand it to you, by message or in person. It works once, for 24 hours.
users-forgot-set = Open it, choose a new password, and you are in.
users-forgot-contacts = Whom to ask
users-back-to-sign-in = Back to sign-in
users-reset = Choose a password
users-reset-for = For the login { $email }. You are signed in as soon as it is saved.
users-reset-save = Save and sign in
users-reset-over = This link works no more
users-reset-again = How to get a new one
users-password-new = New password
users-password-current = Current password
users-password-hint = At least 10 characters. A short sentence is easy to remember.
users-password-wrong = This is not your current password.
users-password-change = Change your password
users-password-change-hint = Afterwards you stay signed in here and are signed out everywhere else.
users-password-save = Change password
users-login = Sign-in and devices
users-login-lead = You sign in with { $email }.
users-login-change = Name and e-mail address
users-login-change-hint = You sign in with the address. Your profile, which other members see, keeps its own name and contacts.
users-name = Your name
users-elsewhere = Other devices
users-elsewhere-hint = Left yourself signed in on a borrowed phone? This ends every session but this one.
users-elsewhere-end = Sign out everywhere else
users-tokens = Tokens for programs
users-tokens-lead = A token lets a program or a script act for you without your password.
users-tokens-open = Show my tokens
users-tokens-docs = What programs can do
users-tokens-empty = No tokens yet
users-tokens-empty-hint = Most people never need one. Make one below when a program asks for it.
users-token-new = Make a token
users-token-name = What is it for?
users-token-name-hint = So that you recognise it later, such as “till in the café”.
users-token-scope = What may it do?
users-scope-read = Read
users-scope-read-hint = See what you see.
users-scope-pay = Act
users-scope-pay-hint = Also pay, ask for payments and change your things.
users-scope-admin = Administer
users-scope-admin-hint = Also everything your office allows.
users-token-days-label = How long should it work?
users-token-days-30 = 30 days
users-token-days-90 = 90 days
users-token-days-365 = One year
users-token-since = made
users-token-until = works until
users-token-endless = until revoked
users-token-make = Make the token
users-token-made = Your new token
users-token-made-lead = Copy “{ $name }” now: it is shown this once and kept nowhere.
users-token-made-use = Programs send it with each request like this:
users-token-kept = I have copied it
users-token-revoke = Revoke
users-token-revoke-sure = Programs that use this token stop working at once. Revoke it?

## What was done

users-said-acting = You act for somebody else now.
users-said-login = Your name and e-mail address are saved.
users-said-password = Your new password is set.
users-said-elsewhere = You are signed out everywhere else.
users-said-revoked = The token is revoked.
