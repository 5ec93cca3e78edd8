# Reglas por las que la comunidad cobra a sus miembros

charges-title = Cobros
charges-lead = Lo que la comunidad cobra por reglas: recargos sobre pagos, comisiones, cuotas y oxidación de lo que no se mueve.
charges-none = Aún no hay reglas
charges-none-hint = Elige abajo qué debe cobrar la comunidad. Antes de cobrar nada ves qué habría hecho el año pasado.
charges-none-read = La comunidad no cobra nada. Un administrador puede crear una regla.
charges-new = Una regla nueva
charges-kind-levy = Recargo sobre los pagos
charges-kind-fee = Comisión por cuenta
charges-kind-dues = Cuota de socio
charges-kind-demurrage = Oxidación
charges-hint-levy = Una pequeña parte de cada pago entre miembros va a la comunidad.
charges-hint-fee = Cada cuenta paga lo mismo, cada semana, cada mes o una vez al año.
charges-hint-dues = Cada miembro paga por serlo, en la moneda local o en dinero.
charges-hint-demurrage = Lo que queda quieto en una cuenta pierde un poco, y puede ir a quienes mueven la moneda.
charges-new-levy = Recargo sobre los pagos
charges-new-fee = Comisión por cuenta
charges-new-dues = Cuota de socio
charges-new-demurrage = Oxidación
charges-name-levy = Recargo comunitario
charges-name-fee = Comisión por cuenta
charges-name-dues = Cuota de socio
charges-name-demurrage = Aporte de circulación
charges-state-draft = Borrador
charges-state-active = En vigor
charges-state-ended = Terminada

## Frases

charges-much-rate = el { $rate } % del precio
charges-much-fixed = { $fixed }
charges-much-both = el { $rate } % del precio y { $fixed }
charges-says-levy-payer = En cada pago entre miembros, quien paga añade { $much } para la comunidad.
charges-says-levy-payee = En cada pago entre miembros, quien cobra da { $much } de lo recibido a la comunidad.
charges-says-levy-both = En cada pago entre miembros, quien paga y quien cobra dan cada uno { $much } a la comunidad.
charges-says-fee = Cada cuenta paga { $amount } { $every }.
charges-says-dues = Cada miembro paga { $amount } { $every }, por adelantado.
charges-says-demurrage = Lo que una cuenta tiene por encima de cero pierde el { $rate } % { $every }.
charges-each-week = cada semana
charges-each-month = cada mes
charges-each-quarter = cada trimestre
charges-each-year = cada año
charges-says-least = Como mínimo { $amount }.
charges-says-most = Como máximo { $amount }.
charges-says-categories = Solo pagos por: { $names }.
charges-says-free = Los primeros { $amount } quedan libres.
charges-says-share-treasury = La comunidad se queda con lo cobrado.
charges-says-share-active = Lo cobrado se reparte a partes iguales entre las cuentas que comerciaron en el período.
charges-says-share-all = Lo cobrado se reparte a partes iguales entre todas las cuentas.
charges-says-exempt = Quedan fuera: { $names }.
charges-says-starts = Desde el { $date }.
charges-kind-of-member-personal = personas
charges-kind-of-member-business = empresas
charges-kind-of-member-organization = organizaciones
charges-kind-of-member-public = entidades públicas
charges-next = Próximo cobro: { $date }.
charges-ended-on = Terminó el { $date }.
charges-rounding = Los porcentajes se redondean hacia abajo a la unidad más pequeña de la moneda. Lo que se reparte se reparte hasta la última unidad; las que sobran van a las cuentas más antiguas.

## El editor

charges-look = Revisa los campos marcados.
charges-name = Nombre
charges-name-hint = Aparece en cada extracto, para que se sepa por qué fue.
charges-currency = Moneda
charges-bearer = Quién lo paga
charges-bearer-payer = Quien paga, además del precio
charges-bearer-payee = Quien cobra, de lo recibido
charges-bearer-both = Los dos, cada uno el recargo entero
charges-rate-price = Parte del precio
charges-rate-held = Parte de lo que se tiene
charges-rate-hint = Por ejemplo, 2 o 0,5.
charges-fixed = Se añade
charges-free = Queda libre
charges-least = Como mínimo
charges-most = Como máximo
charges-only-categories = Solo pagos de algunas categorías
charges-only-categories-hint = Si no marcas ninguna, el recargo es sobre todos los pagos entre miembros.
charges-amount = Importe
charges-share = Quién recibe lo cobrado
charges-share-treasury = La comunidad
charges-share-active = Las cuentas que comerciaron en el período, a partes iguales
charges-share-all = Todas las cuentas, a partes iguales
charges-every = Cada cuánto
charges-starts = Primer día
charges-starts-levy = Los pagos desde ese día.
charges-starts-dues = La primera vez ese día, y después cada vez que empieza un período.
charges-starts-hint = El primer período empieza ese día y se cobra cuando termina.
charges-exempt = Quién queda fuera
charges-exempt-members = Miembros
charges-exempt-members-hint = Sus números, separados por comas.
charges-exempt-groups = Grupos
charges-exempt-kinds = Tipos de miembro
charges-save-draft = Guardar el borrador
charges-draft-hint = Todavía no se cobra nada: ves qué habría hecho la regla el último año y entonces decides.

