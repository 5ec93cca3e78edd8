# Long because places are described, opened, closed, drawn and set up with these words.
## Fallos

resources-agreement-text = Escribe el texto que los miembros aceptan.
resources-addons-many = Como máximo { $max } extras, por favor.
resources-attribute-choice = «{ $name }»: elige una de las opciones.
resources-attribute-needed = «{ $name }» es obligatorio en esta categoría.
resources-attribute-number = «{ $name }» es un número, como 12 o 1,5.
resources-attribute-options = «{ $name }» necesita opciones para elegir: de 1 a { $max }, separadas por comas.
resources-capacity = Como máximo { $max } personas.
resources-categories-many = Como máximo { $max } categorías, por favor.
resources-category-parent = Hay otras categorías dentro de esta. Muévelas o quítalas antes.
resources-category-place = Una categoría no puede estar dentro de sí misma ni a tanta profundidad.
resources-category-unknown = No existe esa categoría.
resources-category-used = Hay espacios con esta categoría. Dales otra antes.
resources-circle = Un espacio no puede estar dentro de sí mismo.
resources-closure-long = Un cierre dura como máximo { $max } días. Mejor pausa el espacio.
resources-closure-order = El final es anterior al comienzo.
resources-closure-never = Con esta regla no se cierra nunca. Elige otra regla o un final más tarde.
resources-closure-overlaps = Aún estaría cerrado cuando empieza la vez siguiente. Elige menos tiempo o una regla menos frecuente.
resources-closures-many = Como máximo { $max } cierres de un espacio pueden repetirse. Deshaz uno que ya no necesites.
resources-closure-past = Eso ya ha pasado. Elige un final que aún no haya llegado.
resources-code-taken = Otro espacio ya tiene este código.
resources-date = Indica un día como 2026-12-31.
resources-deep = Los espacios se anidan como máximo { $max } niveles.
resources-holds-others = Hay otros espacios dentro de este. Retíralos o muévelos antes.
resources-large = Es demasiado texto para un espacio. Acorta la descripción o las normas.
resources-manager-unknown = No se encontró a nadie. Elige a alguien de las sugerencias o escribe un número de miembro.
resources-many = Como máximo { $max }, por favor.
resources-member-not-active = Solo los miembros activos pueden tener una formación o aceptar un texto.
resources-number = Indica un número entero.
resources-photos-many = Como máximo { $max } fotos, por favor. Quita una antes.
resources-places = Entre 1 y { $max }.
resources-plan-elsewhere = En el plano solo se puede marcar lo que está dentro de este espacio.
resources-plans-many = Como máximo { $max } planos, por favor.
resources-price = Un precio es mayor que cero. Déjalo vacío si es gratis.
resources-qualifications-many = Como máximo { $max } formaciones y acuerdos, por favor.
resources-season-day = Indica un primer y un último día que existan en esos meses.
resources-set-circle = Un conjunto no puede formar parte de sí mismo.
resources-set-empty = Elige al menos una parte del conjunto.
resources-setup-desks-many = Como máximo { $max } mesas de una vez. Después puedes añadir más.
resources-stock = Entre 1 y { $max }.
resources-time = Indica una hora como 09:00.
resources-too-many = Una comunidad tiene como máximo { $max } espacios.
resources-unknown = No existe ese espacio.
resources-valid-days = Entre 1 y { $max } días.

## Tipos y opciones

