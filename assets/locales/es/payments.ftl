## Faults
payments-above-threshold = Los pagos de más de { $most } necesitan una segunda persona, y aquí no se le puede preguntar.
payments-approval-decided = Este pago ya se decidió.
payments-approval-expired = Nadie decidió sobre este pago a tiempo. Envíalo de nuevo.
payments-approval-over = Este pago se denegó, se retiró o caducó. Envía uno nuevo.
payments-batch-again = Esta misma lista ya se pagó. Confírmalo si hay que pagarla otra vez.
payments-batch-empty = Rellena al menos una fila.
payments-batch-faults = { $count ->
    [one] Hay un error en una línea.
   *[other] Hay errores en { $count } líneas.
} Corrige la lista o paga solo las demás.
payments-batch-lines = Una lista tiene de 1 a { $max } líneas.
payments-batch-nothing = No hay ninguna línea que se pueda pagar.
payments-batch-over = Esta lista ya se pagó o se descartó.
payments-days = Elige de 1 a { $max } días.
payments-file-columns = El encabezado necesita al menos las columnas payee y amount.
payments-file-empty = No hay ningún pago en este archivo.
payments-file-narrow = Cada línea necesita al menos beneficiario, concepto e importe.
payments-file-unreadable = No se pudo leer este archivo. Puede tener hasta 512 KB.
payments-line-after-others = Después de las líneas anteriores se pueden pagar como máximo { $possible }.
payments-line-amount = Esto no es un importe.
payments-line-not-yours = No puedes pagar desde esta cuenta.
payments-line-payee = No se encontró a nadie que reciba esto.
payments-line-payer = No se encontró a nadie que pague esto.
payments-threshold-negative = El importe no puede ser menor que cero.
payments-voucher-count = Emite de 1 a { $max } vales a la vez.
payments-voucher-expired = Este vale caducó el { $when }.
payments-voucher-redeemed = { $name } ya canjeó este vale el { $when }.
payments-voucher-unknown = No es un vale de esta comunidad. Revisa las letras y los números.
payments-voucher-withdrawn = Quien emitió este vale lo retiró.

## Ways
payments-ways = Más formas de pagar
payments-ways-lead = Para lo que un pago sencillo no alcanza.
payments-way-approvals = Pagos de otras personas que esperan tu decisión.
payments-way-redeem = Te dieron un vale: cobra lo que vale.
payments-way-vouchers = Importes en papel que cualquiera de aquí puede canjear una vez.
payments-way-batches = Paga a varias personas a la vez, por filas o desde un archivo.
payments-way-batches-office = Paga a varias personas a la vez, desde cualquier cuenta, por filas o desde un archivo.
payments-way-check = Comprueba si un vale es auténtico, también sin conexión.

## Shared words
payments-accounts = Cuentas
payments-amount = Importe
payments-category = Categoría
payments-copied = Copiado
payments-copy = Copiar
payments-from = De
payments-from-to = De { $payer } a { $payee }
payments-look = Revisar
payments-number = N.º
payments-pages = Páginas
payments-print = Imprimir
payments-reason = Motivo
payments-see-payment = Ver el pago
payments-to = A
payments-what-for = Concepto

