## Faults
bookings-addon-out = No queda suficiente de «{ $addon }» a esa hora: hay { $stock } en total.
bookings-addon-unknown = Esto no se puede añadir aquí.
bookings-begun = Ya ha empezado: ahora solo se puede mover el final.
bookings-clock-unread = Escribe una hora como 14:30.
bookings-closed = Está cerrado durante parte de ese tiempo.
bookings-day-unread = Escribe un día como 2026-12-31.
bookings-door-none = Ahora no tienes ninguna reserva aquí.
bookings-door-old = Este código ha caducado. Escanea el que muestra ahora la pantalla.
bookings-door-unknown = Este código no pertenece a ninguna de nuestras puertas.
bookings-ends-before = Tiene que terminar después de empezar.
bookings-full = No quedan plazas suficientes entre { $from } y { $to }.
bookings-id-used = Con este identificador ya se reservó otra cosa.
bookings-member-inactive = Solo los miembros activos pueden reservar.
bookings-moment-unread = Escribe una hora como 2026-12-31T14:30.
bookings-no-account = No hay ninguna cuenta con la que pagarlo.
bookings-not-bookable = Esto no se reserva entero; elige uno de los sitios que contiene.
bookings-nothing-due = No se debe nada por esta reserva.
bookings-over = Ese tiempo ya pasó.
bookings-past = Esa hora ya pasó. Elige una que esté por venir.
bookings-paused = Ahora mismo está fuera de servicio.
bookings-people = Es para { $max } personas como máximo.
bookings-person-several = Hay varias personas con ese nombre. Elige una de la lista o escribe su número.
bookings-person-unknown = No se encontró a nadie
bookings-places = Elige entre 1 y { $max } plazas.
bookings-price-large = Este precio es demasiado grande para calcularlo.
bookings-retired = Ya no está en uso.
bookings-stands-cancelled = Esta reserva se canceló.
bookings-stands-checked-in = Ya se registró la llegada.
bookings-stands-completed = Esta reserva ya terminó.
bookings-stands-confirmed = Esta reserva ya está confirmada.
bookings-stands-declined = Esta solicitud se rechazó.
bookings-stands-draft = Todavía no está reservado, solo guardado un rato.
bookings-stands-expired = El plazo para confirmar terminó. Vuelve a reservar.
bookings-stands-no-show = No vino nadie y la reserva se cerró.
bookings-stands-tentative = Esta solicitud aún espera respuesta.
bookings-taken = Está ocupado entre { $from } y { $to }.
bookings-taken-elsewhere = Ocupado en otro calendario, { $calendar }, entre { $from } y { $to }.
bookings-any-nothing = No hay nada de este tipo que se pueda reservar.
bookings-any-taken = A esa hora están todos ocupados.
bookings-any-dearer = Ahora cuesta más. Mira el precio nuevo y reserva otra vez.
bookings-taken-meanwhile = Otra persona ya lo tiene. Rechaza la solicitud o muévela antes.
bookings-too-early = Puedes registrar tu llegada a partir de { $from }.
bookings-too-long = Es más largo de lo que se puede reservar.
bookings-unqualified = Para esto necesitas «{ $qualification }». Pregunta a quienes cuidan del lugar.
bookings-whole = Escribe un número entero.

## Notices
bookings-told-approved = Tu reserva de { $resource } para el { $from } fue aprobada.
bookings-told-asked = Alguien pide reservar { $resource } para el { $from }.
bookings-told-cancelled = Quienes cuidan de { $resource } cancelaron tu reserva del { $from }.
bookings-told-declined = Tu solicitud de { $resource } para el { $from } fue rechazada.
bookings-told-lapsed = Nadie respondió a tiempo a tu solicitud de { $resource } para el { $from }.
bookings-told-missed = No llegaste a tu reserva de { $resource } del { $from }; ahora está libre para otras personas.

