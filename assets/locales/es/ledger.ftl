## Faults
ledger-account-closed = La cuenta { $account } está cerrada. Su titular dejó la comunidad.
ledger-account-frozen = La cuenta { $account } está bloqueada mientras su titular está en suspenso. No puede pagar ni recibir.
ledger-already-reversed = Esta transferencia ya fue anulada. Solo se puede anular una vez.
ledger-amount-positive = Indica un importe mayor que cero.
ledger-balance-not-zero = La cuenta todavía tiene { $balance }. Salda primero la cuenta, hasta que quede en cero.
ledger-code-taken = Otra cuenta ya tiene este código.
ledger-currency-taken = Otra moneda ya tiene este código.
ledger-days = Una solicitud de pago queda abierta de 1 a { $max } días.
ledger-expiry-past = Este momento ya pasó. Elige uno posterior.
ledger-group-ids = Da un identificador a cada pago del grupo, o a ninguno.
ledger-group-size = Se pueden hacer juntos entre 1 y { $max } pagos.
ledger-hold-amount = Se apartaron como máximo { $possible }.
ledger-hold-expired = Lo que se apartó ya caducó. Vuelve a apartarlo.
ledger-hold-kept = Este importe está reservado para un vale o un pago en espera. Se paga o se libera allí.
ledger-hold-resolved = Lo que se apartó ya se pagó o se liberó.
ledger-holds-pending = Todavía hay importes apartados en esta cuenta. Págalos o libéralos primero.
ledger-id-used = Este identificador ya se usó para otra cosa.
ledger-import-future = Esta transferencia está en el futuro.
ledger-import-order = Esta transferencia es anterior a una que ya está aquí.
ledger-limit-lower = Ahora se puede pagar como máximo { $possible }: el saldo es { $balance } y la cuenta tiene un límite inferior.
ledger-limit-upper = Esta cuenta puede recibir ahora como máximo { $possible }: tiene un límite superior.
ledger-limits-order = El límite superior no puede estar por debajo del inferior.
ledger-no-such-account = No existe esa cuenta.
ledger-no-such-category = No existe esa categoría.
ledger-other-currency = Esta cuenta es de otra moneda.
ledger-rate = Las dos partes de la tasa deben ser mayores que cero.
ledger-request-closed = Esta solicitud de pago ya fue respondida o retirada.
ledger-request-expired = Esta solicitud de pago caducó. Vuelve a pedirlo.
ledger-reversal-final = Esta transferencia anula otra. Haz un pago nuevo en su lugar.
ledger-reversal-limit = Anularla dejaría la cuenta { $account } fuera de su límite: se puede como máximo { $possible }. Confírmalo si es lo que quieres.
ledger-same-account = Quien paga y quien recibe deben ser dos cuentas distintas.
ledger-shown = Se pueden mostrar como máximo { $max } decimales, porque la moneda no cuenta con más.
ledger-symbol = El símbolo tiene de 1 a { $max } caracteres, como h o €.

## Cartera y movimientos
ledger-wallet = Cartera
ledger-wallet-lead = Cuenta { $code }
ledger-account = Cuenta
ledger-account-of = Cuenta de { $name }
ledger-accounts = Cuentas
ledger-balance = Saldo
ledger-your-balance = Tu saldo
ledger-balance-of = Saldo de { $name }
ledger-balance-then = Saldo después:
ledger-can-spend = Se pueden gastar hasta { $amount }.
ledger-can-spend-any = No hay límite para gastar.
ledger-can-receive = Quedan { $amount } por recibir hasta el límite.
ledger-you-can-spend = Puedes gastar hasta { $amount }.
ledger-you-can-spend-any = Puedes gastar cualquier importe.
ledger-you-can-receive = Puedes recibir { $amount } más.
ledger-pending = Hay { $amount } apartados.
ledger-not-open = Esta cuenta no admite pagos por ahora.
ledger-no-limit = sin límite
ledger-meter = { $balance }, entre { $lower } y { $upper }
ledger-over-time = El saldo a lo largo del tiempo
ledger-chart = Saldo desde el { $from }; ahora { $balance }
ledger-statement = Movimientos
ledger-printed = Impreso el
ledger-csv = Descargar
ledger-proof-title = Comprobante
ledger-proof-hint = Un archivo con el que cualquiera puede comprobar, sin este sitio, que tu extracto pertenece a los libros de la comunidad y que nada en él ha cambiado.
ledger-proof = Movimientos con prueba
ledger-proof-long = Un archivo de movimientos con prueba abarca como máximo { $max } pagos de la comunidad. Elige un periodo más corto.
ledger-head-see = Huella más reciente
ledger-head-title = Huella más reciente: { $name }
ledger-head-lead = Cada pago lleva la huella del anterior. La huella más nueva representa toda la historia: quien la guarda se dará cuenta si se cambia un pago anterior.
ledger-head-number = Pagos hasta ahora
ledger-head-at = Último pago
ledger-head-link = Huella
ledger-head-how = Con ella compruebas movimientos con prueba en cualquier ordenador que tenga Ayni, sin este sitio:
ledger-search = Busca por nombre o palabras
ledger-filter = Filtrar
ledger-direction = Sentido
ledger-both-ways = Recibidos y pagados
ledger-received = Recibidos
ledger-paid = Pagados
ledger-category = Categoría
ledger-no-category = Sin categoría
ledger-from-day = Desde
ledger-until-day = Hasta
ledger-pages = Páginas
ledger-today = Hoy
ledger-yesterday = Ayer
ledger-nothing-found = No se encontró nada
ledger-nothing-found-hint = Prueba con otras palabras o menos filtros, o mira los movimientos más antiguos.
ledger-no-entries = Todavía no hay pagos
ledger-no-entries-hint = En cuanto alguien pague o cobre, aparecerá aquí.
ledger-find-people = Busca con quién intercambiar
ledger-party-member = Miembro
ledger-party-treasury = Tesorería de la comunidad
ledger-party-system = Cuenta del sistema