## A second person
payments-second = Segunda persona
payments-second-lead = Los pagos grandes pueden esperar a que otra persona los revise.
payments-second-amount = Pagos de más de
payments-second-amount-hint = Déjalo vacío y bastará una persona para cualquier pago.
payments-second-by = Quién puede autorizarlos
payments-by-treasurer = Tesorería o administración
payments-by-admin = Administración
payments-by-colleague = Otra persona usuaria del mismo miembro, o administración
payments-second-needed = Una segunda persona tiene que aceptarlo
payments-second-needed-treasurer = El importe se reserva ahora y se paga cuando tesorería lo autorice.
payments-second-needed-admin = El importe se reserva ahora y se paga cuando administración lo autorice.
payments-second-needed-colleague = El importe se reserva ahora y se paga cuando otra persona usuaria de tu cuenta lo autorice.
payments-send-for = Enviar { $amount } para autorizar
payments-approvals = Pagos por autorizar
payments-approvals-lead = Los enviaron otras personas; se pagan cuando tú los aceptas.
payments-approvals-none = Nada te espera
payments-approvals-none-hint = Cuando un pago grande necesite tu visto bueno, lo verás aquí.
payments-approval = Pago con segunda persona
payments-approval-is-waiting = En espera
payments-approval-is-paid = Pagado
payments-approval-is-denied = Denegado
payments-approval-is-withdrawn = Retirado
payments-approval-is-expired = Caducado
payments-sent-on = Enviado
payments-waits-until = Espera hasta
payments-waits-hint = Se paga cuando una segunda persona lo autorice. Hasta entonces el importe queda reservado.
payments-decided-by = Decidido por
payments-withdraw = Retirarlo
payments-authorise = Autorizar { $amount }
payments-deny = Denegarlo
payments-deny-hint = Se lo diremos a quien lo envió.
payments-said-authorised = Autorizado y pagado.
payments-said-denied = Denegado. El importe vuelve a estar libre.
payments-said-withdrawn = Retirado. El importe vuelve a estar libre.
payments-said-waiting = Enviado. Se paga cuando una segunda persona lo autorice.
payments-said-second = La segunda persona quedó configurada.

## Vouchers
payments-vouchers = Vales
payments-vouchers-lead = Lo que está en papel queda reservado en tu cuenta hasta que alguien lo canjee o caduque.
payments-vouchers-none = Sin vales
payments-vouchers-none-hint = Emite algunos para una feria, como regalo o para personas sin teléfono.
payments-voucher = Vale
payments-voucher-new = Emitir vales
payments-voucher-new-lead = Tu saldo es { $balance }.
payments-voucher-how-many = Cuántos
payments-voucher-days = Válidos durante cuántos días
payments-voucher-note = Qué se imprime en ellos
payments-voucher-note-hint = Por ejemplo, «Feria de la cosecha».
payments-voucher-issue = Emitir e imprimir
payments-voucher-is-open = Abierto
payments-voucher-is-redeemed = Canjeado
payments-voucher-is-withdrawn = Retirado
payments-voucher-is-expired = Caducado
payments-voucher-withdraw = Retirarlo
payments-voucher-withdraw-sure = El papel dejará de valer. ¿Retirar el vale?
payments-issued-by = Emitido por
payments-issued-on = Emitido
payments-good-until = Válido hasta
payments-redeemed = Canjeado
payments-redeemed-by = Canjeado por { $name }
payments-sheet-lead = Imprime, recorta y repártelos. Cada uno se puede canjear una vez.
payments-redeem = Canjear un vale
payments-redeem-lead = Escanea su imagen con la cámara del teléfono o escribe su código.
payments-redeem-to = En qué cuenta
payments-redeem-now = Cobrar { $amount }
payments-redeem-other = Otro vale
payments-code = Código
payments-code-hint = Doce letras y números, como 7K2M-QX4D-09TA.
payments-said-issued = Los vales están emitidos.
payments-said-redeemed = Canjeado. Está en tu cuenta.
payments-said-voucher-withdrawn = Retirado. El importe vuelve a estar libre.
payments-check = Comprobar un vale
payments-check-lead = Esta página funciona sin conexión una vez abierta: conoce la firma de esta comunidad.
payments-check-text = El texto de la imagen
payments-check-text-hint = Escanea la imagen con cualquier aplicación que lea códigos y pega aquí el texto.
payments-check-now = Comprobar
payments-check-good = Auténtico: { $amount }, válido hasta el { $date }. Si alguien ya lo canjeó solo se sabe con conexión.
payments-check-late = Auténtico, pero caducó el { $date }.
payments-check-bad = No lo firmó esta comunidad. No lo aceptes.
payments-check-unable = Este navegador no puede comprobar firmas. Canjea el vale con conexión.
payments-check-script = Sin scripts esta página no puede comprobar nada. Canjea el vale con conexión.
payments-check-how = Cómo funciona
payments-check-how-text = Cada imagen lleva una firma Ed25519 hecha con la clave de esta comunidad. Quien tenga esta clave pública puede comprobarla con cualquier programa.
payments-check-none = Todavía no se emitió ningún vale
payments-check-none-hint = La comunidad recibe su clave con el primer vale.

