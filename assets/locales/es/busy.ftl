# Calendarios de fuera cuyas horas quedan ocupadas aquí.
busy-calendars = Otros calendarios
busy-calendars-of = Otros calendarios de { $name }
busy-lead = ¿{ $name } se reserva también en otro sitio? Lo que ocupa otro calendario no se puede reservar aquí.
busy-none = Todavía no hay otros calendarios
busy-none-hint = Pon la dirección del calendario del ayuntamiento o de una persona, o sube un archivo. Solo se toman las horas, nunca para qué son.
busy-by-address = Seguir un calendario
busy-by-address-hint = Se consulta cada media hora. En el otro calendario busca «dirección secreta», «enlace público» o «iCal».
busy-by-file = Subir un archivo
busy-by-file-hint = Para calendarios sin dirección. Vuelve a subirlo cuando haya cambiado.
busy-name = Nombre
busy-name-example = Reservas del ayuntamiento
busy-name-hint = Quien pregunta por qué una hora está ocupada lee este nombre.
busy-name-file-hint = Si lo dejas vacío se usa el nombre del archivo. Lo lee quien pregunta por qué una hora está ocupada.
busy-address-field = Dirección
busy-address-hint = Empieza por https:// o webcal:// y suele acabar en .ics. No se vuelve a mostrar a nadie.
busy-follow = Seguir este calendario
busy-choose = Elige un archivo de calendario
busy-choose-hint = .ics, hasta 1 MB
busy-upload = Subir
busy-from-file = Archivo subido
busy-waits = Está a punto de leerse
busy-times = { $count ->
    [0] sin horas ocupadas por delante
    [one] una franja ocupada
   *[other] { $count } franjas ocupadas
}
busy-read-now = Leído ahora mismo
busy-read-minutes = { $count ->
    [one] Leído hace un minuto
   *[other] Leído hace { $count } minutos
}
busy-read-at = Leído el { $at }
busy-uploaded-at = Subido el { $at }
busy-trouble = No se pudo leer
busy-kept = Lo que decía antes sigue contando.
busy-unread = { $count ->
    [one] Un evento no se pudo leer y se ha dejado fuera.
   *[other] { $count } eventos no se pudieron leer y se han dejado fuera.
}
busy-ok = En orden
busy-new = Nuevo
busy-tried-at = Último intento: { $at }
busy-met = Reservas a esas horas
busy-met-lead = Siguen en pie. Habla con sus miembros o muévelas.
busy-met-none = Ninguna reserva de aquí coincide con este calendario.
busy-fetch = Leerlo ahora
busy-again = Volver a subirlo
busy-remove = Quitar este calendario
busy-remove-sure = Lo que ocupa { $name } se podrá reservar aquí. ¿Lo quitas?
busy-said-added = El calendario está añadido. Se leerá en menos de un minuto.
busy-said-uploaded = El archivo está leído; sus horas quedan ocupadas.
busy-said-fetching = Se leerá en menos de un minuto.
busy-said-removed = El calendario está quitado; sus horas vuelven a estar libres.
busy-told-overlap = Otro calendario, { $calendar }, ocupa { $resource } cuando está reservado aquí, por primera vez el { $from }. Las reservas siguen en pie; échales un vistazo.

# Rechazos.
busy-address = Esto no es la dirección de un calendario. Debería parecerse a https://example.org/calendar.ics.
busy-unreachable = Nadie responde en esta dirección. ¿Está escrita como la muestra el otro calendario?
busy-slow = La respuesta tardó demasiado. Se intentará más tarde.
busy-denied = El otro lado pide una contraseña. Usa la dirección secreta o pública que ofrece para compartir.
busy-missing = En esta dirección ya no hay nada. Quita este calendario y añade su nueva dirección.
busy-answer = El otro lado responde con un error. Se intentará más tarde.
busy-redirects = El otro lado envía de una dirección a otra sin parar. Usa la última de ellas.
busy-private = Esta dirección lleva a una red privada. Quien administra este sitio puede permitirlo.
busy-large = El archivo pasa de { $max } MB. Exporta un periodo más corto.
busy-many = Tiene más de { $max } franjas ocupadas. Exporta menos, o un periodo más corto.
busy-lost = El archivo ya no está aquí. Vuelve a subirlo.
busy-calendars-many = Como mucho { $max } calendarios por lugar.
busy-is-fetched = Este calendario se lee en su dirección. Añade el archivo como otro calendario.
busy-is-uploaded = Este calendario viene de un archivo. Vuelve a subirlo cuando haya cambiado.