resources-kind = Qué es
resources-kind-site = Sede
resources-kind-building = Edificio
resources-kind-floor = Planta
resources-kind-room = Sala
resources-kind-desk = Mesa
resources-kind-machine = Máquina
resources-kind-tool = Herramienta
resources-kind-vehicle = Vehículo
resources-kind-equipment = Equipo
resources-kind-set = Conjunto que se reserva entero
resources-kind-other = Otra cosa
resources-unit = Cómo se reserva
resources-unit-minutes = A cualquier hora, por minutos
resources-unit-hour = Por horas
resources-unit-half-day = Por medios días
resources-unit-day = Por días
resources-unit-week = Por semanas
resources-bookable = Reserva
resources-bookable-yes = Se puede reservar
resources-bookable-no = Solo contiene otros espacios
resources-access = Quién lo ve
resources-access-public = Todo el mundo
resources-access-group = Los miembros
resources-access-private = Solo quienes lo cuidan
resources-way-tell = Las reservas se quedan; avisar
resources-way-tell-hint = No se cancela nada. Se avisa a quienes han reservado.
resources-way-move = Mover las reservas
resources-way-move-hint = A algo parecido que esté libre, si lo hay; antes se te pregunta.
resources-way-cancel = Cancelar las reservas
resources-way-cancel-hint = Se devuelve todo y se avisa a todos.
resources-way-book-around = Cerrar alrededor de las reservas
resources-way-book-around-hint = Se cierra solo donde aún no hay reservas.
resources-per = Por qué se cobra
resources-per-booking = Por reserva
resources-per-hour = Por hora
resources-per-person = Por persona
resources-per-piece = Por unidad
resources-offer = Disponibilidad
resources-offer-open = Se puede reservar
resources-offer-ended = No disponible
resources-yes = Sí
resources-no = No
resources-free = Gratis

## Días

resources-day-mon = Lunes
resources-day-tue = Martes
resources-day-wed = Miércoles
resources-day-thu = Jueves
resources-day-fri = Viernes
resources-day-sat = Sábado
resources-day-sun = Domingo
resources-days-between = De { $first } a { $last }
resources-every-day = Todos los días
resources-closed = Cerrado
resources-all-day = Abierto todo el día
resources-today = Hoy
resources-month = Mes
resources-month-1 = enero
resources-month-2 = febrero
resources-month-3 = marzo
resources-month-4 = abril
resources-month-5 = mayo
resources-month-6 = junio
resources-month-7 = julio
resources-month-8 = agosto
resources-month-9 = septiembre
resources-month-10 = octubre
resources-month-11 = noviembre
resources-month-12 = diciembre
resources-season = Del { $first } al { $last }

## Un espacio

resources-about = Sobre este espacio
resources-for-people = { $count ->
    [one] para 1 persona
   *[other] para { $count } personas
  }
resources-places-many = { $count ->
    [one] 1 plaza
   *[other] { $count } plazas a la vez
  }
resources-holds-only = Elige uno de los espacios que contiene para reservar.
resources-paused = Fuera de servicio
resources-paused-title = Fuera de servicio por ahora
resources-paused-hint = No admite reservas nuevas hasta que vuelva.
resources-retired = Retirado
resources-retired-title = Este espacio se ha retirado.
resources-needs = Requiere: { $name }
resources-needs-title = Qué hace falta para reservarlo
resources-have = Lo tienes
resources-missing = Te falta
resources-agree = Lo he leído y lo acepto
resources-agree-read = Leer y aceptar
resources-training-hint = Quien cuida el espacio te lo da tras una breve formación. Pregúntale.
resources-closed-again = Cerrado { $rule }; la próxima vez, { $next }
resources-closed-between = Cerrado del { $start } al { $end }
resources-photo-of = { $name }, foto { $number }
resources-parts = Formado por
resources-inside = Aquí dentro
resources-rules = Normas de la casa
resources-open-days = Abierto
resources-hours-all = Todo el horario
resources-zone-note = Horas en { $zone }.
resources-addons-title = Se puede añadir
resources-where = Dónde está
resources-map = Ver en el mapa
resources-managers = Quién lo cuida
resources-edit = Editar
resources-look = Ver
resources-book = Reservar
resources-own-calendar = Pon el calendario de este espacio en el tuyo
resources-calendar = Calendario
resources-policies = Reglas
resources-prices = Precios
resources-passes = Abonos
resources-closure-bookings = Reservas afectadas
resources-setup-training-name = Formación: { $name }

## La oficina

