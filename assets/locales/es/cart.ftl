cart-title = Cesta
cart-back = Mis reservas
cart-kept-until = Se guarda para ti hasta
cart-add-more = Añadir otro sitio
cart-empty = La cesta está vacía
cart-empty-hint = Junta aquí varios sitios u horas y resérvalos todos de una vez.
cart-find = Buscar un sitio
cart-free = Gratis
cart-remove = Quitar
cart-remove-item = Quitar { $name }
cart-together = En total
cart-total = Precio
cart-total-money = A pagar en dinero
cart-deposit = Fianza, que se devuelve
cart-book-all = { $count ->
    [one] Reservarlo
   *[other] Reservar los { $count }
  }
cart-all-or-none = Se reserva todo junto o nada.
cart-said-added = Se guarda para ti. Añade más o resérvalo todo.
cart-said-removed = Está quitado y libre para los demás.
cart-said-booked = Todo está reservado.

# Negativas.
cart-full = La cesta está llena. Reserva primero lo que hay en ella.
cart-gone = Esto ya no está en la cesta.
cart-expired = La cesta se guardó todo el tiempo posible y sus sitios ya están libres para los demás. Elige otra vez, por favor.
cart-closed = Esta cesta ya está reservada.
