# El marco de cada página.
kit-skip = Saltar al contenido
kit-nav = Principal
kit-account = Tu cuenta
kit-home = Inicio
kit-notices = Avisos
kit-wallet = Cartera
kit-pay = Pagar
kit-requests = Solicitudes
kit-members = Miembros
kit-market = Mercado
kit-spaces = Espacios
kit-bookings = Mis reservas
kit-desk = Recepción
kit-office = Oficina
kit-admin = Oficina
kit-admin-members = Miembros
kit-reciprocity = Dar y recibir
kit-statistics = Estadísticas
kit-admin-transfers = Todas las transferencias
kit-admin-charges = Cobros
kit-admin-currencies = Monedas
kit-admin-spaces = Espacios
kit-admin-settings = Ajustes
kit-admin-keeping = Resguardo
kit-admin-import = Importar y exportar
kit-passes = Mis bonos
kit-profile = Mi perfil
kit-act-as = Actuar como { $name }
kit-theme = Claro u oscuro
kit-sign-in = Entrar
kit-sign-out = Salir

# Palabras que usan muchas páginas.
kit-save = Guardar
kit-cancel = Cancelar
kit-search = Buscar
kit-show = Mostrar
kit-all = Todo
kit-back = Volver
kit-optional = opcional
kit-older = Anteriores
kit-next = Siguiente
kit-first = Primera página
kit-copy = Copiar
kit-copied = Copiado

# Problemas.
problem-sign-in = Entra, por favor
problem-sign-in-detail = Entra, o envía un token válido, para continuar.
problem-not-found = No encontrado
problem-not-found-detail = Aquí no hay nada, o no puedes verlo.
problem-forbidden = No permitido
problem-forbidden-detail = Puedes ver esto, pero no hacerlo. Pregunta a quien lleva la comunidad.
problem-invalid = Hay algo que corregir
problem-invalid-detail = Algunos campos necesitan corrección.
problem-conflict = Esto no encaja
problem-too-many = Demasiados intentos
problem-too-many-detail = { $seconds ->
    [one] Espera un segundo e inténtalo de nuevo.
   *[other] Espera { $seconds } segundos e inténtalo de nuevo.
  }
problem-unavailable = No es posible ahora mismo
problem-stop-full = El disco de la comunidad está lleno y ahora mismo no se puede guardar nada nuevo. No se ha perdido nada. Se puede seguir leyendo, y los cambios volverán a ser posibles en cuanto un administrador libere espacio.
problem-stop-fault = El disco de la comunidad tiene un fallo y, para no arriesgar nada, ya no se cambia nada. Se puede seguir leyendo. Avisa a un administrador y no repitas un pago sin mirar antes tu monedero.
problem-stop-read-only = Esta es una copia de la comunidad solo para leer. Haz los cambios en su dirección principal.
problem-stop-unconfirmed = Se ha guardado aquí, pero la segunda copia aún no lo ha confirmado. Mira tu monedero antes de volver a intentarlo.
problem-stop-busy = Está tardando más de lo debido. Mira si se ha hecho antes de volver a intentarlo.
problem-stop-closing = El programa se está reiniciando. Inténtalo de nuevo dentro de un momento.
problem-broken = Algo ha fallado
problem-broken-detail = Ha sido culpa nuestra y no se ha cambiado nada. Da este número a un administrador: { $incident }.
kit-notice-standby = Esta es una copia de reserva, solo para leer. Los cambios se hacen en { $primary }.
kit-notice-replaced = Este sitio se ha mudado a otra máquina y aquí ya no acepta cambios. Pide la nueva dirección a un administrador.
kit-notice-waiting = Ahora mismo no se aceptan cambios, porque la copia de reserva no responde. No se ha perdido nada; inténtalo más tarde o avisa a un administrador.
problem-home = A la primera página
problem-request = Petición { $id }
