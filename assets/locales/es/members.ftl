## Faults

members-already = Esta cuenta ya es miembro aquí o está esperando una respuesta.
members-by-invitation = A esta comunidad se entra por invitación. Pide a un miembro que te inviten.
members-contact-label = Di de qué tipo de contacto se trata.
members-contact-phone = Un número de teléfono tiene al menos tres cifras y, por lo demás, solo espacios y + - ( ) . , /
members-contact-website = Una dirección web empieza por https:// o http:// y no tiene espacios.
members-contacts-many = Como máximo { $max } contactos, por favor.
members-id-taken = Otro miembro ya tiene este identificador.
members-invite-days = Una invitación vale de 1 a { $max } días.
members-invite-over = Esta invitación ya no sirve: se usó, se retiró o es demasiado antigua. Pide una nueva.
members-invite-used = Esta invitación ya se usó y no se puede retirar.
members-last-admin = Es la última persona que administra la comunidad. Da antes el papel a otra.
members-last-user = Es la última cuenta de este miembro. Añade antes otra o pide ayuda a una gestora.
members-left-already = Este miembro ha dejado la comunidad.
members-not-active = Solo se puede suspender a un miembro activo.
members-not-suspended = Este miembro no está suspendido.
members-not-waiting = Este miembro ya no espera una respuesta.
members-number-taken = Otro miembro ya tiene este número.
members-profile-large = Este perfil es demasiado grande. Acorta la descripción.
members-terms-agree = Acepta las condiciones para continuar.
members-reset-elsewhere = Esta cuenta también pertenece a otra comunidad, así que aquí nadie puede abrirla. Puede pedir ayuda a quien lleva todo el sitio.

## Palabras de un miembro

members-kind = Tipo de miembro
members-kind-personal = Persona
members-kind-business = Negocio
members-kind-organization = Organización
members-kind-public = Entidad pública
members-status-draft = Sin enviar
members-status-pending = En espera
members-status-active = Activo
members-status-disabled = Desactivado
members-status-suspended = Suspendido
members-status-deleted = Se fue
members-tab-draft = Sin enviar
members-tab-pending = En espera
members-tab-active = Activos
members-tab-disabled = Desactivados
members-tab-suspended = Suspendidos
members-tab-deleted = Se fueron
members-tab-all = Todos
members-statuses = Filtrar por estado
members-way-email = Correo electrónico
members-way-phone = Teléfono
members-way-website = Página web
members-way-telegram = Telegram
members-way-whatsapp = WhatsApp
members-way-signal = Signal
members-way-other = Otra cosa
members-seen = Quién lo ve
members-seen-public = lo ve todo el mundo
members-seen-members = lo ven los miembros
members-seen-staff = solo lo ve la oficina
members-audience-public = Todos los que me ven
members-audience-members = Miembros
members-audience-staff = Solo la oficina
members-access = Quién me encuentra
members-access-public = Todo el mundo, también sin entrar
members-access-group = Miembros
members-access-private = Solo la oficina
members-role-steward = Acompañante
members-role-steward-hint = Aprueba e invita a miembros, y actúa por quien no puede.
members-role-treasurer = Tesorería
members-role-treasurer-hint = Ve todo el dinero, fija límites y anula transferencias.
members-role-manager = Espacios
members-role-manager-hint = Cuida de salas, mesas y máquinas.
members-role-admin = Administración
members-role-admin-hint = Puede hacerlo todo y decide quién tiene cada función.
members-name = Nombre
members-name-hint = Como te conocen tus vecinos, o el nombre de tu organización.
members-email = Correo electrónico
members-number = Número de miembro
members-description = En pocas palabras
members-description-hint = Qué haces, qué te gusta ofrecer, qué buscas.
members-note = Nota para la oficina
members-note-hint = Solo la ve quien acompaña, lleva la tesorería o administra.
members-about = Sobre mí
members-contact = Contacto
members-edit = Editar el perfil
members-pay = Pagar
members-ask = Pedir un pago
members-on-behalf = Pagar en su nombre
members-since = miembro desde el { $date }

## El directorio y la página de un miembro

members-title = Miembros
members-lead = Las personas y organizaciones de esta comunidad.
members-search = Busca por nombre, número, lugar o palabras
members-pages = Páginas
members-invite = Invitar a alguien
members-join = Únete
members-none = Todavía no hay nadie que ver
members-none-hint = Los miembros aparecen aquí en cuanto entran y se dejan encontrar.
members-not-found = No hay nadie para «{ $words }»
members-not-found-hint = Prueba con menos letras, un número de miembro o un lugar.
members-show-all = Ver todos los miembros
members-about-empty = Aquí aún no hay nada escrito.
members-about-own-empty = Cuenta qué haces y qué buscas: a quien escribe unas palabras aquí le preguntan mucho más.
members-contact-empty = No hay ningún contacto que puedas ver.
members-listings = Ofertas y búsquedas
members-on-map = Ver en un mapa
members-staff-menu = Para la oficina
members-in-office = Abrir en la oficina
members-publish-for = Publicar un anuncio en su nombre

