notices-lead = What happened that concerns you. It is kept for half a year.
notices-new = New
notices-none = No notices
notices-none-hint = When a booking is approved, moved or cancelled, or a place becomes free for you, you read it here.
notices-see-all = Mark all as seen
notices-said-seen = All notices are marked as seen.