## Kinds, states, lengths
bookings-kind-site = Sede
bookings-kind-building = Edificio
bookings-kind-floor = Planta
bookings-kind-room = Salas
bookings-kind-desk = Puestos
bookings-kind-machine = Máquinas
bookings-kind-tool = Herramientas
bookings-kind-vehicle = Vehículos
bookings-kind-equipment = Equipos
bookings-kind-set = Conjuntos
bookings-kind-other = Otros
bookings-state-draft = Guardada por ahora
bookings-state-tentative = Espera un sí
bookings-state-confirmed = Reservada
bookings-state-checked-in = En curso
bookings-state-completed = Terminada
bookings-state-cancelled = Cancelada
bookings-state-no-show = No vino nadie
bookings-state-expired = Caducada
bookings-state-declined = Rechazada
bookings-payment-unasked = Aún no se ha apartado nada
bookings-payment-free = Sin coste
bookings-payment-held = Apartado hasta que termine
bookings-payment-paid = Pagado
bookings-payment-released = No se cobró nada
bookings-payment-due = Pendiente de pago en dinero
bookings-payment-settled = Pagado en dinero
bookings-length-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
  }
bookings-length-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
  }
bookings-length-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
  }
bookings-today-day = Hoy, { $day }
bookings-tomorrow-day = Mañana, { $day }
bookings-all-day = el final del día

## Price lines
bookings-line-pass = { $length } del bono «{ $name }»
bookings-line-day-pass = { $count ->
    [one] { $count } día del bono «{ $name }»
   *[other] { $count } días del bono «{ $name }»
  }
bookings-line-time = { $count } × { $unit } a { $each }
bookings-line-peak-time = Horas punta: { $count } × { $unit } a { $each }
bookings-line-peak = { $percent } % más en horas punta ({ $length })
bookings-line-peak-less = { $percent } % menos en horas tranquilas ({ $length })
bookings-line-day-cap = Nunca más que el precio de un día
bookings-line-places = Lo mismo por { $count ->
    [one] { $count } plaza más
   *[other] { $count } plazas más
  }
bookings-line-demand = { $percent } % más: hay mucho reservado
bookings-line-demand-less = { $percent } % menos: hay poco reservado
bookings-line-lead = { $percent } % más: con poca antelación
bookings-line-lead-less = { $percent } % menos por el momento en que reservas
bookings-line-limit = Ajuste al límite del precio
bookings-line-fixed = Parte fija
bookings-line-add-on = { $count } × { $name }
bookings-line-minimum = Hasta el precio mínimo de una reserva
bookings-total = Total
bookings-total-money = A pagar en dinero
bookings-money-hint = Ahora no se cobra nada: la cantidad queda anotada y la pagas a la comunidad.
bookings-deposit = Fianza, se devuelve después
bookings-free-of-charge = Sin coste
bookings-per-booking = { $price } por reserva
bookings-per-hour = { $price } por hora
bookings-per-person = { $price } por persona
bookings-per-piece = { $price } por unidad

## Rules
bookings-rules = Reglas de este lugar
bookings-rule-step = Los horarios van de { $length } en { $length }.
bookings-rule-min = Como mínimo { $length }.
bookings-rule-max = Como máximo { $length }.
bookings-rule-notice-book = Reserva al menos con { $length } de antelación.
bookings-rule-notice-change = Cambia al menos con { $length } de antelación.
bookings-rule-horizon = Hasta { $days ->
    [one] { $days } día por adelantado.
   *[other] { $days } días por adelantado.
  }
bookings-rule-check-in = Registra tu llegada en los primeros { $length }, o pasará a otras personas.
bookings-cancelling = Si cancelas
bookings-refund-all = Hasta que empiece se devuelve todo.
bookings-refund-tier = Al menos { $length } antes: se devuelve el { $percent } %.
bookings-refund-late = Más tarde no se devuelve nada.
bookings-refund-rules = Qué se devuelve y cuándo
bookings-why-house = Se devuelve todo.
bookings-why-moved = Hemos movido tu reserva, así que puedes cancelarla sin coste hasta que empiece.
bookings-why-regret = Acabas de reservarlo, así que se devuelve todo.
bookings-why-tier = Aún faltan al menos { $length }.
bookings-why-no-rule = Todavía no ha empezado.
bookings-why-too-late = Es demasiado tarde para que se devuelva algo.
bookings-why-no-show = No vino nadie.
bookings-comes-back = Se devuelve { $amount }.
bookings-is-kept = No se devuelve { $amount }.
bookings-so-until = Así hasta el { $time }.