## Lists of payments
payments-batches = Varios pagos
payments-batches-lead = Listas que preparaste.
payments-batches-none = Todavía no hay listas
payments-batches-none-hint = Prepara una cuando quieras pagar a varias personas a la vez.
payments-batch = Lista de pagos
payments-batch-new = Pagar a varias personas
payments-batch-new-lead = Nada se mueve antes de que lo hayas revisado todo.
payments-batch-from = Se paga desde
payments-batch-title = Nombre de la lista
payments-batch-count = { $count ->
    [one] Un pago
   *[other] { $count } pagos
}
payments-batch-draft = Sin pagar
payments-batch-paying = Pagándose
payments-batch-paid = Pagada
payments-batch-dropped = Descartada
payments-batch-repeats = Ya pagaste exactamente esta lista.
payments-batch-see-earlier = Ver la anterior
payments-batch-bad = { $count ->
    [one] Una línea no se puede pagar
   *[other] { $count } líneas no se pueden pagar
}
payments-batch-total = { $count ->
    [one] Un pago, en total
   *[other] { $count } pagos, en total
}
payments-batch-together = Se hacen juntos: todos o ninguno.
payments-batch-stages = Se hacen de cuarenta en cuarenta. Lo que no se pueda pagar se omite y se muestra.
payments-batch-goes-on = Una parte ya está pagada. El resto sigue donde se quedó.
payments-batch-again-yes = Pagarla una vez más
payments-batch-pay = { $count ->
    [one] Pagarlo
   *[other] Pagar los { $count }
}
payments-batch-pay-good = { $count ->
    [one] Pagar solo el correcto
   *[other] Pagar solo los { $count } correctos
}
payments-batch-correct = O corrige el archivo y súbelo de nuevo.
payments-batch-drop = Descartar la lista
payments-line-number = Línea { $number }
payments-line-ready = Por pagar
payments-line-paid = Pagado
payments-line-waiting = Espera a una segunda persona
payments-line-refused = Rechazado
payments-line-left = Omitido
payments-row = Fila { $number }
payments-more-rows = Más filas
payments-from-file = Desde un archivo
payments-choose-file = Elige un archivo
payments-file-hint = CSV, hasta 512 KB y 2000 líneas
payments-file-shape = Columnas: pagador, beneficiario, concepto, importe. Puede haber un encabezado; sin pagador paga tu cuenta.
payments-said-prepared = Revisa la lista antes de pagarla.
payments-said-batch = La lista está pagada.
payments-said-dropped = La lista se descartó.

## Notices
payments-notice-authorise = Un pago de { $amount } de { $name } espera tu visto bueno.
payments-notice-authorised = Tu pago de { $amount } a { $name } se autorizó.
payments-notice-denied = Tu pago de { $amount } a { $name } se denegó.
payments-notice-approval-expired = Nadie decidió a tiempo sobre tu pago de { $amount } a { $name }. El importe vuelve a estar libre.
payments-notice-redeemed = { $name } canjeó tu vale de { $amount }.
payments-notice-voucher-expired = Tu vale { $name } caducó; { $amount } vuelve a estar libre.

## Faults of orders, links and what is kept
payments-claim-contact = Indica un correo electrónico o un número de teléfono.
payments-claim-expired = El plazo terminó y el importe volvió.
payments-claim-paid = Alguien ya lo cobró.
payments-claim-withdrawn = Quien lo reservó lo retiró.
payments-link-closed = Este enlace de pago se cerró.
payments-link-expired = El plazo de este enlace de pago terminó.
payments-link-used = Este enlace de pago ya se usó.
payments-order-never = Esta regla no llega a ningún día.
payments-order-over = Esta orden de pago ya terminó.
payments-order-parts = Elige de 2 a { $max } partes.
payments-order-past = Ese momento ya pasó. Elige uno posterior.
payments-orders-many = Una cuenta puede tener { $max } órdenes de pago a la vez. Termina alguna primero.
payments-time = Indica una hora, como 08:00.
payments-trusted-many = En esta lista caben como máximo { $max } personas.
payments-trusted-number = Nadie tiene el número { $number }.
payments-trusted-unknown = Una de estas personas no está aquí.