resources-office = Espacios
resources-office-lead = Todo lo que se puede reservar y dónde está.
resources-tree = Todos los espacios
resources-pages = Páginas
resources-empty = Aún no hay espacios
resources-empty-hint = El asistente hace unas preguntas sencillas y crea tu sede con salas, mesas, máquinas, horario, precios y normas. En menos de diez minutos.
resources-more = Más sobre { $name }
resources-up = Subir
resources-down = Bajar
resources-add = Añadir un espacio
resources-add-inside = Añadir algo dentro
resources-add-set = Añadir un conjunto que se reserva entero
resources-name = Nombre
resources-parent = Dónde está
resources-parent-none = Por su cuenta
resources-new = Espacio nuevo
resources-part-what = Qué es
resources-part-booked = Cómo se reserva
resources-part-who = Quién puede reservarlo
resources-category = Categoría
resources-category-none = Ninguna
resources-code = Código corto
resources-code-hint = En carteles y direcciones. Se crea a partir del nombre si lo dejas vacío.
resources-not-said = Sin indicar
resources-description = Descripción
resources-tags = Palabras para encontrarlo
resources-tags-hint = Separadas por comas: tranquila, proyector, planta baja.
resources-capacity-field = Para cuántas personas
resources-places-field = Cuántos pueden reservarlo a la vez
resources-places-hint = 1: quien lo reserva lo tiene entero. Más: plazas o unidades a la vez.
resources-equivalent = Puede sustituir a
resources-equivalent-hint = Los espacios con la misma palabra pueden sustituirse si uno falla.
resources-parts-choose = De qué se compone el conjunto
resources-manager-add = Añadir a alguien que lo cuide
resources-manager-hint = Escribe un nombre o un número de miembro.
resources-where-hint = Solo lo que sea distinto del espacio que lo contiene.
resources-where-more = Código postal, punto en el mapa, zona horaria
resources-street = Calle y número
resources-locality = Localidad
resources-postal-code = Código postal
resources-region = Región
resources-country = País
resources-zone = Zona horaria
resources-zone-inherit = La del espacio que lo contiene
resources-latitude = Grados norte
resources-longitude = Grados este
resources-photos = Fotos
resources-photo-choose = Elige una foto
resources-photo-hint = JPEG, PNG, WebP o GIF, hasta 10 MB
resources-photo-add = Añadir foto
resources-photo-remove = Quitar la foto { $number }
resources-elsewhere = Moverlo a otro sitio
resources-move = Mover
resources-service = Fuera de servicio
resources-pause = Pausar
resources-pause-note = Qué lee la gente
resources-pause-hint = Por ejemplo: «Estamos cambiando la lente». No admite reservas nuevas hasta que lo reanudes.
resources-resume = Volver a ponerlo en servicio
resources-retire = Retirar
resources-retire-sure = ¿Retirar { $name }? Lo reservado se mantiene; nadie podrá reservarlo más.

## Horario

resources-hours = Horario
resources-hours-of = Horario de { $name }
resources-hours-now = Como está ahora
resources-hours-which = Qué horario vale
resources-hours-inherit = El de { $name }
resources-hours-unsaid = Sin indicar: abierto siempre
resources-hours-own = Su propio horario, aquí abajo
resources-hours-always = Abierto siempre
resources-hours-week = La semana habitual
resources-hours-hint = Deja vacío el día en que cierra. Un final anterior al comienzo es del día siguiente; de 00:00 a 00:00 es el día entero.
resources-hours-same = De martes a viernes como el lunes
resources-from = Desde
resources-until = Hasta
resources-hours-holidays = En festivos
resources-hours-holidays-title = Festivos
resources-holidays-list = Qué festivos
resources-holidays-inherit = Los del espacio que lo contiene
resources-holidays-none = Ninguno
resources-holidays-own = Tu propia lista, uno por línea
resources-holidays-es = España
resources-holidays-gb = Inglaterra y Gales
resources-holidays-de = Alemania
resources-holidays-fr = Francia
resources-holidays-us = Estados Unidos
resources-holidays-co = Colombia
resources-holidays-write = Ver o escribir la lista
resources-holidays-hint = Por ejemplo: Dec 25 "Navidad" · May Mo[1] para el primer lunes de mayo · easter -2 para el Viernes Santo. Vale si eliges «Tu propia lista».
resources-on-holidays = En un festivo
resources-on-holidays-usual = Abre como otros días
resources-on-holidays-closed = Cierra
resources-on-holidays-times = Abre a estas horas
resources-hours-exceptions = Días sueltos distintos
resources-exceptions-hint = Un día o varios seguidos. Sin horas, cierra.
resources-exception = Excepción { $number }
resources-first-day = Primer día
resources-last-day = Último día
resources-remove = Quitar
resources-seasons = Temporadas
resources-seasons-hint = Partes del año con su propia semana, como el horario de verano.
resources-season-add = Añadir una temporada