## Finding
bookings-find-title = Encuentra un lugar
bookings-find-lead = Salas, puestos y máquinas: di cuándo y mira qué está libre.
bookings-mine = Mis reservas
bookings-calendar = Calendario
bookings-no-places = Aún no hay nada que reservar
bookings-no-places-hint = Cuando la comunidad ofrezca salas, puestos o máquinas, los encontrarás aquí.
bookings-no-places-build = Añade tus salas, puestos y máquinas en unos pocos pasos.
bookings-set-up = Preparar los lugares
bookings-day = Día
bookings-from = Desde
bookings-until = Hasta
bookings-people-field = Personas
bookings-places-field = Plazas
bookings-kind = Qué
bookings-category = Categoría
bookings-any = Cualquiera
bookings-at-least = al menos, { $unit }
bookings-more-filters = Más deseos
bookings-search = Buscar
bookings-quick = Opciones rápidas
bookings-quick-any = A cualquier hora
bookings-quick-now = Ahora
bookings-quick-evening = Esta tarde-noche
bookings-quick-morning = Mañana por la mañana
bookings-quick-afternoon = Mañana por la tarde
bookings-can-be-had = { $count ->
    [one] { $count } lugar libre
   *[other] { $count } lugares libres
  }
bookings-cannot-be-had = A esa hora no
bookings-narrow = Afina la búsqueda
bookings-any-of = Cualquiera de { $name }: elegimos por ti
bookings-any-lead = Dinos cuándo. Te damos el más barato, cerca de tus otras reservas, y de modo que los ratos largos queden libres para los demás.
bookings-any-when = Elige una hora para ver qué está libre y cuánto cuesta.
bookings-any-take = Dame cualquiera
bookings-any-wait = Avísame cuando haya uno libre
bookings-any-wait-hint = Entras en la lista de espera de todos. El primero que quede libre se guarda para ti y te avisamos.
bookings-nothing-fits = Nada encaja
bookings-nothing-fits-hint = Prueba con menos deseos.
bookings-nothing-free = A esa hora no hay nada libre. Abajo ves cuándo vuelve a estarlo cada lugar.
bookings-show-all = Ver todo
bookings-next-free = Libre de nuevo:
bookings-free-until = Libre hasta { $time }
bookings-free-now = Libre ahora
bookings-busy-until = Ocupado hasta { $time }
bookings-busy = Ocupado
bookings-for-people = { $count ->
    [one] { $count } persona
   *[other] { $count } personas
  }
bookings-places-count = { $count ->
    [one] { $count } plaza
   *[other] { $count } plazas
  }
bookings-bar = El día: qué está libre y qué está ocupado

## Booking
bookings-book = Reservar
bookings-book-place = Reservar { $place }
bookings-week = Semana
bookings-when = Cuándo
bookings-first-day = Primer día
bookings-last-day = Último día
bookings-optional = opcional
bookings-addons = Además
bookings-for-whom = Para quién
bookings-for-whom-hint = vacío: para ti
bookings-for-member = Reservas para { $name }.
bookings-check = Comprobar
bookings-what-for = Para qué
bookings-title = Título
bookings-add-note = Añadir una nota
bookings-note = Nota para quienes cuidan del lugar
bookings-day-before = El día anterior
bookings-day-after = El día siguiente
bookings-approval-hint = Alguien tiene que dar el visto bueno. Te avisaremos aquí.
bookings-ask-for-it = Solicitarlo
bookings-keep = Guardarlo { $length }
bookings-sign-in = Entra para reservar
bookings-not-possible = No es posible
bookings-instead = En su lugar
bookings-instead-shifted = Otra hora
bookings-instead-shorter = Más corto
bookings-instead-elsewhere = Otro lugar, misma hora
bookings-choose-time = No hay nada libre en los próximos días. Elige un día.
bookings-said-booked = Reservado.
bookings-said-only = Reservado. Era el único libre.
bookings-said-cheaper = Reservado. Cuesta menos que los demás.
bookings-said-same = Reservado. Es el mismo que tienes antes o después: puedes quedarte donde estás.
bookings-said-beside = Reservado. Está al lado de tu otra reserva.
bookings-said-fills = Reservado. Llena un hueco, así los demás quedan libres más tiempo.
bookings-said-packs = Reservado. Con este, los ratos largos de los demás quedan enteros.
bookings-said-asked = Solicitado. Te avisaremos cuando alguien responda.
bookings-said-kept = Guardado para ti. Confírmalo antes de que acabe el plazo.
bookings-said-changed = La reserva está cambiada.
bookings-said-cancelled = La reserva está cancelada.
bookings-said-checked-in = Llegada registrada. ¡Te damos la bienvenida!
bookings-said-checked-out = Salida registrada. ¡Hasta la próxima!
bookings-said-approved = Aprobada. Hemos avisado.
bookings-said-declined = Rechazada. Hemos avisado.
bookings-said-settled = Anotado como pagado.