## More ways
payments-way-links = Un código para escanear o una dirección donde otros te pagan.
payments-way-orders = Paga en una fecha, cada mes o a plazos.
payments-way-claims = Reserva un importe para alguien hasta que se una.
payments-way-auto = Deja que se paguen solas las solicitudes de personas de confianza.
payments-way-card = Imprime una tarjeta con la que otros te pagan.
payments-way-slips = Papel para rellenar, para personas sin teléfono.
payments-way-cards = Imprime las tarjetas de todos los miembros.

## Payment orders
payments-orders = Órdenes de pago
payments-orders-lead = Se pagan solas cuando llega su día.
payments-orders-none = Sin órdenes de pago
payments-orders-none-hint = Crea una para el alquiler, una cuota o lo que pagas a plazos.
payments-order = Orden de pago
payments-order-new = Nueva orden de pago
payments-order-new-lead = Si ese día no alcanza, se intenta de nuevo los cinco días siguientes.
payments-order-make = Crear la orden
payments-order-is-active = Activa
payments-order-is-paused = En pausa
payments-order-is-done = Terminada
payments-order-is-cancelled = Cancelada
payments-order-is-stopped = Detenida
payments-order-trouble = El último intento se rechazó
payments-trouble-limit = No había margen suficiente en una de las dos cuentas.
payments-trouble-account = Una de las dos cuentas no puede moverse ahora.
payments-trouble-leave = Quien creó esta orden ya no puede pagar desde la cuenta.
payments-trouble-other = Algo lo impidió.
payments-every-once = Una vez
payments-every-daily = Cada día
payments-every-weekly = Cada semana
payments-every-monthly = Cada mes
payments-every-yearly = Cada año
payments-first-day = Primer día
payments-first-day-hint = Se paga a las ocho de la mañana.
payments-last-day = Último día
payments-how-often = Con qué frecuencia
payments-parts = En cuántas partes
payments-parts-hint = El importe se reparte; si no, cada pago lo mueve entero.
payments-next = Próximo
payments-made = Pagado hasta ahora
payments-made-of = { $made } de { $parts }
payments-pause = Pausar
payments-resume = Reanudar
payments-skip = Omitir el próximo
payments-early = Pagar { $amount } ahora
payments-order-cancel = Terminar la orden
payments-order-cancel-sure = Lo pagado sigue pagado. ¿Terminar la orden?
payments-said-ordered = La orden está creada.
payments-said-paused = La orden está en pausa.
payments-said-resumed = La orden sigue.
payments-said-skipped = El próximo pago se omite.
payments-said-early = Pagado.
payments-said-cancelled = La orden terminó.

## Requests that answer themselves
payments-auto = Aceptar solicitudes automáticamente
payments-auto-lead = Desactivado hasta que elijas algo. Te avisamos de cada pago.
payments-auto-days = Aceptar cualquier solicitud después de tantos días
payments-auto-days-hint = Déjalo vacío y responderás cada una.
payments-auto-how = Lo que tu límite no permita o lo que necesite una segunda persona siempre te espera.
payments-trusted = Aceptar enseguida las solicitudes de
payments-trusted-hint = Números de miembro.
payments-trusted-add = Una persona más
payments-said-auto = Tu elección está guardada.

## Payment links
payments-links = Enlaces de pago
payments-links-lead = Muestra el código en tu puesto o envía la dirección.
payments-links-none = Sin enlaces de pago
payments-links-none-hint = Crea uno y otros te pagarán en dos toques.
payments-link = Enlace de pago
payments-link-new = Nuevo enlace de pago
payments-link-new-lead = Quien lo abra entra, revisa y te paga.
payments-link-amount-hint = Déjalo vacío y decidirá quien pague.
payments-link-uses = Cuántas veces se puede usar
payments-link-many = Todas las veces que haga falta
payments-link-once = Una vez
payments-link-days = Válido durante cuántos días
payments-link-make = Crear el enlace
payments-link-close = Cerrar el enlace
payments-link-is-open = Abierto
payments-link-is-used = Usado
payments-link-is-closed = Cerrado
payments-link-is-expired = Vencido
payments-link-times = { $count ->
    [0] Nadie ha pagado con él todavía
    [one] Pagado una vez
   *[other] Pagado { $count } veces
}
payments-pay-to = Pagar a { $name }
payments-said-link = El enlace está listo.
payments-said-link-closed = El enlace está cerrado.

