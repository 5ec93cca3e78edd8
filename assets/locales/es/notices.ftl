notices-lead = Lo que ha pasado y te concierne. Se guarda medio año.
notices-new = Nuevo
notices-none = No hay avisos
notices-none-hint = Cuando se apruebe, se mueva o se cancele una reserva, o quede un sitio libre para ti, lo leerás aquí.
notices-see-all = Marcar todo como visto
notices-said-seen = Todos los avisos están marcados como vistos.