## Tipos de transferencia
ledger-kind = Tipo
ledger-kind-payment = Pago
ledger-kind-request = Pago solicitado
ledger-kind-on-behalf = Pagado en su nombre
ledger-kind-hold = De lo apartado
ledger-kind-reversal = Anulación
ledger-kind-levy = Recargo
ledger-kind-charge = Cargo de la comunidad
ledger-kind-withheld = Recargo sobre lo recibido
ledger-kind-import = Importada

## Pagar
ledger-pay = Pagar
ledger-pay-lead = Tu saldo es de { $balance }.
ledger-pay-for = En nombre de { $name }, cuyo saldo es de { $balance }.
ledger-pay-from = Pagar desde esta cuenta
ledger-to = Para
ledger-from = De
ledger-change = Cambiar
ledger-nobody = No se encontró a nadie
ledger-payee-hint = Escribe un nombre, un número de miembro o un código de cuenta.
ledger-amount = Importe
ledger-up-to = Hasta { $amount }
ledger-afterwards = Saldo después: { $amount }
ledger-afterwards-low = Es demasiado: el saldo quedaría en { $amount }
ledger-what-for = Concepto
ledger-no-description = Sin concepto
ledger-look = Revisar el pago
ledger-confirm = ¿Está todo bien?
ledger-confirm-lead = Todavía no se ha pagado nada.
ledger-on-behalf-of = En nombre de
ledger-balance-now = Saldo ahora
ledger-balance-after = Saldo después
ledger-pay-now = Pagar { $amount }
ledger-said-paid = Pagado. El importe ya ha llegado.
ledger-who = ¿A quién te refieres? Escribe un nombre o un número.
ledger-who-unknown = No se encontró a nadie con ese nombre o número.
ledger-who-several = Hay varias personas posibles: { $names }. Escribe el número de la correcta.
ledger-whole = Indica un número entero.
ledger-date = Indica un día como 2026-01-31.
ledger-csv-long = Un archivo tiene como máximo { $max } líneas. Elige un periodo más corto.

## Solicitudes de pago
ledger-requests = Solicitudes
ledger-requests-lead = Pagos que los miembros se piden entre sí.
ledger-requests-waiting = Te esperan
ledger-requests-sent = Enviadas
ledger-requests-received = Recibidas
ledger-none-waiting = No hay nada pendiente
ledger-none-waiting-hint = Cuando alguien te pida un pago, lo verás aquí.
ledger-none-sent = Todavía no le has pedido nada a nadie
ledger-none-sent-hint = Pide un pago cuando hayas ayudado a alguien o vendido algo.
ledger-none-received = Todavía nadie te ha pedido un pago
ledger-request = Solicitud de pago
ledger-ask = Pedir un pago
ledger-ask-short = Pedir
ledger-ask-lead = La otra persona recibe tu solicitud y la paga con un toque.
ledger-ask-for = En nombre de { $name }.
ledger-ask-whom = Quién debe pagar
ledger-ask-send = Enviar la solicitud
ledger-days-open = Días para responder
ledger-days-hint = { $days ->
    [one] Un día si lo dejas vacío.
   *[other] { $days } días si lo dejas vacío.
  }
