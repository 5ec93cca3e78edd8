## Faults

# El archivo entero.
bundle-file-missing = Falta el archivo { $file }.
bundle-file-empty = El archivo está vacío. Necesita al menos una fila de encabezado.
bundle-file-unknown = El archivo { $file } no forma parte de un paquete y se deja fuera.
bundle-one-row = { $found ->
    [0] No hay ninguna fila. Hace falta una.
    [one] Hay una fila, pero hace falta otra cantidad.
   *[other] Hay { $found } filas. Debe haber exactamente una.
  }
bundle-column-missing = Falta la columna { $column }.
bundle-column-unknown = La columna { $column } no se conoce. Corrige su nombre o quítala.
bundle-column-twice = La columna { $column } está dos veces.
bundle-cells = { $found ->
    [one] Esta fila tiene una celda, pero el encabezado tiene { $expected }.
   *[other] Esta fila tiene { $found } celdas, pero el encabezado tiene { $expected }.
  }
bundle-quote = Hay unas comillas fuera de lugar. Pon toda la celda entre comillas y duplica las de dentro.
bundle-quote-open = Aquí se abren unas comillas que nunca se cierran.
bundle-utf8 = Esta celda tiene caracteres que no son UTF-8. Guarda el archivo como UTF-8.
bundle-more = { $count ->
    [one] Y uno más.
   *[other] Y { $count } más.
  }

# Celdas.
bundle-word = «{ $value }» no es una de las palabras permitidas: { $allowed }.
bundle-number = «{ $value }» no es un número entero de 0 a { $max }.
bundle-decimal = «{ $value }» no es un número decimal exacto como 12.50.
bundle-decimal-fine = { $decimals ->
    [0] «{ $value }» tiene decimales, pero esta moneda no los tiene.
    [one] «{ $value }» tiene más de un decimal.
   *[other] «{ $value }» tiene más de { $decimals } decimales.
  }
bundle-decimal-large = «{ $value }» es demasiado grande.
bundle-amount-positive = «{ $value }» no es mayor que cero.
bundle-time = «{ $value }» no es una hora con su desfase, como 2026-07-01T10:00:00Z.
bundle-updated = El último cambio ({ $updated }) es anterior a la creación ({ $created }).
bundle-id = «{ $value }» no es un UUID.
bundle-degrees = «{ $value }» no es un número de grados de −{ $limit } a { $limit }.
bundle-location-half = Un lugar en el mapa necesita longitud y latitud.
bundle-time-zone = «{ $value }» no es una zona horaria, como Europe/Madrid.
bundle-symbol = «{ $value }» no tiene de uno a tres caracteres.
bundle-password-hash = No es un resumen de contraseña que se pueda usar: bcrypt, Drupal 7 o argon2id. Déjalo vacío y la persona elegirá una contraseña nueva.
bundle-language = El idioma { $value } no está disponible aquí. Se conserva para la exportación; la persona verá el idioma de la comunidad.

# Lo que dicen las filas juntas.
bundle-twice = «{ $value }» ya está en la fila { $row }.
bundle-user-unknown = No hay ninguna cuenta de usuario { $value } en users.csv.
bundle-member-unknown = No hay ningún miembro { $value } en members.csv.
bundle-account-unknown = No hay ninguna cuenta { $value } en accounts.csv.
bundle-category-unknown = No hay ninguna categoría { $value } en categories.csv.
bundle-transfer-unknown = No hay ninguna transferencia { $value } en transfers.csv.
bundle-community-code = «{ $value }» no es el código de una comunidad: cuatro caracteres, de la A a la Z y del 0 al 9.
bundle-currency-code = El código { $value } no es el de la comunidad, { $community }.
bundle-member-code = El código { $value } no empieza por el de la comunidad, { $community }.
bundle-categories-many = Hay más de { $max } categorías.

# Dinero.
bundle-decimals-scale = { $decimals ->
    [one] Se muestra un decimal, más de los que tiene la escala ({ $scale }).
   *[other] Se muestran { $decimals } decimales, más de los que tiene la escala ({ $scale }).
  }