## Cierres

resources-closures = Cierres
resources-closures-lead = Cuándo un espacio no admite reservas y qué pasa con las que ya hay.
resources-closures-none = No hay cierres
resources-closures-none-hint = Cierra un espacio por vacaciones, una reparación o un acto con el formulario de abajo.
resources-closure-new = Cierre nuevo
resources-closure-of = Cierre de { $name }
resources-closure-place = Qué se cierra, con todo lo que contiene
resources-closure-hint = Sin horas, se cierran los días enteros. Las horas son las del espacio.
resources-closure-repeats = ¿Se repite?
resources-closure-once = No se repite
resources-closure-next = próxima vez: { $when }
resources-closure-ending = Para terminarlo un día concreto, indica hasta cuándo en «¿Se repite?». Si lo deshaces, el espacio se abre todas las veces.
resources-closure-again = { $rule }, { $from }–{ $until }
resources-closure-again-days = { $rule }, durante { $count } días
resources-closure-again-hours = { $rule }, desde las { $from } durante { $count } horas
resources-closure-note = Qué lee todo el mundo
resources-closure-reason = Por qué, para quienes lo cuidan
resources-closure-way = Qué pasa con las reservas que hay
resources-close = Cerrar
resources-reopen = Deshacer el cierre

## Categorías

resources-categories = Categorías
resources-categories-lead = Qué tipos de espacios tienes y qué conviene saber de cada uno.
resources-categories-none = Aún no hay categorías
resources-categories-none-hint = Una categoría como «Salas de reunión» dice qué se indica de cada sala: tamaño, proyector, acceso en silla de ruedas.
resources-category-new = Categoría nueva
resources-category-in = Está dentro de
resources-category-remove = Quitar la categoría
resources-attributes = Propiedades
resources-attributes-hint = Lo que indica cada espacio de esta categoría. Vacía un nombre para quitar la propiedad.
resources-attribute = Propiedad { $number }
resources-attribute-kind = Se indica como
resources-attribute-kind-yes-no = Sí o no
resources-attribute-kind-number = Número
resources-attribute-kind-choice = Una de varias
resources-attribute-kind-text = Texto
resources-attribute-unit = Unidad de un número
resources-attribute-options-field = Opciones, separadas por comas
resources-attribute-required = Es obligatorio
resources-attribute-filter = Se ofrece como filtro

## Extras

resources-addons = Extras
resources-addons-lead = Equipo, comida y servicios que se pueden reservar con un espacio.
resources-addons-none = Aún no hay extras
resources-addons-none-hint = Por ejemplo un proyector, café por persona o limpieza al terminar. Luego márcalos al editar un espacio.
resources-addon-new = Extra nuevo
resources-addon-add = Añadir extra
resources-addon-price = Precio
resources-currency = Moneda
resources-stock-field = Cuántos hay
resources-stock-of = { $count ->
    [one] hay 1
   *[other] hay { $count }
  }

## Formaciones

