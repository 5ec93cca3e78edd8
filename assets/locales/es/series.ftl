# Planear una reserva que se repite.
series-repeat-place = Reservar { $place } una y otra vez
series-lead = Di cómo se repite y mira cada fecha antes de que se reserve nada.
series-first = La primera vez
series-first-day = Primer día
series-from = De
series-until = A
series-places = Plazas o piezas
series-again = Y después otra vez
series-repeats = Cada cuánto
series-repeat-weekly = Cada semana
series-repeat-daily = Cada día
series-repeat-monthly = Cada mes, en este día
series-repeat-monthly-nth = Cada mes, en este día de la semana
series-repeat-monthly-last = Cada mes, en el último día de la semana como este
series-repeat-yearly = Cada año
series-repeat-rule = Según una regla propia (ver abajo)
series-repeat-same = Como está
series-every = Cada
series-every-hint = 2 quiere decir cada dos semanas, días o meses.
series-days = Estos días, si es cada semana
series-day-mo = lun
series-day-tu = mar
series-day-we = mié
series-day-th = jue
series-day-fr = vie
series-day-sa = sáb
series-day-su = dom
series-ends = Hasta cuándo
series-ends-never = Sigue sin fin
series-ends-on = Hasta un día
series-ends-count = Un número de veces
series-last-day = Último día
series-times = Cuántas veces
series-advanced = Para quien conoce las reglas de los calendarios
series-rule = Regla (RRULE)
series-rule-hint = Como la escriben los programas de calendario. Elige arriba «Según una regla propia» para usarla.
series-title = Para qué
series-look = Ver todas las fechas
series-no-report = Aún no hay fechas
series-no-report-hint = Elige un primer día y las horas, y verás aquí qué fechas están libres.

# Reglas en palabras.
series-rule-dates = en fechas sueltas
series-rule-daily = { $every ->
    [one] cada día
   *[other] cada { $every } días
  }
series-rule-weekly = { $every ->
    [one] cada semana: { $days }
   *[other] cada { $every } semanas: { $days }
  }
series-rule-monthly = { $every ->
    [one] cada mes, el día { $day }
   *[other] cada { $every } meses, el día { $day }
  }
series-rule-monthly-last = { $every ->
    [one] cada mes, el día { $day } desde el final
   *[other] cada { $every } meses, el día { $day } desde el final
  }
series-rule-monthly-nth = { $every ->
    [one] cada { $nth ->
        [1] primer
        [2] segundo
        [3] tercer
        [4] cuarto
        [5] quinto
       *[other] último
      } { $day } de mes
   *[other] cada { $every } meses, el { $nth ->
        [1] primer
        [2] segundo
        [3] tercer
        [4] cuarto
        [5] quinto
       *[other] último
      } { $day }
  }
series-rule-yearly = { $every ->
    [one] cada año, el { $day } de { $month }
   *[other] cada { $every } años, el { $day } de { $month }
  }
series-on-monday = lunes
series-on-tuesday = martes
series-on-wednesday = miércoles
series-on-thursday = jueves
series-on-friday = viernes
series-on-saturday = sábado
series-on-sunday = domingo
series-rule-other = según la regla { $rule }
series-rule-count = { $count ->
    [one] { $rule }, una vez
   *[other] { $rule }, { $count } veces
  }
series-rule-until = { $rule }, hasta el { $last }

# El informe.
series-all-free = { $count ->
    [one] La fecha está libre
   *[other] Las { $count } fechas están libres
  }
series-some-free = { $free } libres, { $clashes } no
series-total = { $total } en total
series-free = Libre
series-clash-mark = No está libre
series-instead = En su lugar:
series-goes-on = Las fechas posteriores se reservan solas cuando llega su momento. Si alguna no se puede tener, te avisamos.
series-book-all = { $count ->
    [one] Reservar la fecha
   *[other] Reservar las { $count } fechas
  }
series-book-free = { $count ->
    [one] Reservar la fecha libre y dejar fuera { $out }
   *[other] Reservar las { $count } libres y dejar fuera { $out }
  }
series-book-free-hint = Más tarde puedes añadir las que faltan, cuando queden libres o a otra hora.

