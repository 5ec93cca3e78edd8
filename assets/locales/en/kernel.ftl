# Faults that any field may have.
fault-required = Please fill this in.
fault-long = At most { $max } characters, please.
fault-control-characters = Please remove the invisible control characters.
fault-email = Please give an e-mail address such as ana@example.org.
fault-slug = Use small letters, digits and hyphens, such as green-street.
fault-code = Use letters, digits, hyphens and dots only.
fault-choice = Please choose one of the values offered.
fault-id = This is not a valid identifier.
fault-amount = Please give a number such as 12.50.
fault-amount-decimals = { $decimals ->
    [0] This currency has no decimals.
    [one] At most one decimal, please.
   *[other] At most { $decimals } decimals, please.
  }
fault-amount-large = This amount is too large.
fault-scale = A currency has between 0 and { $max } decimals.
fault-location = Latitude goes from −90 to 90, longitude from −180 to 180.
fault-cursor = This page address is not valid. Go back to the first page.
fault-body = What was sent could not be read: { $why }
fault-body-large = This is too large to be taken.
fault-query = This address could not be understood: { $why }
fault-request = This request could not be understood.
fault-photo = This picture cannot be read. Send a JPEG, PNG, WebP or GIF of at most 10 MB.