resources-qualifications = Formaciones
resources-qualifications-lead = Lo que los miembros deben tener para poder reservar algunos espacios.
resources-qualifications-none = Aún no se exige nada
resources-qualifications-none-hint = Por ejemplo «Formación en la cortadora láser» o «Normas del taller». Luego márcalo al editar una máquina o una sala.
resources-qualification-new = Formación o acuerdo nuevo
resources-qualification-add = Añadir
resources-qualification-kind = Cómo se consigue
resources-qualification-training = Formación
resources-qualification-training-hint = La das tú a los miembros después de enseñarles.
resources-qualification-agreement = Acuerdo
resources-qualification-agreement-hint = Los miembros leen un texto y lo aceptan por su cuenta.
resources-qualification-text = De qué trata, o el texto que se acepta
resources-valid-days-field = Cuántos días vale
resources-valid-for = { $days ->
    [one] vale 1 día
   *[other] vale { $days } días
  }
resources-valid-until = hasta el { $date }
resources-since = desde el { $date }
resources-expired = Caducado
resources-give = Dar a un miembro
resources-member = Miembro
resources-holders = Quién lo tiene
resources-holders-none = Nadie todavía.
resources-withdraw = Retirar
resources-own-qualifications = Mis formaciones
resources-own-qualifications-lead = Lo que puedes usar y lo que puedes aceptar.
resources-own-none = Nada por aquí
resources-own-none-hint = Algunas máquinas y salas requieren una breve formación o tu acuerdo. Lo dicen en su página.

## Planos

resources-plans = Planos
resources-plans-of = Planos de { $name }
resources-plans-lead = Una imagen desde arriba en la que se encuentra y elige un espacio.
resources-plans-none = Aún no hay plano
resources-plans-none-hint = Haz una foto del plano de evacuación de la pared o dibuja uno en papel.
resources-plan-new = Plano nuevo
resources-plan-example = Planta baja
resources-plan-choose = Elige la imagen
resources-plan-add = Añadir plano
resources-plan-spots = { $count ->
    [one] 1 espacio marcado
   *[other] { $count } espacios marcados
  }
resources-plan-lead = Marca dónde está cada espacio.
resources-plan-which = Qué espacio
resources-plan-click = Elige a qué distancia está de la izquierda y de la parte de arriba de la imagen.
resources-plan-x = Desde la izquierda
resources-plan-y = Desde arriba
resources-plan-off = No está en este plano
resources-plan-look = Verlo como los miembros
resources-plan-nothing = Aún no hay nada que marcar
resources-plan-nothing-hint = En el plano se marca lo que está dentro de este espacio: salas, mesas, máquinas.
resources-plan-nothing-do = Añadir un espacio
resources-plan-js-how = Elige un espacio y toca donde está, o arrastra su marca. Con el teclado: ve a la imagen, mueve la marca con las flechas (más lejos con Mayús) y fíjala con Intro.
resources-plan-js-larger = Más grande
resources-plan-js-smaller = Más pequeño
resources-plan-js-off = Quitar su marca
resources-plan-js-next = {"{name}"} está marcado. Ahora toca dónde está {"{next}"}.
resources-plan-js-done = {"{name}"} está marcado.
resources-plan-js-gone = {"{name}"} ya no está en este plano.
resources-plan-js-moving = {"{name}"}: a {"{x}"} % de la izquierda y {"{y}"} % de arriba. Intro lo fija.
resources-plan-js-refused = No se ha podido marcar {"{name}"}. {"{why}"}
resources-floor-lead = Toca un espacio para reservarlo a esta hora.
resources-floor-at = A otra hora
resources-floor-day = Día
resources-floor-show = Mostrar
resources-floor-none = Todavía no hay ningún espacio marcado en este plano.
resources-vacancy-free = Libre
resources-vacancy-taken = Ocupado
resources-vacancy-closed = Cerrado
resources-vacancy-off = No se reserva
resources-plan-place = Marcar
resources-plan-remove = Quitar el plano
resources-plan-sure = ¿Quitar este plano con todas las marcas?

## El asistente