ledger-asks = { $payee } le pide este pago a { $payer }
ledger-you-ask = Le pides este pago a { $payer }
ledger-asks-you = { $payee } te pide este pago
ledger-asked-on = Pedido el
ledger-open-until = Abierta hasta
ledger-details = Detalles
ledger-accept = Pagar
ledger-reject = Rechazar
ledger-withdraw = Retirar
ledger-see-payment = Ver el pago
ledger-not-possible = No es posible
ledger-state-open = Pendiente
ledger-state-accepted = Pagada
ledger-state-rejected = Rechazada
ledger-state-withdrawn = Retirada
ledger-state-expired = Caducada
ledger-said-asked = Tu solicitud se ha enviado.
ledger-said-accepted = Pagado. ¡Gracias!
ledger-said-rejected = La solicitud fue rechazada. No se pagó nada.
ledger-said-withdrawn = La solicitud fue retirada.

## Apartar
ledger-hold = Apartado
ledger-hold-new = Apartar un importe
ledger-hold-lead = Sigue en tu cuenta, pero no se puede gastar en otra cosa. La otra persona puede cobrarlo o liberarlo; tú no puedes recuperarlo por tu cuenta.
ledger-hold-why = ¿Para pagar más tarde, cuando todo esté hecho?
ledger-hold-place = Apartarlo
ledger-hold-for-days = Días hasta que se libere
ledger-hold-days = Un importe se puede apartar de 1 a { $max } días.
ledger-hold-days-hint = { $days ->
    [one] Un día si lo dejas vacío.
   *[other] { $days } días si lo dejas vacío.
  }
ledger-hold-you = Apartaste esto para { $name }
ledger-hold-for-you = { $name } apartó esto para ti
ledger-hold-somebody = { $payer } apartó esto para { $payee }
ledger-hold-on = Apartado el
ledger-hold-until = Hasta
ledger-hold-out = por pagar
ledger-hold-in = por recibir
ledger-hold-payer-hint = Págalo en cuanto todo esté hecho. { $name } también puede cobrarlo o liberarlo.
ledger-hold-payee-hint = Cóbralo en cuanto todo esté hecho. { $name } también puede pagarlo. Libéralo si no te debe nada.
ledger-hold-collect = Cobrar { $amount }
ledger-hold-part = Solo una parte
ledger-hold-part-hint = Menos de { $amount }; el resto se libera.
ledger-hold-pay-part = Pagar esta parte
ledger-hold-collect-part = Cobrar esta parte
ledger-hold-release = Liberarlo
ledger-hold-release-sure = ¿Seguro que quieres liberarlo? Entonces no se paga nada.
ledger-hold-state-pending = Apartado
ledger-hold-state-posted = Pagado
ledger-hold-state-voided = Liberado
ledger-hold-state-expired = Caducado
ledger-said-hold-placed = El importe está apartado.
ledger-said-hold-released = El importe se liberó. No se pagó nada.

## Transferencias
ledger-transfer = Pago
ledger-transfers = Pagos
ledger-you-paid = Pagaste a { $name }
ledger-you-received = { $name } te pagó
ledger-somebody-paid = { $payer } pagó a { $payee }
ledger-when = Cuándo
ledger-by = por { $name }
ledger-number = Referencia
ledger-see-request = Ver la solicitud
ledger-pay-again = Pagar otra vez
ledger-pay-back = Pagar a { $name }
ledger-reversed = Anulado
ledger-was-reversed = Este pago fue anulado.
ledger-see-reversal = Ver la anulación
ledger-is-reversal = Esto anula un pago anterior.
ledger-see-original = Ver el pago anterior
ledger-reverse = Anular este pago
ledger-reverse-hint = El importe vuelve con un pago nuevo en sentido contrario, junto con todo lo que se pagó a la vez. Ambos quedan en los movimientos. Solo se puede hacer una vez.
ledger-reverse-sure = ¿Seguro que quieres anular este pago?
ledger-reverse-yes = Anular el pago
ledger-reverse-reason-hint = Ambos miembros lo ven en sus movimientos.
ledger-beyond = Hacerlo aunque una cuenta pase de su límite
ledger-reason = Motivo
ledger-said-reversed = El pago fue anulado.
ledger-all = Todas las transferencias
ledger-all-lead = Todos los pagos de la comunidad, primero los más recientes.