## El perfil

members-profile-title = Mi perfil
members-profile-of = Perfil de { $name }
members-profile-lead = Tú decides quién ve cada parte.
members-profile-view = Como lo ven los demás
members-profile-waiting = Tu solicitud espera una respuesta. Mientras tanto puedes completar tu perfil.
members-photo = Foto
members-photo-choose = Elige una foto
members-photo-hint = JPEG, PNG, WebP o GIF, hasta 10 MB
members-photo-send = Guardar la foto
members-photo-remove = Quitar la foto
members-contacts-hint = Cómo pueden contactarte. Vacía una línea para quitarla.
members-contact-kind = Medio
members-contact-value = Dirección o número
members-contact-name = Se llama
members-address = Dirección
members-street = Calle y número
members-postal-code = Código postal
members-locality = Ciudad o pueblo
members-region = Región
members-country = País
members-latitude = Latitud
members-longitude = Longitud
members-location-hint = Tu lugar en el mapa, en grados, por ejemplo 40,4168 y −3,7038. Deja los dos vacíos si no quieres ninguno.
members-address-seen = Quién ve la dirección y el lugar
members-login = Acceso
members-login-hint = Tu contraseña, los dispositivos donde has entrado y los tokens para programas.
members-password = Contraseña y dispositivos
members-tokens = Tokens para programas
members-leave = Dejar la comunidad
members-leave-hint = Tu saldo tiene que ser cero. Tus transferencias pasadas siguen en los extractos de los demás con tu nombre.
members-leave-confirm = ¿Dejar la comunidad? Ya no podrás pagar ni cobrar aquí.
members-said-saved = Tus cambios se han guardado.
members-said-photo = La foto se ha guardado.

## Unirse

members-join-title = Únete a { $community }
members-join-lead = Cuéntanos quién eres. Alguien de la comunidad lo leerá y te responderá.
members-join-closed = A esta comunidad se entra por invitación. Pide a un miembro que te inviten.
members-join-as = Me uno como
members-join-signed-in = Has entrado como { $name } y te unes con esta cuenta.
members-invited-by = { $name } te invita. Rellena esto y ya eres miembro.
members-new-password = Elige una contraseña
members-new-password-hint = Al menos 10 caracteres. Una frase corta es fácil de recordar.
members-letter = Unas palabras sobre ti
members-letter-hint = A quién conoces aquí, qué te gustaría hacer. Solo lo lee la oficina.
members-terms = Acepto las condiciones de la comunidad
members-terms-read = Leer las condiciones
members-apply = Enviar mi solicitud
members-accept = Hacerme miembro
members-have-login = ¿Ya tienes una cuenta?
members-said-applied = ¡Gracias! Tu solicitud se ha enviado. Puedes entrar cuando quieras para ver cómo va.
members-said-welcome = ¡Te damos la bienvenida! Ya eres miembro.

## La oficina

members-office-title = Miembros
members-office-lead = Primero quienes esperan una respuesta, después todos los demás.
members-office-none = No hay nadie
members-office-none-hint = Ningún miembro tiene este estado. Elige otro arriba o invita a alguien.
members-write-in = Añadir un miembro
members-applied-on = solicitud del { $date }
members-approve = Aprobar
members-refuse = Rechazar
members-refuse-yes = Rechazar esta solicitud
members-reason = Motivo
members-restore = Reactivar
members-as-seen = Como lo ven los demás
members-letter-title = Lo que escribió
members-accounts = Cuentas
members-accounts-none = Se abre una cuenta sola cuando el miembro pasa a estar activo.
members-account-open = abierta
members-account-frozen = congelada
members-account-closed = cerrada
members-between = puede moverse entre { $lower } y { $upper }
members-from = puede bajar hasta { $lower }
members-up-to = puede subir hasta { $upper }
members-no-limits = sin límites
members-limits = Límites
members-users = Accesos
members-users-none = Nadie entra por este miembro. La oficina actúa en su nombre.
members-user-disabled = desactivado
members-user-no-password = aún sin contraseña
members-user-add = Añadir un acceso
members-user-add-hint = Varias personas pueden entrar por un mismo miembro, como una pareja o el personal de una tienda. Quien ya tiene un acceso conserva su contraseña; las demás personas reciben un enlace para elegir una, que tú les entregas.
members-user-email = Correo electrónico
members-user-name = Nombre de la persona
members-user-add-yes = Añadir el acceso
members-user-remove = Quitar el acceso
members-user-remove-confirm = ¿Quieres que { $name } ya no pueda entrar por { $member }? Todo lo que hizo se conserva.
members-reset = Enlace para una contraseña nueva
members-reset-confirm = ¿Crear un enlace con el que { $name } elija una contraseña nueva? Quien tenga el enlace puede entrar como { $name }.
members-reset-title = Enlace para una contraseña nueva
members-reset-lead = { $hours ->
    [one] Dale este enlace a { $name }. Sirve una vez, durante una hora.
   *[other] Dale este enlace a { $name }. Sirve una vez, durante { $hours } horas.
  }