resources-setup = Configura tus espacios
resources-setup-lead = Unas preguntas sencillas. Todo se puede cambiar después.
resources-setup-start = Asistente
resources-setup-begin = Empezar
resources-setup-next = Siguiente
resources-setup-skip = Saltar
resources-setup-finish = Terminar
resources-step-site = Tu sede
resources-step-places = Espacios
resources-step-hours = Horario
resources-step-prices = Precios
resources-step-rules = Normas
resources-step-done = Listo
resources-setup-site-name = ¿Cómo se llama tu sitio?
resources-setup-site-example = La Fábrica de Botones
resources-setup-hours = ¿Cuándo abre?
resources-preset-office = Entre semana de 9 a 18
resources-preset-long = Entre semana de 8 a 22, fines de semana de 10 a 20
resources-preset-daily = Todos los días de 8 a 22
resources-preset-always = Abierto siempre
resources-setup-rooms = Salas
resources-setup-rooms-hint = Salas de reunión, salones, estudios: lo que se reserva entero.
resources-people = Personas
resources-setup-desks = Mesas
resources-setup-desks-hint = Se numeran solas. Escribe la sala en la que están; un nombre nuevo crea una sala.
resources-how-many = Cuántas
resources-in-room = En qué sala
resources-open-space = Espacio abierto
resources-setup-machines = Máquinas
resources-setup-machines-hint = Lo que requiere cuidado: una cortadora láser, un horno, una máquina de coser.
resources-setup-training = Requiere formación
resources-setup-prices-hint = Un precio por tipo para empezar. Déjalo vacío si es gratis. Las horas punta, los abonos y los descuentos pueden venir después.
resources-setup-price-room = Una sala
resources-setup-price-desk = Una mesa
resources-setup-price-machine = Una máquina
resources-price-per-hour = Por hora
resources-price-per-half-day = Por medio día
resources-price-per-day = Por día
resources-price-per-week = Por semana
resources-setup-rules-hint = Ya se ponen unas normas razonables para cada tipo. Quedan tres preguntas.
resources-horizon = ¿Con cuánta antelación se puede reservar?
resources-horizon-7 = Una semana
resources-horizon-14 = Dos semanas
resources-horizon-30 = Un mes
resources-horizon-90 = Tres meses
resources-horizon-365 = Un año
resources-cancel = ¿Hasta cuándo se puede cancelar y recuperarlo todo?
resources-cancel-any = Hasta que empiece
resources-cancel-2h = Dos horas antes
resources-cancel-1d = Un día antes
resources-cancel-2d = Dos días antes
resources-cancel-7d = Una semana antes
resources-approval = ¿Qué necesita antes tu visto bueno?
resources-setup-done = Tus espacios están listos
resources-setup-made = Salas: { $rooms }. Mesas: { $desks }.
resources-setup-made-machines = Máquinas: { $count }.
resources-setup-look = Verlo
resources-after-tree = Todos los espacios
resources-after-tree-hint = Cambia nombres, horarios y quién cuida qué.
resources-after-plan = Añade un plano
resources-after-plan-hint = Para que la gente encuentre su mesa.
resources-after-more = Añade más espacios
resources-after-more-hint = Otra sala, más mesas, una máquina.

## Lo hecho

resources-said-added = Añadido. Aquí puedes contar más.
resources-said-saved = Guardado.
resources-said-paused = Ya no admite reservas nuevas.
resources-said-resumed = Vuelve a estar en servicio.
resources-said-retired = Retirado. Lo reservado se mantiene.
resources-said-moved = Movido.
resources-said-hours = El horario está guardado.
resources-said-closed = Cerrado. Nadie podrá reservarlo entonces.
resources-said-closure-saved = El cierre está guardado.
resources-said-reopened = El cierre se ha deshecho.
resources-said-given = Dado.
resources-said-withdrawn = Retirado.
resources-said-agreed = Gracias. Ya puedes reservarlo.
resources-said-photo = La foto está añadida.
resources-said-plan = El plano está añadido. Ahora marca los espacios.
resources-said-removed = Quitado.
resources-reports = Informes
