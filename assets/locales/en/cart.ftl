cart-title = Cart
cart-back = My bookings
cart-kept-until = Kept for you until
cart-add-more = Add another place
cart-empty = Nothing in the cart
cart-empty-hint = Put several places or times together here, and book them all at once.
cart-find = Find a place
cart-free = Free of charge
cart-remove = Take out
cart-remove-item = Take { $name } out
cart-together = Together
cart-total = Price
cart-total-money = To be paid in money
cart-deposit = Deposit, which comes back
cart-book-all = { $count ->
    [one] Book it
   *[other] Book all { $count }
  }
cart-all-or-none = Everything is booked together, or nothing is.
cart-said-added = It is kept for you. Add more, or book all of it.
cart-said-removed = It is taken out and free for others.
cart-said-booked = Everything is booked.

# Refusals.
cart-full = The cart is full. Book what is in it first.
cart-gone = This is not in the cart any more.
cart-expired = The cart was kept for as long as it can be, and its places are free for others now. Please choose again.
cart-closed = This cart is booked already.