## For people who are no members yet
payments-claims = Para alguien que aún no está
payments-claims-lead = El importe queda reservado hasta que se unan, o vuelve a ti.
payments-claims-none = Nada reservado
payments-claims-none-hint = Agradece a alguien que aún no es miembro: lo recibe al unirse.
payments-claims-waiting = Reservado para quienes se unan
payments-claims-waiting-lead = Entrega los enlaces cuando los veas.
payments-claims-waiting-none = Cuando un miembro reserve algo para alguien, lo verás aquí.
payments-claim = Reservado para alguien
payments-claim-new = Reservar un importe para alguien
payments-claim-new-lead = Lo cobran al unirse con este correo o teléfono, o al abrir el enlace que les entregues.
payments-claim-name = Su nombre
payments-claim-reach = Correo o teléfono
payments-claim-days = Reservado durante cuántos días
payments-claim-make = Reservarlo
payments-claim-hand-over = Entrega este enlace; quien lo tenga puede cobrar el importe.
payments-claim-is-waiting = En espera
payments-claim-is-paid = Pagado
payments-claim-is-withdrawn = Retirado
payments-claim-is-expired = Devuelto
payments-claim-yours = Hay algo reservado para ti
payments-claim-from = { $name } te reserva:
payments-claim-join = Pedir unirse
payments-claim-join-hint = Vuelve a este enlace cuando seas miembro.
payments-claim-not-yet = Podrás cobrarlo en cuanto seas miembro de aquí.
payments-kept-until = Reservado hasta
payments-said-claim = Está reservado. Entrega el enlace.
payments-said-claim-withdrawn = Retirado. El importe vuelve a estar libre.
payments-said-claim-taken = Está en tu cuenta.

## On paper
payments-card = Tu tarjeta
payments-cards = Tarjetas de miembro
payments-cards-lead = Imprime y recorta. Quien escanee una tarjeta paga a su miembro.
payments-card-scan = Escanea para pagar
payments-further = Más tarjetas
payments-slip = Recibo de pago
payments-slips = Recibos de pago
payments-slips-lead = Imprime y recorta. Alguien sin teléfono rellena uno y tú o la coordinación lo introducen.
payments-slip-signed = Firma

## More notices
payments-notice-order-refused = Tu orden de pago de { $amount } a { $name } no se pudo pagar. Se intentará mañana.
payments-notice-order-refused-to = Un pago de { $amount } de { $name } se retrasa. Se intentará mañana.
payments-notice-order-stopped = Tu orden de pago de { $amount } a { $name } se rechazó varios días y se detuvo.
payments-notice-order-stopped-to = El pago de { $amount } de { $name } no se realizó.
payments-notice-remind = { $name } aún espera tu respuesta sobre { $amount }.
payments-notice-request-expired = { $name } no respondió a tiempo a tu solicitud de { $amount }.
payments-notice-request-rejected = { $name } rechazó tu solicitud de { $amount }.
payments-notice-auto-accepted = La solicitud de { $name } se pagó como querías: { $amount }.
payments-notice-auto-refused = La solicitud de { $name } de { $amount } no se pudo pagar sola. Respóndela.
payments-notice-auto-second = La solicitud de { $name } de { $amount } necesita una segunda persona. Respóndela.
payments-notice-link-paid = { $name } te pagó { $amount } con tu enlace de pago.
payments-notice-claim-yours = { $name } te había reservado { $amount }: ya es tuyo.
payments-notice-claim-paid = { $name } cobró los { $amount } que le reservaste.
payments-notice-claim-expired = { $name } no se unió a tiempo; { $amount } vuelve a estar libre.