members-once = Este enlace solo se muestra ahora. Dáselo únicamente a la persona para la que es.
members-done = Listo
members-roles = Funciones
members-roles-save = Guardar funciones
members-decide = Estado
members-suspend = Suspender
members-suspend-hint = El miembro no puede pagar ni cobrar hasta que lo reactives. No se pierde nada.
members-suspend-confirm = ¿Suspender a { $name }?
members-end = Terminar la membresía
members-end-hint = Para siempre. El saldo tiene que ser cero; las transferencias pasadas se quedan.
members-end-confirm = ¿Terminar la membresía de { $name }? No se puede deshacer.
members-record = Registro
members-created = Creado
members-updated = Último cambio
members-new-title = Añadir un miembro
members-new-lead = Para quien no lo hace por su cuenta. Queda activo enseguida y la oficina puede actuar en su nombre.
members-new-login = Que pueda entrar con este correo
members-new-login-hint = Después creas un enlace para que elija una contraseña.
members-said-approved = Aprobado. El miembro ya puede participar.
members-said-refused = La solicitud se ha rechazado.
members-said-suspended = Suspendido. Sus cuentas están congeladas.
members-said-restored = El miembro puede participar de nuevo.
members-said-left = La membresía ha terminado.
members-said-roles = Las funciones se han guardado.
members-said-created = El miembro se ha añadido y ya puede participar.
members-said-user-added = Desde ahora esta persona puede entrar por el miembro, con la contraseña que ya tiene.
members-said-user-removed = Esta persona ya no entra por el miembro.

## Invitaciones

members-invites-title = Invitaciones
members-invites-lead = Un enlace que hace miembro enseguida a quien lo siga, una sola vez.
members-invite-new = Invita a alguien
members-invite-name = Para quién es
members-invite-days-label = Válida durante (días)
members-invite-make = Crear el enlace
members-invite-mail = Escribir un correo
members-invite-anybody = Alguien
members-invite-line = por { $name }, hasta el { $date }
members-invite-state-open = Abierta
members-invite-state-used = Usada
members-invite-state-over = Terminada
members-invites-latest = Últimas invitaciones
members-invites-none = Aún no hay invitaciones. Crea un enlace y envíalo por mensaje, o enséñalo en tu teléfono.
members-invited-title = La invitación está lista
members-invited-lead = Envía este enlace. Sirve una vez, hasta el { $date }.
members-withdraw = Retirar
members-withdraw-confirm = ¿Retirar esta invitación? Su enlace dejará de servir.
members-said-withdrawn = La invitación se ha retirado.

## Grupos

members-group-taken = Otro grupo ya tiene este nombre.
members-groups-many = Como máximo { $max } grupos, por favor.
members-groups-of-many = Un miembro está como máximo en { $max } grupos.
members-group-used = Hay gente en este grupo. Sácala antes.
members-groups = Grupos
members-groups-lead = Residentes, voluntariado, la junta: los precios, las normas y las listas de espera pueden depender de ellos.
members-groups-none = Aún no hay grupos
members-groups-none-hint = Crea uno cuando algunos miembros paguen otro precio o puedan reservar lo que otros no.
members-group-size = { $count ->
    [one] 1 miembro
   *[other] { $count } miembros
  }
members-group-new = Grupo nuevo
members-group-add = Crear grupo
members-group-name = Nombre
members-group-note = Para qué es
members-group-join = Incluir a alguien
members-group-member = Miembro
members-group-add-member = Añadir
members-group-nobody = No se encontró a nadie. Elige a alguien de las sugerencias o escribe un número de miembro.
members-group-empty = Aún no hay nadie en este grupo.
members-group-leave = Sacar
members-group-change = Nombre y nota
members-group-remove = Quitar el grupo
members-said-group = El grupo está guardado.
members-said-joined-group = En el grupo.
members-said-left-group = Fuera del grupo.
members-said-group-removed = El grupo se ha quitado.