## Límites
ledger-limits = Límites
ledger-limits-of = Límites de { $name }
ledger-limits-lead = Hasta dónde puede bajar y subir el saldo.
ledger-lower = Límite inferior
ledger-lower-hint = −100 deja que el saldo baje hasta 100 por debajo de cero. Vacío: sin límite.
ledger-upper = Límite superior
ledger-upper-hint = Lo máximo que se puede acumular. Vacío: sin límite.
ledger-limits-reason-hint = El miembro puede preguntar por qué; dilo aquí.
ledger-limits-history = Cambios
ledger-limits-never = Estos límites nunca se han cambiado.
ledger-said-limits = Los límites se han guardado.

## Monedas
ledger-currencies = Monedas
ledger-currencies-lead = Con lo que cuentan los miembros.
ledger-currency-title = Moneda: { $name }
ledger-currency-new = Moneda nueva
ledger-currency-make = Crear esta moneda
ledger-currency-code = Código
ledger-currency-code-hint = Corto y definitivo, como BELLOTA.
ledger-currency-name = Nombre de una unidad
ledger-currency-plural = Nombre de varias unidades
ledger-currency-symbol = Símbolo
ledger-currency-symbol-hint = De uno a tres caracteres junto a los importes, como h o €.
ledger-currency-scale = Decimales
ledger-currency-scale-hint = De 0 a 6; es definitivo. Con 2 hay importes como 12,50.
ledger-currency-days = Días para responder a una solicitud de pago
ledger-currency-limits-hint = Estos límites son para las cuentas que se abran a partir de ahora. Las que ya existen conservan los suyos.
ledger-currency-admin = Solo un administrador puede cambiar una moneda.
ledger-currency-mutual = Crédito mutuo
ledger-currency-mutual-hint = Los miembros se dan crédito entre sí; todos los saldos juntos suman cero.
ledger-currency-time = Tiempo
ledger-currency-time-hint = Horas de un banco de tiempo: la hora de cada persona vale lo mismo.
ledger-currency-fiat = Dinero oficial
ledger-currency-fiat-hint = Euros, pesos o similares, que se anotan aquí.
ledger-currency-points = Puntos
ledger-currency-points-hint = Los reparte la comunidad.
ledger-volume = Pagado hasta ahora
ledger-said-currency-made = La moneda está lista y cada miembro tiene una cuenta en ella.
ledger-said-currency-changed = La moneda se ha guardado.

## Encabezados de los archivos
ledger-csv-date = Fecha
ledger-csv-number = Número
ledger-csv-transfer = Referencia
ledger-csv-with = Con
ledger-csv-code = Cuenta
ledger-csv-description = Concepto
ledger-csv-category = Categoría
ledger-csv-amount = Importe
ledger-csv-balance = Saldo
ledger-csv-currency = Moneda
ledger-csv-payer = De
ledger-csv-payer-code = Cuenta de origen
ledger-csv-payee = Para
ledger-csv-payee-code = Cuenta de destino
ledger-csv-kind = Tipo

## Lo que cobra la comunidad

ledger-levy-on-top = además, para la comunidad
ledger-levy-of-payee = de lo que recibe { $name }
ledger-in-all = En total
ledger-charges = Qué se cobra
ledger-charges-all = Todo
ledger-rule = Por la regla

## Tipos de límite