## Una regla

charges-what = Qué dice
charges-activate = Poner en vigor
charges-activate-sure = Desde su primer día esta regla cobra a los miembros. Después no se puede cambiar, solo terminar.
charges-activate-hint = Una regla en vigor nunca cambia. Para cambiarla, termínala y crea otra.
charges-edit = Cambiar
charges-remove = Eliminar
charges-remove-sure = El borrador se elimina para siempre.
charges-end = Terminar la regla
charges-end-sure = Desde ahora no cobra más. Lo cobrado queda como está.
charges-past-year = Qué habría hecho el último año
charges-next-run = Qué hará la próxima vez, según están las cosas ahora
charges-would-take = Cobra { $taken } en total.
charges-would-share = Cobra { $taken } en total y reparte { $given }.
charges-would-accounts =
    { $count ->
        [0] No cambia ninguna cuenta.
        [one] Cambia una cuenta.
       *[other] Cambian { $count } cuentas.
    }
charges-cut = Hay más de lo que se puede mirar de una vez: las sumas son de una parte.
charges-period = Período desde
charges-accounts = Cuentas
charges-payments = Pagos
charges-taken = Cobrado
charges-given = Repartido
charges-most-changed = Donde más cambia
charges-pays-gets = paga { $taken }, recibe { $given }
charges-gets = recibe { $given }
charges-runs = Cobrado hasta ahora
charges-no-runs = Todavía nada: no se ha cobrado ningún período.
charges-run-sub =
    { $count ->
        [one] una cuenta
       *[other] { $count } cuentas
    }
charges-span = { $from } – { $until }
charges-stage-reckoning = Calculándose
charges-stage-charging = Cobrándose
charges-stage-sharing = Repartiéndose
charges-stage-done = Hecho
charges-stage-taking-back = Anulándose
charges-stage-taken-back = Anulado
charges-was-back = Esto se anuló:
charges-kept =
    { $count ->
        [one] Un movimiento quedó, porque una cuenta está cerrada.
       *[other] { $count } movimientos quedaron, porque hay cuentas cerradas.
    }
charges-run-empty = No se cobró a nadie
charges-run-empty-hint = En este período la regla no alcanzó a nadie.
charges-more = Más
charges-reverse = Anular entero
charges-reverse-hint = Todos recuperan lo cobrado, y lo repartido se devuelve, con transferencias nuevas. Los límites no cuentan.
charges-reverse-sure = Se anula todo lo que este período cobró y repartió.
charges-reason = Motivo

## Para los miembros

charges-wallet = Monedero
charges-mine = Qué cobra la comunidad
charges-mine-lead = Todas las reglas en vigor, en palabras sencillas.
charges-mine-none = No se cobra nada
charges-mine-none-hint = Cuando la comunidad decida un recargo, una comisión o una cuota, aquí lees qué es y desde cuándo.

## Dicho después

charges-said-drafted = El borrador está guardado. Mira qué habría hecho.
charges-said-changed = El borrador ha cambiado.
charges-said-active = La regla está en vigor.
charges-said-ended = La regla ha terminado.
charges-said-removed = El borrador se ha eliminado.
charges-said-taking-back = Se está anulando. Tarda un momento.

## Rechazos

charges-many = Ya hay { $max } reglas. Primero termina y elimina algunas.
charges-in-force = Una regla que se puso en vigor no se puede cambiar. Termínala y crea otra.
charges-not-active = Esta regla no está en vigor.
charges-starts-past = El primer día ya pasó. Elige hoy o un día posterior: a nadie se le cobra lo que no se anunció.
charges-no-currency = Elige una moneda de la comunidad.
charges-amount-positive = Pon un importe mayor que cero.
charges-nothing = Pon un porcentaje o un importe mayor que cero: tal como está, la regla no cobra nada.
charges-negative = Pon cero o más.
charges-most-least = Pon más de cero y no menos de { $least }.
charges-rate = Pon un porcentaje entre 0 y 100 %, con dos decimales como mucho.
charges-named = Nombra como mucho { $max }.
charges-no-such = Uno de ellos ya no existe. Elige de nuevo.
charges-no-member = No hay ningún miembro con el número { $number }.
charges-taken-back = Esto ya se anuló.
charges-not-done = Todavía se está cobrando. Espera a que termine.
