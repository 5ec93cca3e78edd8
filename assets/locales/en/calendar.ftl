# Time: opening hours, holidays, repeats, calendar files.
calendar-zone-unknown = This time zone is not known. Choose one such as Europe/Madrid.
calendar-hours-unreadable = “{ $text }” could not be read. Write opening hours like Mo-Fr 09:00-18:00; Sa 10:00-14:00.
calendar-hours-time = Opening times last at most 24 hours and begin before midnight, such as 09:00-18:00 or 22:00-02:00.
calendar-hours-many = At most { $max } opening times a day, please.
calendar-seasons-many = At most { $max } seasons, please.
calendar-exceptions-many = At most { $max } exceptions, please. Remove those that are past.
calendar-exception-order = The last day comes before the first.
calendar-holiday-unreadable = “{ $text }” could not be read. Write one holiday a line, such as Dec 25, May Mo[1] or easter -2.
calendar-holidays-many = At most { $max } holidays, please.
