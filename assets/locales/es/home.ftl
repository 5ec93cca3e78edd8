# La página pública.
home-welcome = Te damos la bienvenida
home-lead-coworking = Un lugar que compartimos: salas, mesas y máquinas, y la gente que las llena.
home-lead-exchange = Gente que se echa una mano y lo apunta en una moneda propia.
home-lead-both = Un lugar que compartimos y una moneda propia con la que nos echamos una mano.
home-lead-closed = Esta comunidad solo muestra su página a sus miembros.
home-join = Pide unirte
home-fact-members = { $count ->
    [one] miembro
   *[other] miembros
  }
home-fact-since = juntos desde
home-fact-currency = con lo que nos pagamos
home-feature-rooms = Un lugar propio
home-feature-rooms-text = Salas, mesas y herramientas que son de todos y que cuidamos entre todos.
home-feature-exchange = Dar y recibir
home-feature-exchange-text = Ofrece lo que sabes hacer, pide lo que necesitas. Cada pago queda apuntado y todos los saldos juntos suman cero.
home-feature-people = Gente que conoces
home-feature-people-text = Los miembros tienen cara y nombre. Ves quién ofrece qué y cómo hablarle.
home-feature-own = En nuestras manos
home-feature-own-text = La comunidad lleva sus cuentas en su propia máquina. Nadie más las lee.
home-members = Mira quién está aquí
home-listings = Ahora en el mercado
home-offer = Oferta
home-want = Se busca
home-contacts = Habla con nosotros
home-terms = Lo que acuerdan los miembros

# La página del nodo.
home-node = Comunidades
home-node-lead = Aquí viven varias comunidades. ¿Cuál buscas?

# El día de un miembro.
home-hello = Hola, { $name }
home-notices = Novedades para ti
home-requests = Esperan tu respuesta
home-next = Qué hacer ahora
home-recent = Últimos pagos
home-recent-none = Aún no hay pagos
home-recent-none-hint = El primero empieza por encontrar a alguien que ofrezca lo que necesitas.
home-find-people = Buscar gente
home-step-approve = { $count ->
    [one] Aprueba a un miembro nuevo
   *[other] Aprueba a { $count } miembros nuevos
  }
home-step-approve-hint = Han pedido unirse y esperan tu respuesta.
home-step-import = Trae a tu comunidad
home-step-import-hint = Los miembros y todos sus pagos llegan desde archivos de tu sistema anterior, revisados antes de escribir nada.
home-step-invite = Invita a gente
home-step-invite-hint = Da un enlace que convierte a alguien en miembro al momento.
home-step-describe = Cuenta de qué trata tu comunidad
home-step-describe-hint = Las visitas lo leen en la página pública.
home-step-photo = Pon una foto
home-step-photo-hint = A la gente le gusta ver con quién trata.
home-step-about = Cuenta algo de ti
home-step-about-hint = Bastan dos frases: qué haces y qué te gusta.
home-step-offer = Ofrece algo
home-step-offer-hint = Pan, arreglar bicicletas, una hora de inglés: ¿qué pueden necesitar los demás?
home-step-pay = Encuentra con quién intercambiar
home-step-pay-hint = Mira a los miembros y lo que ofrecen.
home-standing-none = Aquí no eres miembro
home-standing-none-hint = Tu acceso funciona, pero no hay ningún miembro de esta comunidad unido a él.
home-standing-office = Llevas esta comunidad
home-standing-office-hint = La cuidas sin tener cuenta propia. Los miembros, los pagos y los ajustes están en la oficina. Si quieres intercambiar, date de alta allí como miembro.
home-to-office = A la oficina
home-standing-draft = Tu alta está incompleta
home-standing-draft-hint = Se empezó en otro sitio y no llegó a enviarse. Pregunta a quien lleva la comunidad.
home-standing-pending = Tu solicitud espera respuesta
home-standing-pending-hint = Alguien que lleva la comunidad la mirará pronto. Mientras tanto puedes echar un vistazo.
home-standing-active = Eres miembro
home-standing-active-hint = Puedes intercambiar.
home-standing-disabled = Tu alta está desactivada
home-standing-disabled-hint = Pide a quien lleva la comunidad que la active de nuevo.
home-standing-suspended = Tu alta está en pausa
home-standing-suspended-hint = No puedes pagar ni cobrar hasta que alguien que lleva la comunidad la restaure. Pregúntale por qué.
home-standing-deleted = Ya no eres miembro
home-standing-deleted-hint = Tu participación ha terminado.

# La oficina.
home-office = Oficina
home-office-lead = Cómo va la comunidad y todo lo que está a tu cargo.
home-office-approve = { $count ->
    [one] Responde a una solicitud
   *[other] Responde a { $count } solicitudes
  }
home-office-members = Miembros activos
home-office-suspended = { $count ->
    [one] uno en pausa
   *[other] { $count } en pausa
  }
home-office-waiting = Esperan respuesta
home-office-volume = Intercambiado hasta hoy
home-office-transfers = Pagos
home-office-accounts = Cuentas
home-office-treasury = Cuenta de la comunidad
home-office-doors = Lo que está a tu cargo
home-door-members = Miembros
home-door-members-hint = Aprobar, buscar, poner en pausa, dar cargos.
home-door-invites = Invitaciones
home-door-invites-hint = Enlaces que convierten a alguien en miembro al momento.
home-door-behalf = Pagar por un miembro
home-door-behalf-hint = Para quien no tiene ordenador: elige en el formulario quién paga.
home-door-spaces = Espacios
home-door-spaces-hint = Salas, mesas, máquinas, sus horarios y cierres
home-door-groups = Grupos
home-door-groups-hint = Quién paga qué precio, quién va antes
home-door-transfers = Todos los pagos
home-door-transfers-hint = Encuentra cualquier pago y deshazlo si hace falta.
home-door-currencies = Monedas
home-door-currencies-hint = Nombres, signos y los límites de las cuentas nuevas.
home-door-settings = Ajustes
home-door-settings-hint = Nombre, color, logotipo, contactos, lenguas, acuerdos.
home-door-categories = Categorías
home-door-categories-hint = Ordena lo que los miembros ofrecen y pagan.
home-door-keeping = Resguardo
home-door-keeping-hint = Copias de seguridad, simulacros y cuánto espacio ocupan los datos.
home-door-import = Importar y exportar
home-door-import-hint = Trae a una comunidad, o llévate la tuya.