# Una serie.
series-mine = Reservas que se repiten
series-back-bookings = Mis reservas
series-find = Buscar un sitio
series-none-yet = Aún no se repite nada
series-none-yet-hint = Busca un sitio, elige una hora y después «repetir».
series-phase-making = Reservándose
series-phase-standing = Reservada
series-phase-ended = Terminada
series-phase-refused = No reservada
series-making = Se están reservando las fechas
series-making-hint = Son muchas. Vuelve a cargar esta página dentro de un momento.
series-refused = No se reservó nada
series-refused-hint = Mientras se reservaban las fechas, otra persona tomó una de ellas. Inténtalo otra vez y déjala fuera.
series-followed = Las fechas posteriores siguen aquí, porque se cambiaron juntas.
series-dates = Fechas
series-moved = movida; sería { $date }
series-day-skipped = Quitada
series-day-ahead = Se reservará cuando llegue su momento
series-gap-taken = No reservada: otra persona tiene el sitio
series-gap-closed = No reservada: está cerrado
series-gap-rule = No reservada: una norma no lo permite o nadie respondió a tiempo
series-gap-unpaid = No reservada: no se pudo pagar o cambiar
series-skip = Quitar
series-skip-sure = ¿Quitar esta fecha? Su reserva se cancela según las condiciones acordadas.
series-readd = Reservarla de todos modos
series-later = Fechas posteriores
series-add = Otra fecha
series-add-when = Cuándo empieza
series-add-date = Añadir la fecha
series-change-this = Cambiar
series-said-booked = Reservado. Estas son las fechas.
series-said-skipped = La fecha está quitada.
series-said-readded = La fecha está reservada.
series-said-changed = Cambiado.
series-said-cancelled = Cancelado.

# Cambiar y cancelar.
series-change = Cambiar fechas
series-scope = Qué fechas
series-scope-this = Solo esta fecha
series-scope-following = Esta y las siguientes
series-scope-all = Todas las que no han empezado
series-scope-hint = Lo que ya pasó no se cambia nunca. Las fechas que cambiaste aparte siguen así mientras quepan.
series-this-day = Esta fecha
series-other-rule = Repetir de otra manera desde aquí
series-change-free = Cambiar las que se pueda
series-cancel-instead = Mejor cancelar
series-cancel = Cancelar fechas
series-cancel-hint = Una fecha, esta y las siguientes, o todas las que no han empezado.
series-cancel-this = { $count ->
    [one] Solo esta fecha
   *[other] Estas { $count } fechas
  }
series-cancel-following = { $count ->
    [one] Esta y las siguientes: una fecha
   *[other] Esta y las siguientes: { $count } fechas
  }
series-cancel-all = { $count ->
    [one] Todas las que no han empezado: una fecha
   *[other] Todas las que no han empezado: { $count } fechas
  }
series-comes-back = Se devuelve { $sum }.
series-is-kept = Se retiene { $sum }.
series-no-money = No hay nada que pagar.
series-reason = Por qué
series-cancel-now = Cancelarlas

# Negativas.
series-busy = Sus fechas todavía se están reservando. Inténtalo dentro de un momento.
series-over = Esta reserva que se repetía ha terminado.
series-past = Ya no le queda ninguna fecha por venir.
series-not = Esta reserva no se repite.
series-clash = { $count ->
    [one] Hay una fecha que no se puede tener. Mira el informe o déjala fuera.
   *[other] Hay { $count } fechas que no se pueden tener. Mira el informe o déjalas fuera.
  }
series-nothing = Ninguna de las fechas se puede tener.
series-none = Ninguna de las fechas está por venir y lo bastante cerca. Elige un primer día más tarde u otra regla.
series-many = Serían más de { $max } fechas, lo máximo que se puede reservar de una vez. Haz que termine antes.
series-overlaps = Todavía duraría cuando empieza la fecha siguiente. Elige menos tiempo o una regla más espaciada.
series-day = Una regla que nombra un día del mes no se puede mover por días. Elige otra regla.
series-one-rule = Una sola fecha no puede tener otra regla. Elige «esta y las siguientes».
series-no-date = No tiene esa fecha.
series-has = Esa fecha ya está reservada.
series-told-gap = Tu reserva repetida de { $resource } no pudo tener el { $from }. Esa fecha se queda fuera.