## One's own bookings
bookings-of = Reservas de { $name }
bookings-find-place = Buscar un lugar
bookings-which = Qué reservas
bookings-upcoming = Próximas
bookings-show-past = Pasadas
bookings-past-none = Aún no hay reservas
bookings-upcoming-none = No hay nada reservado
bookings-upcoming-none-hint = Busca una sala, un puesto o una máquina y aparecerá aquí.
bookings-pages = Páginas
bookings-moved = Hemos movido esta reserva
bookings-moved-hint = No lo elegiste tú, así que puedes cancelarla sin coste hasta que empiece.
bookings-draft = Está guardada para ti, pero aún no reservada.
bookings-draft-until = Confírmala hasta el
bookings-confirm = Confirmar
bookings-waits = Espera respuesta
bookings-waits-hint = Quienes cuidan del lugar dirán sí o no.
bookings-approve = Aprobar
bookings-decline = Rechazar
bookings-reason = Motivo
bookings-here = ¿Ya estás allí?
bookings-check-in = Registrar llegada
bookings-leaving = ¿Te vas?
bookings-check-out = Registrar salida
bookings-where = Dónde
bookings-who = Quién
bookings-reference = Referencia
bookings-came = Llegada
bookings-left = Salida
bookings-price = Precio
bookings-was-paid = Ya se pagó
bookings-code = Código con la referencia { $reference }
bookings-change = Cambiar
bookings-to-calendar = A mi calendario
bookings-change-series = Cambiar esta fecha, o esta y otras
bookings-in-series = Parte de una reserva que se repite
bookings-cancel = Cancelar la reserva
bookings-cancel-sure = ¿Cancelar esta reserva?
bookings-cancel-yes = Sí, cancelarla
bookings-cancel-no = Conservarla
bookings-save = Guardar

## Calendars
bookings-busy-elsewhere = Ocupado en otro calendario
bookings-view-day = Día
bookings-view-week = Semana
bookings-view-month = Mes
bookings-view-agenda = Agenda
bookings-views = Tipos de calendario
bookings-everywhere = Todos los lugares
bookings-earlier = Antes
bookings-later = Después
bookings-today = Hoy
bookings-more = { $count } más
bookings-agenda-none = No hay nada reservado
bookings-gap = { $place }: libre { $hours }, reservar
bookings-js-moved = { "{" }place{ "}" }, { "{" }when{ "}" }: pulsa Intro para guardar, Escape para deshacer.
bookings-js-saved = Guardado: { "{" }place{ "}" }, { "{" }when{ "}" }.
bookings-js-undone = Como estaba.
bookings-js-refused = No es posible: { "{" }why{ "}" } Queda como estaba.
bookings-js-keys = Arrastra sobre el tiempo libre para reservar. Arrastra una reserva para moverla, o su final para alargarla; o usa las flechas, con Mayús para alargarla, Intro para guardar, Escape para deshacer.

## The front desk
bookings-desk = Recepción
bookings-walk-in = Ha venido alguien
bookings-desk-waiting = Esperan respuesta
bookings-desk-none = No se espera a nadie
bookings-desk-none-hint = Quien reserve uno de tus lugares para este día aparecerá aquí.
bookings-desk-here = Están aquí
bookings-desk-expected = Se esperan
bookings-desk-over = Ya terminaron
bookings-desk-dues = Pendiente de pago en dinero

## The door
bookings-free-today = Libre el resto del día
bookings-door-code = Código para escanear
bookings-door-scan = Escanea para registrar tu llegada.
bookings-door-scan-free = Escanea para reservarlo ahora mismo o registrar tu llegada.
bookings-door-next = A continuación
bookings-door-next-none = Hoy no hay nada más reservado.
bookings-door-spot = Resérvalo ahora mismo
bookings-door-nothing = Ahora no tienes ninguna reserva aquí
bookings-door-nothing-hint = Busca otra hora.
bookings-open = Abrir la reserva

## The first page
bookings-next = Tu próxima reserva

## More ways
bookings-door = Pantalla para la puerta
bookings-repeat = Repetir …
bookings-to-cart = Añadir al carrito
bookings-wait = Apuntarme a la lista de espera
