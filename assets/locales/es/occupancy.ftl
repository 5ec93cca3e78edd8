occupancy-title = Informes
occupancy-office = Administración
occupancy-of-days = Del { $from } al { $to }
occupancy-file = Hoja de cálculo
occupancy-span = Periodo
occupancy-span-week = Semana
occupancy-span-month = Mes
occupancy-span-quarter = Trimestre
occupancy-span-year = Año
occupancy-days-nav = Otros días
occupancy-earlier = Anterior
occupancy-later = Siguiente
occupancy-day-unreadable = Escribe el día así: 2026-03-31.
occupancy-place = Espacio
occupancy-place-all = Todos los espacios
occupancy-category = Categoría
occupancy-category-all = Todas las categorías
occupancy-show = Ver
occupancy-counting = Aún se está contando: { $done } de { $all } semanas
occupancy-counting-hint = A las cifras de abajo les falta lo que aún no se ha contado. Tarda un momento después del primer arranque.
occupancy-counting-again = Mirar otra vez
occupancy-empty = Todavía no hay nada que contar
occupancy-empty-hint = En cuanto haya espacios que se puedan reservar, aquí verás cuánto se usan.
occupancy-empty-do = Preparar espacios
occupancy-occupancy = Ocupación
occupancy-percent = { $percent } %
occupancy-none = –
occupancy-closed = cerrado
occupancy-change-more = { $points ->
    [0] igual que los días anteriores
    [one] 1 punto más que los días anteriores
   *[other] { $points } puntos más que los días anteriores
}
occupancy-change-less = { $points ->
    [0] igual que los días anteriores
    [one] 1 punto menos que los días anteriores
   *[other] { $points } puntos menos que los días anteriores
}
occupancy-bookings = Reservas
occupancy-booked-hours = { $count ->
    [one] 1 hora
   *[other] { $count } horas
}
occupancy-revenue = Ingresos
occupancy-due = { $sum } por cobrar
occupancy-no-shows = No vino nadie
occupancy-no-shows-count = { $count ->
    [one] 1 reserva
   *[other] { $count } reservas
}
occupancy-cancelled-count = { $count ->
    [one] 1 cancelada
   *[other] { $count } canceladas
}
occupancy-lead = Antelación
occupancy-lead-hint = de media
occupancy-hours = { $count ->
    [one] 1 hora
   *[other] { $count } horas
}
occupancy-days = { $count ->
    [one] 1 día
   *[other] { $count } días
}
occupancy-hours-text = { $hours } horas
occupancy-course = Evolución
occupancy-course-label = Ocupación a lo largo del tiempo; { $part } en total
occupancy-map-title = Horas punta
occupancy-map = La más llena: { $full }. La más vacía: { $empty }.
occupancy-map-table = Lo mismo en una tabla
occupancy-day-1 = lunes
occupancy-day-2 = martes
occupancy-day-3 = miércoles
occupancy-day-4 = jueves
occupancy-day-5 = viernes
occupancy-day-6 = sábado
occupancy-day-7 = domingo
occupancy-day-short-1 = lun
occupancy-day-short-2 = mar
occupancy-day-short-3 = mié
occupancy-day-short-4 = jue
occupancy-day-short-5 = vie
occupancy-day-short-6 = sáb
occupancy-day-short-7 = dom
occupancy-ahead = Las próximas cuatro semanas
occupancy-ahead-label = Ocupación prevista para cada uno de los próximos días y lo que ya está reservado
occupancy-ahead-booked = Ya reservado
occupancy-ahead-expected = Previsto
occupancy-ahead-day = { $date }: { $expected } previsto, { $booked } reservado
occupancy-method-last-week = Se espera que cada día sea como el de la semana anterior.
occupancy-method-average = Se espera que cada día sea como la media de ese día en las últimas seis semanas.
occupancy-method-holt-winters = La previsión sigue el nivel, la tendencia y el ritmo semanal de los últimos meses.
occupancy-trust-better = Puesta a prueba con las últimas { $weeks } semanas, falló por { $error } al día. Repetir sin más la semana anterior habría fallado por { $naive }: el error es un { $percent } % menor.
occupancy-trust-same = Puesta a prueba con las últimas { $weeks } semanas, falló por { $error } al día. Repetir sin más la semana anterior habría fallado por { $naive }, así que aquí no es mejor que eso.
occupancy-trust-worse = Puesta a prueba con las últimas { $weeks } semanas, falló por { $error } al día, peor que los { $naive } de repetir sin más la semana anterior: no te fíes de ella.
occupancy-trust-unknown = Aún hay pocas semanas para saber si acierta.
occupancy-advice = Qué se puede mejorar
occupancy-advice-none = Nada llama la atención en las últimas doce semanas.
occupancy-when-workdays = De lunes a viernes, de { $from } a { $to },
occupancy-when-weekend = Los fines de semana, de { $from } a { $to },
occupancy-advice-raise = { $name }: pide un { $percent } % más en sus horas punta
occupancy-advice-raise-why = { $when } la ocupación es del { $booked }, frente al { $overall } en conjunto. Dentro de los límites de su precio.
occupancy-advice-lower = { $name }: pide un { $percent } % menos cuando está vacío
occupancy-advice-lower-why = { $when } la ocupación es solo del { $booked }, frente al { $overall } en conjunto. Dentro de los límites de su precio.
occupancy-advice-gaps = { $name }: deja que las reservas empiecen más seguidas
occupancy-advice-gaps-why = { $gaps } huecos entre { $bookings } reservas duraron menos de { $shortest } minutos, demasiado poco para nadie: { $hours } horas perdidas.
occupancy-advice-unused = { $name }: nadie lo ha reservado
occupancy-advice-unused-why = Estuvo abierto { $days } días. Dalo a conocer, dale otro uso o retíralo.
occupancy-advice-rare = { $name }: casi nunca se reserva
occupancy-advice-rare-why = Se reservó { $booked } de { $days } días; un { $overall } de su tiempo.
occupancy-advice-no-shows = { $name }: pide que se confirme la llegada o cobra más a quien no viene
occupancy-advice-no-shows-why = No vino nadie a { $missed } de { $bookings } reservas ({ $rate }).
occupancy-places = Espacios
occupancy-left-out = { $count ->
    [one] Hay un espacio más que no se cuenta aquí. Elige arriba una parte de la casa.
   *[other] Hay { $count } espacios más que no se cuentan aquí. Elige arriba una parte de la casa.
}
occupancy-csv-place = Espacio
occupancy-csv-kind = Tipo
occupancy-csv-open = Minutos abierto
occupancy-csv-booked = Minutos reservados
occupancy-csv-occupancy = Ocupación en porcentaje
occupancy-csv-bookings = Reservas
occupancy-csv-no-shows = No vino nadie
occupancy-csv-cancelled = Canceladas
occupancy-csv-lead = Antelación en minutos
occupancy-csv-gaps = Huecos cortos
