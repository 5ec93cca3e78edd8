# Copias de seguridad, simulacros y tamaños, para quienes administran.
keeping-title = Resguardo
keeping-lead = Si todo se podría recuperar, y el espacio que ocupa.
keeping-back-up = Hacer una copia ahora
keeping-read-only = En este momento no se puede guardar nada
keeping-refresh = Actualizar
keeping-failed = El último intento de guardar algo falló
keeping-newest = Última copia
keeping-verified = releída y comparada
keeping-encrypted = cifrada
keeping-none = Ninguna todavía
keeping-saved = Todo a salvo
keeping-saved-hint = Copia y registro juntos
keeping-next = Próxima copia
keeping-backups = Copias de seguridad
keeping-download = Descargar
keeping-count = Copias completas guardadas
keeping-logs = Partes del registro entre ellas
keeping-bytes = Tamaño de todo junto
keeping-oldest = Llega hasta
keeping-sealed = Cifrado
keeping-sealed-yes = Solo quien tiene la clave puede leerlas
keeping-sealed-no = Ninguno: quien tenga el archivo puede leerlo
keeping-shared = Una copia contiene las { $count } comunidades de esta máquina; por eso pertenece a quien la gestiona.
keeping-elsewhere = Lo que está en la misma máquina se pierde con ella: lleve copias a otro lugar con regularidad.
keeping-drill = Simulacro de recuperación
keeping-drill-about = Una vez por semana se recupera aparte la última copia, se pone al día y se compara con lo que hay aquí. No cambia nada.
keeping-drill-well = Se puede recuperar
keeping-drill-failed = Falló
keeping-drill-last = Último simulacro
keeping-drill-backup = Con la copia del
keeping-drill-took = Duró
keeping-drill-run = Hacer un simulacro ahora
keeping-off-title = No se hacen copias de forma automática
keeping-off-hint = Quien gestiona la máquina puede activarlas: indique una carpeta con backup_folder en el archivo de ajustes y vuelva a iniciar Ayni. Hasta entonces, «ayni backup ARCHIVO» hace una a mano.
keeping-store-community = Los datos de esta comunidad
keeping-store-node = Accesos y lista de comunidades
keeping-grown = { $size } más que hace un mes
keeping-transactions = Cambios hechos hasta hoy
keeping-log = Registro de cambios que contiene
keeping-log-since = Registro guardado desde
keeping-lag-none = al día
keeping-lag = { $count ->
    [one] un cambio de retraso
   *[other] { $count } cambios de retraso
  }
keeping-consumer-backup = Copias de seguridad
keeping-consumer-search = Búsqueda
keeping-standbys = Máquinas que siguen a esta
keeping-standby-in-step = Al día
keeping-standby-catching-up = Poniéndose al día
keeping-standby-silent = Sin noticias
keeping-free = Espacio libre en el disco:
keeping-spark = De { $then } el { $from } a { $now } ahora
keeping-span-instant = menos de un segundo
keeping-span-seconds = { $count ->
    [one] un segundo
   *[other] { $count } segundos
  }
keeping-span-minutes = { $count ->
    [one] un minuto
   *[other] { $count } minutos
  }
keeping-span-hours = { $count ->
    [one] una hora
   *[other] { $count } horas
  }
keeping-span-days = { $count ->
    [one] un día
   *[other] { $count } días
  }
keeping-ago = hace { $span }
keeping-just-now = Ahora mismo
keeping-ahead = en { $span }
keeping-now = En cualquier momento
keeping-running-backup = Se está haciendo una copia, que se relee y se compara …
keeping-running-log = Se está guardando el registro desde la última copia …
keeping-running-drill = Se está recuperando aparte la última copia y comparando …
keeping-running-none = Hecho.
keeping-said-begun = Ha empezado.
keeping-busy = Ya hay una copia o un simulacro en curso. Espere a que termine.
keeping-off = No hay carpeta para las copias. Quien gestiona la máquina puede indicar una con backup_folder.