bundle-rate = Una tasa necesita numerador y denominador, ambos mayores que cero.
bundle-account-early = { $value } está en estado { $status } y todavía no puede tener cuenta.
bundle-account-missing = { $value } está en activo pero no tiene cuenta en accounts.csv.
bundle-balance = El archivo dice { $balance }, pero las transferencias suman { $computed }.
bundle-balance-unsure = El archivo dice { $balance }; las transferencias que se pudieron leer suman { $computed }. Corrige primero las ilegibles.
bundle-sum-not-zero = Todos los saldos juntos deben dar cero, pero dan { $sum }.
bundle-deleted-balance = Este miembro se fue, así que el saldo debe ser cero. Es { $balance }.
bundle-limit-lower = El saldo { $balance } está por debajo del límite de crédito de { $limit }.
bundle-limit-upper = El saldo { $balance } está por encima del máximo de { $limit }.
bundle-turnover-large = Lo que esta cuenta pagó o recibió en total es demasiado grande.
bundle-same-account = La cuenta { $value } no puede pagarse a sí misma.
bundle-two-currencies = Quien paga y quien cobra tienen monedas distintas.
bundle-reversal = No es la anulación exacta de una transferencia anterior.

# Imágenes y archivos comprimidos.
bundle-images = { $count ->
    [one] Una imagen es una dirección de internet. Se conserva como enlace.
   *[other] { $count } imágenes son direcciones de internet. Se conservan como enlaces.
  }
bundle-zip = No es un archivo zip que se pueda leer.
bundle-zip-entries = El zip tiene más de { $max } archivos.
bundle-zip-large = Los archivos del zip ocupan más de { $max }.
bundle-zip-paths = Los archivos deben estar en la raíz del zip, o todos en una misma carpeta.
bundle-not-fresh = Esta comunidad ya tiene miembros o transferencias. Importa en una nueva.

## Pages
bundle-title = Importar y exportar
bundle-lead = Trae o lleva una comunidad con toda su historia.
bundle-import = Traer una comunidad
bundle-import-about = Elige el paquete de una comunidad: un zip con community.csv, members.csv, accounts.csv, transfers.csv y los demás archivos. Ocupará el lugar de esta comunidad nueva y aún vacía. Tú sigues siendo su administrador.
bundle-choose = Elige un zip
bundle-choose-hint = Hasta 64 MB
bundle-check = Comprobar el paquete
bundle-check-about = Comprobar no escribe nada. Verás cada falta y todas las cifras antes de decidir.
bundle-upload = Elige un archivo zip de 64 MB como máximo.
bundle-not-fresh-title = Esta comunidad ya ha empezado a vivir
bundle-export = Llévate todo
bundle-export-about = Un zip de archivos CSV con todos los miembros, cuentas, transferencias, categorías y anuncios. Puedes importarlo en otro Ayni o abrirlo en una hoja de cálculo. Contiene datos personales y hashes de contraseñas: guárdalo bien.
bundle-download = Descargar el paquete
bundle-sound = Este paquete está en orden
bundle-sound-about = Cada saldo es igual a su historia y la suma es cero. Al importar se escribe todo o nada.
bundle-start = Importar ahora
bundle-finish = A la comunidad
bundle-refresh = Actualizar
bundle-figures = Qué contiene
bundle-members = Miembros
bundle-users = Cuentas de acceso
bundle-accounts = Cuentas
bundle-transfers = Transferencias
bundle-categories = Categorías
bundle-listings = Anuncios
bundle-reconciled = Saldos iguales a la historia
bundle-sum = Suma de todos los saldos
bundle-faults = { $count ->
    [one] Una falta que corregir
   *[other] { $count } faltas que corregir
  }
bundle-warnings = Conviene saber
bundle-file = Archivo
bundle-row = Fila
bundle-column = Columna
bundle-reason = Qué falla
bundle-state-refused = No se ha importado nada. Corrige las faltas de abajo y comprueba de nuevo.
bundle-state-checked = Comprobado; aún no se ha escrito nada.
bundle-state-running = { $done } de { $total } registros escritos
bundle-state-done = Todo está dentro.
bundle-state-failed = La importación se detuvo y no se guardó nada de ella. El registro dice por qué.
bundle-said-started = La importación ha empezado.
bundle-said-imported = La comunidad ya está aquí.
