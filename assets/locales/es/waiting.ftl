waiting-join = Entrar en la lista de espera
waiting-join-lead = Cuando el sitio quede libre, se guarda para cada persona por turno. Te avisamos cuando te toque.
waiting-from = De
waiting-until = A
waiting-places = Plazas o piezas
waiting-title = Para qué
waiting-mine = Listas de espera
waiting-back = Mis reservas
waiting-none = No esperas nada
waiting-none-hint = Cuando un sitio esté ocupado, entra en su lista de espera desde la página de reserva.
waiting-find = Buscar un sitio
waiting-before = { $count ->
    [0] Eres la primera persona de la lista
    [one] Hay una persona antes que tú
   *[other] Hay { $count } personas antes que tú
  }
waiting-line-hint = Cuando quede libre, se guarda un rato para la primera persona de la lista. Si no lo toma, se guarda para la siguiente.
waiting-yours = Es tu turno
waiting-held-until = El sitio se guarda para ti hasta
waiting-left = quedan { $length }
waiting-held-hint = Después pasa a la siguiente persona de la lista.
waiting-take = Lo tomo
waiting-leave-offer = Ya no lo necesito: que pase a la siguiente persona
waiting-leave = Salir de la lista
waiting-leave-sure = ¿Salir de la lista de espera? Si vuelves, serás la última persona.
waiting-to-booking = A la reserva
waiting-look-again = Mirar otra vez
waiting-state-waiting = En la lista
waiting-state-offered = Tu turno
waiting-state-taken = Tomado
waiting-state-taken-hint = Tomaste el sitio. Ahora es tu reserva.
waiting-state-missed = Perdido
waiting-state-missed-hint = Se acabó el tiempo para tomar el sitio y pasó a la siguiente persona.
waiting-state-given-up = Dejada
waiting-state-given-up-hint = Saliste de la lista de espera.
waiting-state-over = Terminada
waiting-state-over-hint = Llegó la hora que querías y nada quedó libre.
waiting-said-joined = Estás en la lista de espera.
waiting-said-taken = Es tuyo.
waiting-said-left = Saliste de la lista de espera.

# Lo que se avisa.
waiting-told-offer = { $resource } está libre el { $from } y se guarda para ti hasta el { $until }. Tómalo o deja que pase a la siguiente persona.
waiting-told-missed = No tomaste { $resource } del { $from } a tiempo (hasta el { $until }); pasa a la siguiente persona de la lista.

# Negativas.
waiting-free = Está libre. Resérvalo directamente.
waiting-twice = Ya estás en esta lista de espera.
waiting-many = Estás en { $max } listas de espera, el máximo posible. Sal antes de alguna.
waiting-nothing = No hay nada de este tipo que se pueda esperar.
waiting-no-offer = Ahora mismo no hay nada guardado para ti.
waiting-over = Ya no estás en esta lista de espera.