ledger-limit-first = Esta cuenta aún no ha recibido nada, y su límite no deja pagar antes. Recibe algo primero, o pide al tesorero un límite más bajo.
ledger-limit-kind = Cómo funciona el límite inferior
ledger-limit-kind-hard = Fijo
ledger-limit-kind-hard-hint = Los pagos que lo superan se rechazan.
ledger-limit-kind-warn = Aviso
ledger-limit-kind-warn-hint = Los pagos que lo superan se hacen; las dos partes y la oficina lo ven.
ledger-limit-kind-growing = Creciente
ledger-limit-kind-growing-hint = Empieza en el número de abajo y crece con lo que pagan otros, hasta un tope.
ledger-limit-kind-formula = Fórmula
ledger-limit-kind-formula-hint = Una fórmula sobre lo dado y lo recibido dice cuánto crédito hay.
ledger-growing-fields = Para un límite creciente
ledger-growing-of = Parte de lo ganado
ledger-growing-most = Crédito máximo
ledger-growing-partners = Personas distintas como mínimo
ledger-formula-field = Para una fórmula
ledger-formula-label = Fórmula del crédito
ledger-formula-hint = Números, %, + − × ÷, min(…), max(…), y given (dado), received (recibido), trades (operaciones), months (meses). Por ejemplo, min(500, 100 + received × 50 %).
ledger-says-warn = Los límites avisan y no detienen pagos.
ledger-says-growing = El límite crece con el { $share } % de lo ganado de al menos { $partners } personas distintas, hasta { $cap } de crédito.
ledger-says-formula = El crédito sigue la fórmula { $formula }.
ledger-reckoned-growing = Ganado hasta ahora: { $earned } de { $partners } personas, lo que da { $worth } de crédito.
ledger-reckoned-formula = Para esta cuenta: { $said } = { $worth }.
ledger-once-open = Un pago puede bajar hasta { $once }.
ledger-once-until = Vale hasta el { $date }.
ledger-formula = La fórmula no tiene sentido desde el carácter { $at }: «{ $rest }».
ledger-formula-long = Una fórmula tiene como máximo { $max } caracteres.
ledger-growing-lower = Un límite creciente necesita un número en el que empezar: cero o menos.
ledger-growing-cap = El crédito máximo no puede ser menor que el inicial.
ledger-growing-share = Pon un porcentaje mayor que 0 y hasta 100 %, con dos decimales como mucho.

## Un pago más allá

ledger-grant = Permitir un pago más allá del límite
ledger-grant-hint = Se gasta con el primer pago que lo necesita, caduca solo y queda en el historial de abajo.
ledger-grant-open = Ahora un pago puede bajar hasta { $once }; un permiso nuevo lo sustituye.
ledger-grant-lower-label = Hasta
ledger-grant-until = Último día
ledger-grant-give = Permitir un pago
ledger-grant-lower = Pon un número por debajo del límite de la cuenta: si no, no hace falta permiso.
ledger-grant-days = Elige un día desde hoy, con { $max } días de plazo como mucho.
ledger-limit-note-granted = Un pago puede bajar hasta
ledger-limit-note-used = Se hizo el pago permitido:
ledger-said-granted = Un pago puede superar el límite.

## Límites de una moneda

ledger-defaults = Límites de { $name }
ledger-defaults-lead = Con qué empiezan las cuentas nuevas, y todas las que no tienen límites propios.
ledger-defaults-look = Ver qué supondría
ledger-defaults-would = Qué supondría
ledger-defaults-are = Qué supone para todos
ledger-defaults-more = Se ven los primeros miembros; al guardar vale para todos.
ledger-limit-now = Ahora
ledger-limit-then = Con estos límites
ledger-limit-own = límites propios
ledger-first-refused = Con estos límites, un miembro nuevo no puede pagar antes de haber recibido algo: su primera operación tiene que ser una venta.
ledger-first-may = Un miembro nuevo puede pagar hasta { $first } antes de haber recibido nada.
ledger-first-any = Un miembro nuevo puede pagar cualquier importe.
ledger-said-defaults = Los límites están puestos.

## Más allá de los límites

ledger-breaches = Más allá del límite
ledger-breaches-lead = Transferencias que superaron un límite, y por qué pudieron.
ledger-breaches-none = Nada superó un límite
ledger-breaches-none-hint = Cuando un pago supera un límite que avisa, o un administrador lo permite, lo ves aquí.
ledger-breach-warned = Más allá de un límite que avisa.
ledger-breach-once = Permitido por un administrador para un pago.
ledger-breach-consented = Anulado con consentimiento.
ledger-breach-of = { $name } quedó con
ledger-breach-limit = límite { $limit }
ledger-would-break = Anular esto supera límites:
ledger-would-hold = quedaría con { $balance }, el límite es { $limit };
ledger-would-over = { $over } de más.
ledger-pdf = PDF
ledger-pdf-long = Un archivo PDF abarca como máximo un año. Elige un periodo más corto, con el primer día antes del último.
ledger-pdf-days = Del { $from } al { $until }
ledger-pdf-opening = Saldo anterior
ledger-pdf-closing = Saldo final
ledger-pdf-out = Sale
ledger-pdf-in = Entra
ledger-pdf-total = Total
ledger-pdf-months = Por mes
ledger-pdf-verify = Cada transferencia forma parte de una cadena que nadie puede cambiar sin que se note. La cadena en el momento de imprimir:
ledger-pdf-verify-how = Para comprobar este extracto, descárgalo con pruebas desde la página de la cuenta y ejecuta: ayni verify
ledger-pdf-page = página { $page } de { $pages }
